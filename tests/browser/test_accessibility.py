"""What axe finds, on every kind of page in both languages and every guise; what a keyboard and a screen reader meet.

A page is loaded once and changes its guise as it stands: the window's width, the colours, folded or open.
"""

import itertools

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

ENGLISH = [
    "/", "/canada/", "/canada/offences/", "/canada/offences/criminal-harassment/", "/canada/harasser-in-united-states/",
    "/canada/harasser-abroad/", "/united-kingdom/", "/essentials/evidence/", "/sources/", "/sources/news/", "/safety/",
    "/accessibility/", "/no-such-page/", "/case-folder/", "/platforms/", "/platforms/tiktok/",
    "/handouts/", "/handouts/canada/", "/handout/gusorela-garinilo/", "/changes/gusorela-bobobo/", "/data/",
    "/plan/", "/search/", "/canada/police/", "/canada/quebec/", "/canada/brushed-off/", "/changes/", "/wrong/",
]  # fmt: skip
FRENCH = [
    *(f"/fr{path}" for path in ENGLISH),
    "/fr/canada/offences/extortion/", "/fr/privacy/",
]  # fmt: skip
KINDS = ENGLISH + FRENCH
# Folded ones first: nothing has to be folded again.
GUISES = list(itertools.product([False, True], [320, 1280], ["light", "dark"]))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


def faults(page):
    """Return what axe finds on an open page in every guise, each with its guise."""
    found = []
    for opened, width, scheme in GUISES:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        if opened:
            page.evaluate(OPEN_ALL)
        guise = f"{scheme}, {width} px, {'open' if opened else 'folded'}"
        for violation in violations(page, RULES):
            found.extend(f"{guise}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"])
    return found


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(chromium, site, path):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site + path)
    found = faults(page)
    context.close()
    assert not found, "\n".join(found)


def test_a_fault_of_one_guise_alone_is_found(chromium, site):
    """So that the test above can fail: pale words in the dark, on a narrow screen, inside a fold."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/canada/offences/extortion/")
    style = "footer details code { color: #777; background: #888 }"
    page.add_style_tag(content=f"@media (prefers-color-scheme: dark) and (max-width: 400px) {{ {style} }}")
    found = faults(page)
    context.close()
    assert found
    assert all(fault.startswith("dark, 320 px, open: color-contrast: <code") for fault in found)


AAA = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
AAA |= {"rules": {"color-contrast-enhanced": {"enabled": True}}}


@pytest.mark.parametrize("path", KINDS)
def test_contrast_is_enhanced(chromium, site, path):
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(site + path)
    page.evaluate(OPEN_ALL)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for violation in violations(page, AAA):
            found.extend(f"{scheme}: {node['html'][:120]} {node['any'][0]['message']}" for node in violation["nodes"])
    context.close()
    assert not found, "\n".join(found)


SMALL = """
() => [...document.querySelectorAll('a, button, summary')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || getComputedStyle(e).visibility === 'hidden' || e.classList.contains('skip')) return false;
  // A link inside a sentence is as tall as its line (WCAG 2.5.5, inline).
  const sentence = e.tagName === 'A' && e.parentElement.innerText.trim().length > e.innerText.trim().length + 1;
  return !sentence && (box.height < 44 || box.width < 44);
}).map(e => e.outerHTML.slice(0, 120))
"""


def test_every_control_is_large_enough(chromium, site):
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    found = []
    for path in KINDS:
        page.goto(site + path)
        page.evaluate(OPEN_ALL)
        found.extend(f"{path}: {html}" for html in page.evaluate(SMALL))
    context.close()
    assert not found, "\n".join(found)


def test_focus_is_never_hidden_behind_the_way_out(chromium, site):
    context = chromium.new_context(viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto(f"{site}/canada/offences/")
    covered = """() => {
      const one = document.activeElement.getBoundingClientRect();
      const way = document.getElementById('exit').getBoundingClientRect();
      return document.activeElement.id !== 'exit'
        && one.top >= way.top && one.bottom <= way.bottom && one.left >= way.left && one.right <= way.right;
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")
    context.close()


def test_a_keyboard_alone_reaches_a_printed_card(chromium, site):
    """From the first page to one card, with Tab and Enter only; then the print has the whole card."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/")
    for address in ("/canada/", "/canada/offences/", "/canada/offences/criminal-harassment/"):
        tab_to(page, address)
        page.keyboard.press("Enter")
        page.wait_for_url(site + address)
    tree = page.locator("body").aria_snapshot()
    assert 'heading "Criminal harassment' in tree
    for landmark in ("navigation", "main", "contentinfo", "complementary"):
        assert f"- {landmark}" in tree, landmark
    assert page.pdf()
    context.close()


def tab_to(page, address):
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == address:
            return
    raise AssertionError(f"Tab never reaches {address}")
