"""The desk in a real browser, as an editor uses it; and readers' flags without a script."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import ROOT, environment, wait_until_it_answers

pytestmark = pytest.mark.browser
PASSWORD = "a-long-password-for-a-test"
SEED = f"""
import datetime
from django.contrib.auth.models import User
from django.utils import timezone
from jurisdictions.models import *
from offences.models import *
User.objects.create_superuser("editor", password={PASSWORD!r})
now, today = timezone.now(), timezone.localdate()
source = Source.objects.get(slug="criminal-code-s-264")
state = AddressState.objects.create(source=source, language="en", address=source.url_en, verdict="not_found",
    status_code=404, failures=3, checked_at=now, failing_since=now)
CheckEvent.objects.create(source=source, at=now, verdict="not_found", status_code=404, language="en")
other = Source.objects.get(slug="criminal-code-s-372")
changed = AddressState.objects.create(source=other, language="en", address=other.url_en, verdict="ok", checked_at=now)
change = TextChange.objects.create(state=changed, seen_at=now, fingerprint="x", difference="- two years\\n+ five years")
key = dict(kind="offences.offence", key="canada/harassing-communications")
ReviewItem.objects.create(change=change, **key)
ReaderFlag.objects.create(code="hard", day=today, count=7, **key)
card = Offence.objects.get(slug="voyeurism", jurisdiction__slug="canada")
LawFinding.objects.create(statute=card.statute, section_number="162", card=card, what="maximum", found_at=now,
    message="The highest term in s. 162 is 5 years; the card does not state it.", consolidated_to=today)
long_ago = today - datetime.timedelta(days=300)
Offence.objects.filter(slug="extortion", jurisdiction__slug="canada").update(law_read_on=long_ago)
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory, prepared):
    """A server with an editor and something of everything on the desk; yields its address and a way to ask it."""
    folder = tmp_path_factory.mktemp("desk")
    env = environment(shutil.copy(prepared, folder), SECOND_FACTOR="off")
    base, manage = env["SITE_URL"], [sys.executable, "manage.py"]
    subprocess.run([*manage, "shell", "-v0", "-c", SEED], cwd=ROOT, env=env, check=True, timeout=120)

    def ask(expression):
        code = f"import json\nfrom jurisdictions.models import *\nprint(json.dumps({expression}))"
        out = subprocess.run([*manage, "shell", "-v0", "-c", code], cwd=ROOT, env=env, check=True, capture_output=True)
        return json.loads(out.stdout)

    command = [sys.executable, "-m", "gunicorn", "falseos.asgi:application", "--config", "falseos/gunicorn_conf.py"]
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "--bind", base.removeprefix("http://")], cwd=ROOT, env=env, stdout=log, stderr=log
    )
    try:
        wait_until_it_answers(f"{base}/healthz", server, folder / "server.log")
        yield base, ask
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def sign_in(page):
    page.goto("/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_selector(".desk")


@pytest.fixture
def editor(chromium, desk):
    """A signed-in editor's page. A console error, which a broken policy is too, fails the test."""
    context = chromium.new_context(base_url=desk[0], viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page)
    yield page
    context.close()
    assert not errors


def test_a_changed_text_a_law_change_and_a_flag_are_looked_at(editor, desk):
    for name in ("texts", "law", "flags", "overdue"):
        heap = editor.locator(f"#desk-{name}")
        assert heap.locator(".desk-lines li").count() == 1, name
        assert "Card: " in heap.locator("h3").first.inner_text()
    texts = editor.locator("#desk-texts")
    texts.locator(".desk-lines summary").click()
    assert "+ five years" in texts.locator("pre").inner_text()
    for name in ("texts", "law", "flags", "overdue"):
        editor.locator(f"#desk-{name} form button").click()
        editor.wait_for_selector(".messagelist")
        assert editor.locator(f"#desk-{name} .desk-lines li").count() == 0, name
    assert desk[1]("[TextChange.objects.count(), ReaderFlag.objects.count()]") == [0, 0]


PAGES = ["/admin/", "/admin/desk/awaiting/", "/admin/desk/never/?page=2"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def addresses(desk):
    pk, phone = desk[1]("[Source.objects.get(slug='criminal-code-s-264').pk, Phone.objects.first().pk]")
    return [*PAGES, f"/admin/jurisdictions/source/{pk}/change/", f"/admin/jurisdictions/phone/{phone}/change/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_desk(chromium, desk, scheme):
    context = chromium.new_context(base_url=desk[0], color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page)
    found = []
    for path in addresses(desk):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for violation in violations(page, RULES):
            if violation["impact"] in ("serious", "critical"):
                found.extend(f"{path}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"])
    context.close()
    assert not found, "\n".join(found)


def test_the_desk_breaks_no_policy(editor, desk):
    """The fixture fails the test on any message of the browser's console."""
    for path in addresses(desk):
        assert editor.goto(path).status == 200


def test_a_reader_flags_a_block_without_scripts(chromium, desk):
    base, ask = desk
    context = chromium.new_context(base_url=base, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/canada/offences/uttering-threats/")
    page.get_by_role("button", name="Something wrong here?").click()
    assert page.url == f"{base}/wrong/"
    page.get_by_role("button", name="A number is wrong").click()
    assert page.url == f"{base}/wrong/thanks/"
    assert context.cookies() == []
    context.close()
    flags = ask("list(ReaderFlag.objects.filter(key='canada/uttering-threats').values_list('code', 'count'))")
    assert flags == [["wrong_number", 1]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_flag_page_is_sound(chromium, desk, scheme):
    context = chromium.new_context(base_url=desk[0], color_scheme=scheme, viewport={"width": 320, "height": 740})
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("/canada/offences/uttering-threats/")
    page.get_by_role("button", name="Something wrong here?").click()
    rules = {"runOnly": [*RULES["runOnly"], "wcag2aaa", "best-practice"]}
    found = [violation["id"] for violation in violations(page, rules)]
    small = page.evaluate("[...document.querySelectorAll('main button')].filter(b => b.offsetHeight < 44).length")
    context.close()
    assert (found, small, errors) == ([], 0, [])
