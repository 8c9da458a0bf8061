"""What axe finds, on every kind of page, in every guise; and what a keyboard and a screen reader meet."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

KINDS = [
    "/", "/canada/", "/canada/offences/", "/canada/offences/criminal-harassment/", "/canada/harasser-in-united-states/",
    "/canada/harasser-abroad/", "/united-kingdom/", "/essentials/evidence/", "/sources/", "/safety/",
    "/accessibility/", "/no-such-page/", "/case-folder/", "/platforms/", "/platforms/tiktok/",
    "/handouts/", "/handouts/canada/", "/handout/gusorela-garinilo/", "/changes/gusorela-bobobo/", "/data/",
    "/plan/", "/search/", "/canada/police/", "/canada/quebec/", "/canada/brushed-off/", "/changes/", "/wrong/",
    "/fr/canada/", "/fr/canada/offences/extortion/",
]  # fmt: skip
GUISES = list(itertools.product(["light", "dark"], [320, 1280], [False, True]))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


@pytest.mark.parametrize(("scheme", "width", "opened"), GUISES)
def test_axe_finds_nothing(chromium, site, scheme, width, opened):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    found = []
    for path in KINDS:
        page.goto(site + path)
        if opened:
            page.evaluate(OPEN_ALL)
        results = Axe().run(page, options=RULES)
        for violation in results.response["violations"]:
            found.extend(f"{path}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"])
    context.close()
    assert not found, "\n".join(found)


AAA = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enhanced(chromium, site, scheme):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page = context.new_page()
    found = []
    for path in KINDS:
        page.goto(site + path)
        page.evaluate(OPEN_ALL)
        results = Axe().run(page, options=AAA | {"rules": {"color-contrast-enhanced": {"enabled": True}}})
        for violation in results.response["violations"]:
            found.extend(f"{path}: {node['html'][:120]} {node['any'][0]['message']}" for node in violation["nodes"])
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
