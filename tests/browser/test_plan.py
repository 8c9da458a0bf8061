"""The plan and the search as a reader uses them: by keyboard, without scripts, and back from a card."""

import pytest

from tests.browser.axe import violations
from tests.browser.test_accessibility import RULES
from tests.browser.test_exit import cached_chromium, eventually, tab  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser

HEADING = "document.querySelector('h1').innerText"
SHOWN = "document.documentElement.dataset.page === 'shown'"
READY = "document.readyState === 'complete'"


def at(reader, heading):
    return reader.evaluate(READY) and reader.evaluate(SHOWN) and heading in reader.evaluate(HEADING)


def test_back_from_a_card_shows_the_plan_again(tab, site):  # noqa: F811
    tab.goto(f"{site}/plan/")
    tab.evaluate("void document.querySelector('input[value=stalking]').click()")
    tab.evaluate("void (document.querySelector('select[name=home]').value = 'canada')")
    tab.evaluate("void document.querySelector('form.ask button[name=make]').click()")
    eventually(lambda: at(tab, "Your plan"), "the plan")
    tab.evaluate("void document.querySelector('#offences h3 a').click()")
    eventually(lambda: at(tab, "Criminal harassment"), "the card")
    tab.back()
    eventually(lambda: at(tab, "Your plan"), "the plan again")
    assert "stalking" not in tab.address()


def test_back_from_a_card_shows_what_was_found_again(tab, site):  # noqa: F811
    tab.goto(f"{site}/search/")
    tab.evaluate("void (document.querySelector('form.search [name=q]').value = 'he keeps texting me')")
    tab.evaluate("void document.querySelector('form.search').requestSubmit()")
    links = "document.querySelectorAll('main ol a, main ul.lines a').length"
    eventually(lambda: tab.evaluate(READY) and tab.evaluate(links) > 2, "what was found")
    tab.evaluate("void document.querySelector('main a[href*=\"/offences/\"]').click()")
    eventually(lambda: "/offences/" in tab.address() and tab.evaluate(READY), "the card")
    tab.back()
    eventually(lambda: tab.address() == f"{site}/search/" and tab.evaluate(links) > 2, "what was found, again")
    assert tab.evaluate(SHOWN)


def test_the_plan_is_made_by_keyboard_and_without_scripts(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/plan/")
    page.locator("input[value=stalking]").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Make my plan").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your plan").wait_for()
    assert page.url == f"{site}/plan/"
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_answers(chromium, site, scheme, width):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    found = []
    for path, form, tick in (
        ("/plan/", "form.ask button[name=make]", "input[value=stalking]"),
        ("/search/", "form.search button", None),
        ("/canada/police/", "main form button", None),
    ):
        page.goto(site + path)
        if tick:
            page.locator(tick).check()
        else:
            page.locator("main form input:not([type=hidden])").first.fill("toronto blackmail")
        page.locator(form).first.click()
        page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for violation in violations(page, RULES):
            found.extend(f"{path}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"])
    context.close()
    assert not found, "\n".join(found)
