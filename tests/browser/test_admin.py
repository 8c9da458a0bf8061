"""The editors' desk works under the strict policy: sign-in, a filter, autocomplete, a new inline row, a save."""

import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

NAME, WORD = "editor", "a-long-word-for-tests-only"


@pytest.fixture(scope="module")
def editor(site, site_env):
    env = site_env | {"DJANGO_SUPERUSER_PASSWORD": WORD}
    command = [sys.executable, "manage.py", "createsuperuser", "--noinput", "--username", NAME, "--email", ""]
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=60)
    return NAME


def sign_in(page):
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def test_the_desk_works_without_breaking_the_policy(page, editor):
    """The `page` fixture fails on any console error, so on any violation of the policy too."""
    sign_in(page)
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
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("was changed successfully").wait_for()
    assert page.locator("#citations-group .dynamic-citations").count() >= before + 1
    page.get_by_role("button", name="Log out").click()
