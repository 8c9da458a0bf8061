"""What editors do, done as they do it: in a browser, from the sign-in to the public page."""

import pytest

from tests.browser.axe import violations
from tests.browser.editors import Editor, serve

pytestmark = pytest.mark.browser

CARD = "/canada/offences/criminal-harassment/"
# A worker learns of a change within so many milliseconds.
PUBLIC_AFTER = 2000


@pytest.fixture(scope="module")
def desk(tmp_path_factory, prepared, weather_server):
    yield from serve(tmp_path_factory.mktemp("desk"), prepared, f"{weather_server.base}/")


@pytest.fixture(scope="module")
def people(chromium, desk):
    ada = Editor(chromium, desk).sign_in("ada", desk.password_of("ada"))
    bo = Editor(chromium, desk).sign_in("bo", desk.password_of("bo", "--reviewer"))
    yield ada, bo
    ada.context.close()
    bo.context.close()


@pytest.fixture
def ada(people):
    yield people[0]
    assert not people[0].faults


@pytest.fixture
def bo(people):
    yield people[1]
    assert not people[1].faults


@pytest.fixture
def reader(chromium, desk):
    context = chromium.new_context(base_url=desk.base)
    yield context.new_page()
    context.close()


DEAD_LINK = """
from django.utils import timezone
from jurisdictions.models import *
source, now = Source.objects.get(slug="afp-interpol"), timezone.now()
AddressState.objects.create(source=source, language="en", address=source.url_en, verdict="not_found", status_code=404,
    failures=3, checked_at=now, failing_since=now)
CheckEvent.objects.create(source=source, at=now, verdict="not_found", status_code=404, language="en")
"""


def test_a_dead_link_is_found_on_the_desk_mended_previewed_approved_public_and_told(desk, ada, bo, reader):
    new = "https://www.afp.gov.au/our-work/interpol"
    desk.manage("shell", "-v0", "-c", DEAD_LINK)
    ada.page.goto("/admin/")
    links = ada.page.locator("#desk-links")
    assert "Broken or moved links and numbers (1)" in links.inner_text()
    assert "page not found" in links.inner_text()
    links.locator(".desk-lines strong a").click()
    assert "page not found" in ada.page.locator(".inline-group").first.inner_text()
    ada.page.locator("#id_url_en").fill(new)
    ada.page.locator("#id_status").select_option("in_review")
    tab = ada.preview()
    assert tab.locator(f'a[href="{new}"]').count() == 1
    assert tab.get_by_text("Preview for editors").is_visible()
    tab.close()
    ada.say("The old page answers 404; the new one has the same text", "The page of INTERPOL Canberra has moved.")
    ada.save()
    assert ada.page.get_by_text("Sent for review").is_visible()
    reader.goto("/sources/official/")
    assert reader.locator(f'a[href="{new}"]').count() == 0
    bo.page.goto("/admin/editing/proposal/")
    bo.page.locator("#result_list tbody th a").first.click()
    assert new in bo.page.locator(".changes").inner_text()
    bo.page.get_by_role("button", name="Approve and publish").click()
    assert bo.page.get_by_text("Readers see it now").is_visible()
    bo.page.goto("/admin/")
    assert "Broken or moved links and numbers (0)" in bo.page.locator("#desk-links").inner_text()
    reader.wait_for_timeout(PUBLIC_AFTER)
    reader.goto("/sources/official/")
    assert reader.locator(f'a[href="{new}"]').count() == 1
    reader.goto("/changes/")
    assert reader.get_by_text("The page of INTERPOL Canberra has moved.").is_visible()
    assert reader.context.cookies() == []


def test_a_penalty_is_not_published_by_one_editor_alone(ada, bo, reader):
    ada.open("offences/offence", "criminal-harassment", "Canada")
    ada.page.locator("#id_maximum_en").fill("Twelve years, as a test")
    ada.say("To see whether one editor alone can do it")
    ada.save()
    assert "/editing/proposal/" in ada.page.url
    assert ada.page.get_by_role("button", name="Approve and publish").count() == 0
    assert ada.page.get_by_text("somebody else has to approve it").is_visible()
    reader.goto(CARD)
    assert "Twelve years" not in reader.locator("main").inner_text()
    bo.page.goto(ada.page.url)
    bo.page.get_by_label("Answer").fill("The Code says ten.")
    bo.page.get_by_role("button", name="Send back").click()
    ada.page.reload()
    assert ada.page.get_by_text("The Code says ten.").is_visible()
    assert "Twelve years" not in reader.locator("main").inner_text()


def test_two_editors_meet_on_one_record_and_both_changes_stand(ada, bo, reader):
    ada.open("offences/offence", "uttering-threats", "Canada")
    bo.open("offences/offence", "uttering-threats", "Canada")
    assert bo.page.url == ada.page.url
    ada.page.locator("#id_say_en").fill("Words of the first editor.")
    ada.page.locator("#id_caution_en").fill("A caution of the first editor.")
    ada.say("Plainer words")
    ada.save()
    bo.page.locator("#id_say_en").fill("Words of the second editor.")
    bo.page.locator("#id_evidence_en").fill("Evidence of the second editor.")
    bo.say("Other words")
    bo.save()
    # The refused save answers 409, which the browser's console notes.
    bo.faults[:] = [fault for fault in bo.faults if "409" not in fault]
    assert not serious(bo)
    shown = bo.page.locator("table.changes").inner_text()
    for words in ("Words of the first editor.", "A caution of the first editor.", "Words of the second editor."):
        assert words in shown
    assert bo.page.get_by_text("Plainer words").is_visible()
    bo.page.get_by_label("Theirs").check()
    bo.page.get_by_role("button", name="Save both changes together").click()
    reader.wait_for_timeout(PUBLIC_AFTER)
    reader.goto("/canada/offences/uttering-threats/")
    text = reader.locator("main").text_content()  # the words are folded there
    for words in ("Words of the first editor.", "A caution of the first editor.", "Evidence of the second editor."):
        assert words in text
    assert "Words of the second editor." not in text


def test_an_earlier_version_comes_back(ada, reader):
    ada.open("guides/essential", "evidence")
    ada.page.locator("#id_action_en").fill("A worse line.")
    ada.say("I thought it better")
    ada.save()
    ada.open("guides/essential", "evidence")
    ada.page.get_by_role("link", name="History").click()
    assert ada.page.get_by_text("I thought it better").is_visible()
    ada.page.get_by_role("link", name="or bring it back").last.click()
    ada.page.get_by_label("What changed and why").fill("It was better before")
    ada.page.get_by_role("button", name="Bring this version back").click()
    reader.wait_for_timeout(PUBLIC_AFTER)
    reader.goto("/essentials/evidence/")
    assert "A worse line." not in reader.locator("main").inner_text()


def test_what_is_cited_is_not_deleted(ada):
    ada.open("jurisdictions/source", "au-reportcyber")
    ada.page.get_by_role("link", name="Delete").first.click()
    assert ada.page.get_by_role("link", name="Australia").first.is_visible()
    assert ada.page.get_by_role("button", name="Yes, I’m sure").count() == 0


def test_the_desk_carries_its_cookie_and_readers_pages_do_not(ada):
    sent = []
    ada.page.on("request", lambda request: sent.append((request.url, request.all_headers().get("cookie"))))
    ada.page.goto(CARD)
    assert sent
    assert all(cookie is None for url, cookie in sent)
    cookies = ada.context.cookies()
    assert {cookie["path"] for cookie in cookies} == {"/admin/"}
    assert all(cookie["sameSite"] == "Strict" and cookie["httpOnly"] for cookie in cookies)


def test_a_newcomer_s_phone_gets_by_with_a_recovery_code(chromium, desk, ada):
    code = ada.recovery_codes[0]
    password = desk.password_of("cleo")
    cleo = Editor(chromium, desk).sign_in("cleo", password)
    page = cleo.page
    cleo.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_label("Username").fill("cleo")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("textbox", name="Code").fill(code)  # somebody else's
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_text("That code is not right").is_visible()
    page.wait_for_timeout(2000)  # the factor waits a second after a wrong code
    page.get_by_role("textbox", name="Code").fill(cleo.recovery_codes[3])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    assert not cleo.faults
    cleo.context.close()


PAGES = [
    "/admin/", "/admin/jurisdictions/source/", "/admin/jurisdictions/source/add/", "/admin/offences/offence/1/change/",
    "/admin/offences/offence/1/history/", "/admin/offences/offence/1/delete/",
    "/admin/jurisdictions/ladderrung/1/change/",
    "/admin/jurisdictions/escalationladder/1/change/", "/admin/editing/proposal/", "/admin/editing/readernote/",
    "/admin/recovery-codes/", "/admin/password_change/", "/admin/jurisdictions/",
]  # fmt: skip
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def serious(editor):
    """What axe finds on the page an editor has before them. Its own styles break our policy, so they do not count."""
    page, faults = editor.page, list(editor.faults)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)  # names are given to search boxes once they are built
    found = []
    for violation in violations(page, AXE):
        if violation["impact"] in ("serious", "critical"):
            found += [f"{page.url}: {violation['id']}: {node['html'][:150]}" for node in violation["nodes"]]
    page.wait_for_timeout(50)
    editor.faults[:] = faults
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_has_no_serious_barrier_and_breaks_no_policy(chromium, desk, people, scheme):
    ada, bo = people
    stranger = Editor(chromium, desk, scheme)
    found = []
    for editor in (ada, bo):
        editor.page.emulate_media(color_scheme=scheme)
    for address in PAGES:
        ada.page.goto(address)
        found += serious(ada)
    ada.page.goto("/admin/offences/offence/1/history/")
    ada.page.get_by_role("link", name="or bring it back").last.click()
    found += serious(ada)
    bo.page.goto("/admin/editing/proposal/?decision__exact=sent_back")
    bo.page.locator("#result_list tbody th a").first.click()
    found += serious(bo)
    stranger.page.goto("/admin/")
    found += serious(stranger)
    name = f"new-{scheme}"
    password = desk.password_of(name)
    stranger.page.get_by_label("Username").fill(name)
    stranger.page.get_by_label("Password").fill(password)
    stranger.page.get_by_role("button", name="Log in").click()
    stranger.page.wait_for_url("**/second-step/enrol/")
    found += serious(stranger)
    faults = stranger.faults + ada.faults + bo.faults
    stranger.context.close()
    assert not found, "\n".join(found)
    assert not faults
