"""Readers' flags: a code and nothing else."""

import pytest
from django.apps import apps
from django.test import Client

from guides import flags
from guides.models import GuideBlock
from jurisdictions.models import LadderRung, ReaderFlag
from offences.models import Offence
from tests.html import read

pytestmark = pytest.mark.django_db
CARD = "offences.offence canada/criminal-harassment"


@pytest.fixture(autouse=True)
def fresh_minute():
    flags.limit.reset()


def flag(client, block=CARD, code="dead_link", **headers):
    return client.post("/wrong/", {"block": block, "code": code}, headers=headers)


def buttons(page):
    forms = [form for form in page.one("main").all("form") if form.attrs["action"].endswith("/wrong/")]
    return {button.attrs["value"] for form in forms for button in form.all("button")}


def test_each_block_of_a_page_has_its_button(client):
    guide = buttons(read(client.get("/canada/")))
    for block in GuideBlock.objects.filter(guide__slug="canada"):
        assert f"guides.guideblock canada/{block.slug}" in guide
    for rung in LadderRung.objects.filter(ladder__slug="canada"):
        assert f"jurisdictions.ladderrung canada/{rung.slug}" in guide
    for card in Offence.objects.filter(jurisdiction__slug="canada", group="lead"):
        assert f"offences.offence canada/{card.slug}" in guide
    assert CARD in buttons(read(client.get("/canada/offences/criminal-harassment/")))
    abroad = buttons(read(client.get("/canada/harasser-in-united-states/")))
    assert any(name.startswith("jurisdictions.routestep ") for name in abroad)
    for name in guide | abroad:
        assert flags.find_block(name), name


def test_two_presses_count_one_flag(client):
    choice = client.post("/wrong/", {"block": CARD})
    page = read(choice)
    assert {"dead_link", "wrong_number", "law_changed", "hard"} == buttons(page)
    assert "Criminal harassment" in page.one("main").text
    assert not ReaderFlag.objects.exists()
    answer = flag(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wrong/thanks/")
    assert client.get("/wrong/thanks/").status_code == 200
    row = ReaderFlag.objects.get()
    assert (row.kind, row.key, row.code, row.count) == (*CARD.split(), "dead_link", 1)
    assert flag(client, code="hard").status_code == 303
    assert flag(client).status_code == 303
    assert ReaderFlag.objects.get(code="dead_link").count == 2


def test_nothing_about_the_reader_is_kept_or_sent(client):
    columns = {column.name for column in ReaderFlag._meta.get_fields()}
    assert columns == {"id", "kind", "key", "code", "day", "count"}
    for response in (client.post("/wrong/", {"block": CARD}), flag(client), client.get("/wrong/")):
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store"
        assert "CDN-Cache-Control" not in response.headers or response.request["REQUEST_METHOD"] == "GET"
        assert CARD not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
    assert not apps.get_model("sessions", "Session").objects.exists()


def test_it_works_without_a_token_and_refuses_other_sites():
    client = Client(enforce_csrf_checks=True)
    assert flag(client).status_code == 303
    assert flag(client, sec_fetch_site="cross-site").status_code == 404
    assert ReaderFlag.objects.get().count == 1


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("offences.offence canada/nothing", "hard"), ("auth.user 1", "hard"), (CARD, "free text"), ("", "hard"),
        ("offences.offence canada/criminal-harassment/x", "hard"), ("offences.offence \x00/y", ""),
        ("jurisdictions.phone 911", "hard"), (CARD + "\x00", ""), ("offences.offence " + "a" * 5000 + "/b", "hard"),
    ],
)  # fmt: skip
def test_what_is_no_block_or_no_code_is_not_counted(client, block, code):
    assert flag(client, block, code).status_code == 404
    assert not ReaderFlag.objects.exists()


def test_an_unpublished_block_takes_no_flags(client):
    Offence.objects.filter(slug="criminal-harassment").update(status="draft")
    assert flag(client).status_code == 404


def test_the_rate_is_limited_without_knowing_who(client, monkeypatch):
    for _number in range(flags.MOST_A_BLOCK + 5):
        assert flag(client).status_code == 303
    assert ReaderFlag.objects.get().count == flags.MOST_A_BLOCK
    monkeypatch.setattr(flags, "MOST_A_DAY", flags.MOST_A_BLOCK)
    assert flag(client, code="hard").status_code == 429
    monkeypatch.undo()
    answers = [flag(client, code="hard").status_code for _number in range(flags.MOST_A_MINUTE + 5)]
    assert answers[-1] == 429
    assert 303 in answers


def test_only_the_form_takes_a_post(client):
    for address in ("/canada/", "/wrong/thanks/", "/", "/no-such-page/", "/sources/"):
        assert client.post(address, {"block": CARD}).status_code == 405
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.generic(method, "/wrong/").status_code == 405
