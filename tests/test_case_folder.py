"""The case folder as the server gives it: everything with the page, nothing to send, nothing to keep."""

import base64
import json
import re
from pathlib import Path

import brotli
import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides.addresses import public_addresses
from guides.models import Platform
from jurisdictions.models import Source
from offences.models import Offence
from tests.html import read
from tests.sealed import seal, unseal

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "static" / "js" / "case-folder").glob("*.js"))
VECTORS = sorted((ROOT / "tests" / "vectors").glob("seal-*.json"))
MOST_BYTES = 40 * 1024

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return read(client.get("/case-folder/"))


def with_id(page, name):
    return next(element for element in page.all() if element.attrs.get("id") == name)


def items(page, name):
    return {e.attrs["data-item"]: e for e in with_id(page, name).all() if "data-item" in e.attrs}


def test_every_form_stays_and_no_browser_writes_it_down(page):
    forms = list(page.all("form"))
    assert len(forms) >= 9
    for form in forms:
        # A form with this method and no dialog around it goes nowhere, also where a script fails.
        assert form.attrs["method"] == "dialog"
        assert "action" not in form.attrs
    fields = list(with_id(page, "case-folder").all("input", "textarea", "select"))
    assert len(fields) > 40
    for field in fields:
        # Ticks and chosen files have no such attribute in HTML; their forms say it for them.
        assert field.attrs.get("autocomplete") == "off" or field.attrs.get("type") in ("checkbox", "file"), field.attrs
        assert field.attrs.get("type") != "password", "a password manager would offer to keep it"


def test_without_scripts_the_tools_are_hidden_and_the_sheets_are_not(page):
    for part in (e for e in page.all() if "data-tool" in e.attrs):
        assert "hidden" in part.attrs
    sheets = with_id(page, "sheets")
    assert "open" in sheets.attrs
    assert sum(1 for _ in sheets.all("table")) == 7
    assert "Do not" in sheets.text or "do not save" in sheets.text
    days = {row.text for row in sheets.all("tr") if "90" in row.text}
    assert len(days) == Platform.objects.published().filter(preservation_days=90).count()


def test_every_element_of_canadas_cards_is_in_the_page(page, canada):
    cards = items(page, "folder-cards")
    offences = Offence.objects.published().filter(jurisdiction=canada, kind="offence", law_status="in_force")
    assert offences.count() > 25
    for offence in offences:
        card = cards[f"canada/{offence.slug}"]
        assert sum(1 for _ in card.all("li")) == offence.elements.count()
        assert card.attrs["data-source-url"].startswith("https://")
        assert next(e for e in card.all("span") if "data-law" in e.attrs).text.startswith(("Law read", "Only a third"))
    assert "canada/preservation-demand" not in cards


def test_what_is_not_in_force_cannot_be_chosen(page):
    cards = items(page, "folder-cards")
    for offence in Offence.objects.published().exclude(law_status="in_force").select_related("jurisdiction"):
        assert f"{offence.jurisdiction.slug}/{offence.slug}" not in cards


def test_requests_name_their_source_and_law_date(page):
    by_place = [e for e in with_id(page, "folder-requests").all() if "data-item" in e.attrs]
    canada = {e.attrs["data-item"]: e for e in by_place if e.attrs["data-place"] == "canada"}
    assert set(canada) == {"assign", "preserve", "abroad"}
    assert "Law read as it stood on" in canada["preserve"].text
    assert canada["preserve"].attrs["data-source-url"].endswith("/canada/offences/preservation-demand/")
    for name in ("NCB", "MLAT", "Legat"):
        assert name in canada["abroad"].text


def test_values_of_the_clock_come_from_records(page):
    platforms = items(page, "folder-platforms")
    assert platforms["x"].attrs["data-days"] == "90"
    assert platforms["x"].attrs["data-before"] == "7"
    assert platforms["steam"].attrs["data-days"] == ""
    assert Platform.objects.get(slug="x").police_portal.support == "page_read"


def test_an_emergency_is_no_follow_up_date(page):
    rungs = items(page, "folder-rungs")
    assert "emergency" not in rungs
    assert {"paper-trail", "cross-border"} <= set(rungs)


def test_scripts_and_words_know_each_other(page):
    words = {e.attrs["data-word"] for e in with_id(page, "folder-words").all() if "data-word" in e.attrs}
    sources = "\n".join(path.read_text() for path in SCRIPTS)
    used = set(re.findall(r"\bt\(\s*\"([a-z-]+)\"", sources))
    used |= {f"clock-{state}" for state in ("not-asked", "not-known", "running", "over")}
    used |= {f"fault-{reason}" for reason in ("changed", "order", "cut")}
    used |= {f"open-{reason}" for reason in ("foreign", "newer", "truncated", "damaged", "phrase")}
    used |= {
        "check-same",
        "check-changed",
        "open-needs-phrase",
        "open-plain",
        "not-saved",
        "all-saved",
        "ask-renewal",
        "ask-hold",
    }
    assert used - words == set()
    assert words - used == set()


FORBIDDEN = [
    "fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "EventSource", "BroadcastChannel", "http://",
    "localStorage", "sessionStorage", "indexedDB", "caches.", "document.cookie", "serviceWorker", "getDirectory",
    "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function", "importScripts",
    "beforeunload",
]  # fmt: skip


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_cannot_send_store_or_run_text(path):
    text = path.read_text()
    assert [word for word in FORBIDDEN if word in text] == []
    assert text.count("\n") <= 300
    assert text.startswith("// "), "a module says first what it is for"


def test_scripts_fit_in_40_kilobytes_and_stay_on_their_page(client):
    size = sum(len(brotli.compress(path.read_bytes())) for path in SCRIPTS)
    assert size <= MOST_BYTES, size
    for address in public_addresses():
        loads = "case-folder/main" in client.get(address).content.decode()
        assert loads == (address == "/case-folder/"), address


def test_the_page_may_start_one_worker_and_nothing_more(client):
    policy = client.get("/case-folder/").headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["trusted-types"] == "falseos-worker"
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["worker-src"] == "'self'"
    assert "unsafe" not in policy
    script = client.get("/static/js/case-folder/hash-worker.js").headers["Content-Security-Policy"]
    assert script == "default-src 'none'; script-src 'self'"


def test_the_page_costs_a_fixed_number_of_queries(client, canada):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/case-folder/").status_code == 200
        return len(queries)

    before = count()
    assert before <= 9
    source = Source.objects.published().first()
    for number in range(10):
        offence = Offence.objects.create(
            jurisdiction=canada, slug=f"more-{number}", name_en=f"More {number}", section_en="s. 1", status="published",
            group="further", position=900 + number, kind="offence", classification="hybrid", law_status="in_force",
        )  # fmt: skip
        offence.citations.create(source=source)
        offence.elements.create(position=1, text_en="x")
        Platform.objects.create(slug=f"more-{number}", name_en="More", website=source, status="published")
    assert count() == before


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vectors_open_and_close_in_python_alone(path):
    vector = json.loads(path.read_text())
    sealed = base64.b64decode(vector["sealed"])
    assert unseal(sealed, vector["phrase"]).decode() == vector["plain"]
    salt, iv = base64.b64decode(vector["salt"]), base64.b64decode(vector["iv"])
    assert seal(vector["plain"].encode(), vector["phrase"], salt, iv, vector["iterations"]) == sealed
    with pytest.raises(InvalidTag):
        unseal(sealed, vector["phrase"] + "x")


def test_a_platform_page_says_what_is_known_and_what_is_not(client):
    tiktok = read(client.get("/platforms/tiktok/")).one("main").text
    assert "90 days, once police ask" in tiktok
    assert "Will they be told of a police request? It depends" in tiktok
    # A route that awaits its check is named, and its steps are not printed.
    assert "Not checked yet, so we print no steps" in tiktok
    assert "press and hold the message" not in tiktok
    steam = read(client.get("/platforms/steam/")).one("main").text
    assert "Not known: we have not seen how long it keeps data" in steam
    assert client.get("/platforms/nothing/").status_code == 404


@pytest.mark.parametrize(("address", "most"), [("/platforms/", 2), ("/platforms/x/", 5)])
def test_platform_pages_cost_few_queries(client, address, most):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= most
