"""The walk that matters: from the first page to the official source of an offence."""

import pytest

pytestmark = pytest.mark.browser


def test_home_to_guide_to_card_to_official_source(page, site):
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Canada").first.click()
    page.wait_for_url(f"{site}/canada/")
    assert page.get_by_role("heading", level=1).inner_text() == "Reporting online harassment in Canada"
    card = page.locator("#offence-criminal-harassment")
    assert card.get_attribute("open") is None
    card.locator("summary").first.click()
    card.get_by_role("link", name="Full card: Criminal harassment").click()
    page.wait_for_url(f"{site}/canada/offences/criminal-harassment/")
    assert "s. 264" in page.get_by_role("main").inner_text()
    source = page.locator('a[href^="https://laws-lois.justice.gc.ca/eng/acts/c-46/section-264.html"]').first
    assert "noreferrer" in source.get_attribute("rel")


def test_a_shared_anchor_leads_to_its_card(page):
    page.goto("/canada/#offence-intimate-images")
    assert page.locator("#offence-intimate-images").is_visible()
    assert page.evaluate("document.querySelector('#offence-intimate-images').getBoundingClientRect().top") < 844


def test_the_guide_reads_the_same_without_scripts(chromium, site):
    texts = []
    for scripts in (True, False):
        context = chromium.new_context(base_url=site, java_script_enabled=scripts)
        page = context.new_page()
        page.goto("/canada/")
        texts.append(page.locator("main").inner_text())
        context.close()
    assert texts[0] == texts[1]
    assert "occurrence number" in texts[0].lower()


def test_nothing_is_kept_in_the_browser(page):
    for address in ("/", "/canada/", "/canada/offences/extortion/", "/sources/"):
        page.goto(address)
    assert page.context.cookies() == []
    kept = "[localStorage.length, sessionStorage.length, document.cookie.length]"
    assert page.evaluate(kept) == [0, 0, 0]
    assert page.evaluate("caches.keys().then(keys => keys.length)") == 0


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(chromium, site, width):
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in (
        "/",
        "/canada/",
        "/canada/offences/doxxing/",
        "/canada/harasser-in-australia/",
        "/essentials/evidence/",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()
