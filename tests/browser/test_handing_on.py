"""What only a browser can show: no violation of the policy, a booklet from a disk, buttons that copy and share."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CARD = "/canada/offences/criminal-harassment/"
VIOLATIONS = """
window.violations = [];
addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
"""


@pytest.mark.parametrize(
    "path", ["/", "/canada/", CARD, "/canada/harasser-in-australia/", "/handouts/canada/", "/data/"]
)
def test_structured_data_violates_no_policy(page, path):
    page.add_init_script(VIOLATIONS)
    page.goto(path)
    assert page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert page.evaluate("window.violations") == []


def test_an_inline_script_would_be_a_violation(chromium, site):
    """So that the test above can fail: the same page with a script in place of the data."""
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    page.add_init_script(VIOLATIONS)

    def spoil(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("application/ld+json", "text/javascript"))

    page.route("**/canada/", spoil)
    page.goto("/canada/")
    assert any(entry.startswith("script-src") for entry in page.evaluate("window.violations"))
    context.close()


def copied(page, weather):
    """Read the clipboard from another site: the policy of ours lets a page write there and never read."""
    reader = page.context.new_page()
    reader.goto(weather.base)
    text = reader.evaluate("navigator.clipboard.readText()")
    reader.close()
    page.bring_to_front()
    return text


def test_the_address_is_copied(chromium, site, weather):
    context = chromium.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(CARD)
    page.locator(".share summary").click()
    page.get_by_role("button", name="Copy the address", exact=True).click()
    # Said once the clipboard has it.
    expect(page.locator("#share-status")).to_have_text("Copied")
    assert re.fullmatch(rf"{re.escape(site)}/c/[a-z]+/", copied(page, weather))
    page.evaluate("document.getElementById('share-status').textContent = ''")
    page.get_by_role("button", name="Copy the address with the title").click()
    expect(page.locator("#share-status")).to_have_text("Copied")
    assert copied(page, weather) == f"{site}/titled{CARD}"
    context.close()


def test_the_share_sheet_gets_the_address_and_nothing_else(page):
    page.add_init_script("navigator.share = async (data) => { window.shared = data; }")
    page.goto(CARD)
    page.locator(".share summary").click()
    page.get_by_role("button", name="Share with an app").click()
    shared = page.evaluate("window.shared")
    assert list(shared) == ["url"]
    assert "/c/" in shared["url"]


def test_without_scripts_nothing_is_missing_but_buttons(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(CARD)
    page.locator(".share summary").click()
    assert page.locator("#share-address").is_visible()
    assert page.get_by_role("link", name="Send by e-mail").is_visible()
    assert page.get_by_role("img", name="QR code").is_visible()
    assert page.get_by_role("button", name="Copy").count() == 0
    context.close()


def test_a_handout_is_made_without_scripts(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/handouts/canada/")
    page.get_by_label("Criminal harassment").first.check()
    page.get_by_label("Extortion").first.check()
    page.get_by_role("button", name="Make the handout").click()
    assert re.fullmatch(rf"{re.escape(site)}/handout/[a-z]{{8}}-[a-z]{{8}}/", page.url)
    assert page.locator("article h2").count() >= 2
    context.close()


def test_a_printed_card_carries_code_address_and_qr(page):
    page.goto(CARD)
    page.emulate_media(media="print")
    assert page.locator("svg.qr").is_visible()
    assert page.get_by_text("What changed since you printed:").is_visible()
    assert page.get_by_text("Short:").is_visible()
    assert not page.get_by_role("link", name="Send by e-mail").is_visible()


def test_the_booklet_opens_from_a_disk_without_a_network(chromium, site, tmp_path):
    """The file as it is saved, the network off, its own policy in force: everything shows, nothing is asked for."""
    context = chromium.new_context(base_url=site)
    (tmp_path / "guide.html").write_bytes(context.request.get("/booklet/canada.html").body())
    page = context.new_page()
    asked, violations = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: violations.append(message.text) if message.type == "error" else None)
    context.set_offline(True)
    address = f"file://{tmp_path}/guide.html"
    page.goto(address)
    assert asked == [address]
    assert not violations
    assert page.evaluate("getComputedStyle(document.querySelector('.do')).borderLeftStyle") == "solid", (
        "its style holds"
    )
    page.locator('nav a[href="#ladder"]').click()
    assert page.locator("#ladder").is_visible()
    assert page.locator("#offence-criminal-harassment").is_visible()
    context.close()


def test_the_served_booklet_keeps_its_own_policy(page):
    page.add_init_script(VIOLATIONS)
    page.goto("/booklet/scotland.html")
    assert page.evaluate("window.violations") == []
    assert page.evaluate("getComputedStyle(document.querySelector('.do')).borderLeftStyle") == "solid"
