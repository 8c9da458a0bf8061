"""The editors' desk works under the strict policy: sign-in, a filter, autocomplete, a new inline row, a save."""

import pytest

from tests.browser.editors import Desk, Editor

pytestmark = pytest.mark.browser


def test_the_desk_works_without_breaking_the_policy(chromium, site, site_env):
    """The editor notes every console error, so every violation of the policy too."""
    desk = Desk(site, site_env)
    editor = Editor(chromium, desk).sign_in("ada", desk.password_of("ada"))
    page = editor.page
    assert page.locator("#exit").is_visible()
    page.goto("/admin/offences/offence/")
    page.locator("#changelist-filter").get_by_role("link", name="hybrid offence").click()
    page.wait_for_url("**classification__exact=hybrid**")
    page.get_by_role("link", name="Criminal harassment").first.click()

    citations = page.locator("#citations-group")
    # The row is offered once the page's script has run; the rows are counted after that.
    citations.locator(".add-row a").wait_for()
    before = citations.locator(".dynamic-citations").count()
    citations.locator(".add-row a").click()
    assert citations.locator(".dynamic-citations").count() == before + 1
    row = citations.locator(".dynamic-citations").last
    row.locator(".select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").last.fill("s. 810")
    page.locator(".select2-results__option", has_text="810").first.click()
    row.locator("input[name$='-locator']").fill("s. 810, for a test")
    editor.say("A source more.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("was changed successfully").wait_for()
    assert page.locator("#citations-group .dynamic-citations").count() >= before + 1
    page.get_by_role("button", name="Log out").click()
    assert not editor.faults
    editor.context.close()
