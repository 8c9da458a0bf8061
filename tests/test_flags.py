"""Readers' flags: a code and nothing else."""

import pytest
from django.apps import apps
from django.test import Client

from guides import flags
from guides.desk.sections import one_section
from guides.models import GuideBlock
from jurisdictions.citing import reference
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
    return set(buttons_of(page.one("main")))


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


def folds(element):
    return [fold for fold in element.all("details") if fold.attrs.get("class") == "sources"]


def flagged_folds(page):
    """The folds of sources that stand in a named group with one flag."""
    groups = [each for each in page.all("div") if each.attrs.get("role") == "group" and each.attrs.get("aria-label")]
    return [fold for group in groups if len(buttons_of(group)) == 1 for fold in folds(group)]


def buttons_of(element):
    forms = [form for form in element.all("form") if form.attrs.get("action", "").endswith("/wrong/")]
    return [button.attrs["value"] for form in forms for button in form.all("button")]


def test_every_fold_of_sources_on_every_page_has_its_flag(parsed_pages):
    names = set()
    for address, page in parsed_pages.items():
        assert len(flagged_folds(page)) == len(folds(page)), address
        names |= set(buttons_of(page))
    kinds = {name.partition(" ")[0] for name in names}
    assert kinds == set(flags.BLOCKS)
    for kind in kinds:
        assert flags.find_block(next(name for name in names if name.startswith(f"{kind} "))), kind


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("/canada/ontario/", "jurisdictions.authority on-"),
        ("/canada/ontario/", "jurisdictions.jurisdiction ontario"),
        ("/united-kingdom/", "jurisdictions.jurisdiction scotland"),
        ("/canada/brushed-off/", "guides.brushoff canada/"),
        ("/platforms/instagram/", "guides.platform instagram"),
        ("/platforms/instagram/", "guides.platformroute instagram/"),
        ("/canada/police/?place=Toronto", "jurisdictions.authority "),
        ("/plan/?b=stalking&home=canada", "offences.offence canada/"),
        ("/handout/gusorela/", CARD),
    ],
)
def test_what_a_reader_acts_on_can_be_flagged(client, address, block):
    page = read(client.get(address))
    found = [name for name in buttons_of(page) if name.startswith(block)]
    assert found
    assert len(flagged_folds(page)) == len(folds(page))
    assert client.post("/wrong/", {"block": found[0]}).status_code == 200
    assert flag(client, found[0]).status_code == 303
    assert f"{found[0]}" == "{} {}".format(*ReaderFlag.objects.values_list("kind", "key").get())


@pytest.mark.parametrize("kind", sorted(flags.BLOCKS))
def test_the_desk_names_each_flagged_record_and_leads_to_where_it_is_mended(kind):
    model, _published = flags.BLOCKS[kind]
    record = model._default_manager.first()
    found, _, key = reference(record).partition(" ")
    ReaderFlag.objects.create(kind=found, key=key, code="dead_link", day="2026-11-01", count=7)
    section, _pages = one_section("flags", 1)
    [(page, [line])] = section.groups
    assert page.name
    assert line.title != f"{kind} {key}"
    assert line.mend
    assert "7" in line.note


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
    for address in ("/canada/", "/wrong/thanks/", "/", "/no-such-page/", "/sources/", "/sources/statute/"):
        assert client.post(address, {"block": CARD}).status_code == 405
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.generic(method, "/wrong/").status_code == 405
