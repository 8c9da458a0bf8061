"""Who polices a town: every town in the records, in either language, with a mistake; and never a wrong service."""

import random
import string

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from falseos.base_models import Status
from falseos.pages.site import watch
from falseos.pages.version import Version
from jurisdictions import finder
from jurisdictions.finder import SHORTEST_WITH_A_MISTAKE, find_police
from jurisdictions.models import Authority, Jurisdiction, Municipality
from jurisdictions.names import keys_of_name
from tests.html import read

pytestmark = pytest.mark.django_db


def names_of(town):
    return [name for name in [town.name_en, town.name_fr, *(town.other_names or "").splitlines()] if name]


def services_of(finding):
    return {service.slug for town in [*finding.same, *finding.nearly] for service in town.services}


def with_a_mistake(name, dice):
    """Return a name with one letter swapped, dropped, doubled or changed, the first left as it is."""
    letters = list(name)
    places = [i for i in range(1, len(letters) - 1) if letters[i].isalpha() and letters[i + 1].isalpha()]
    at = dice.choice(places)
    match dice.choice("sdxc"):
        case "s":
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        case "d":
            del letters[at]
        case "x":
            letters.insert(at, letters[at])
        case _:
            letters[at] = dice.choice(string.ascii_lowercase)
    return "".join(letters)


def test_every_town_is_found_by_every_name():
    towns = list(Municipality.objects.published().prefetch_related("police"))
    assert len(towns) > 100
    for town in towns:
        wanted = {service.slug for service in town.police.all() if service.is_published}
        for name in names_of(town):
            for typed in (name, name.upper(), next(keys_of_name(name)), f"  {name} "):
                finding = find_police("canada", typed)
                assert town in [found.municipality for found in finding.same], typed
                assert wanted <= services_of(finding), typed


def without_a_letter(name, dice):
    """Return a name without one of its letters, the first left as it is."""
    at = dice.choice([i for i in range(1, len(name)) if name[i].isalpha()])
    return name[:at] + name[at + 1 :]


def length_of(name):
    return len(next(keys_of_name(name)).replace(" ", ""))


@pytest.mark.parametrize("mistake", [with_a_mistake, without_a_letter])
def test_one_mistake_is_forgiven(mistake):
    dice = random.Random(20261125)
    for town in Municipality.objects.published():
        for name in names_of(town):
            if length_of(name) < SHORTEST_WITH_A_MISTAKE:
                continue
            typed = mistake(name, dice)
            finding = find_police("canada", typed)
            found = [one.municipality for one in [*finding.same, *finding.nearly]]
            assert town in found, f"{typed} for {name}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Dlta", True), ("Taer", True), ("Lvis", True), ("Ajxa", True), ("Hlul", True), ("Hall", False), ("Hul", False)],
)
def test_a_short_name_is_forgiven_two_swapped_letters_only(typed, found):
    finding = find_police("canada", typed)
    assert not finding.same
    assert bool(finding.nearly) == found


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Montreal", "qc-montreal"), ("MONTRÉAL", "qc-montreal"), ("st johns", "nl-st-johns"),
        ("Saint John", "nb-saint-john"), ("St. John", "nb-saint-john"), ("quebec", "qc-quebec-city"),
        ("Vancuver", "bc-vancouver"), ("Saint-Jean", "nb-saint-john"),
    ],
)  # fmt: skip
def test_spellings(typed, wanted):
    assert wanted in slugs_of(find_police("canada", typed))


def slugs_of(finding):
    return [town.municipality.slug for town in [*finding.same, *finding.nearly]]


@pytest.mark.parametrize(
    "typed", ["Saint John", "St. John's", "st johns", "St John", "Saint-Jean", "St Jonh", "Sant John", "Saint Johns"]
)
def test_saint_john_and_st_johns_are_always_offered_together(typed):
    assert {"nb-saint-john", "nl-st-johns"} <= set(slugs_of(find_police("canada", typed)))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Halifax, NS", "ns-halifax"), ("Toronto Ontario", "on-toronto"), ("Laval QC", "qc-laval"),
        ("St. Johns NL", "nl-st-johns"), ("Saint John NB", "nb-saint-john"), ("Victoria, B.C.", "bc-victoria"),
        ("St. John's, Newfoundland", "nl-st-johns"), ("Charlottetown PEI", "pe-charlottetown"),
        ("Charlottetown (Î.-P.-É.)", "pe-charlottetown"), ("Québec (Québec)", "qc-quebec-city"),
        ("Halifax, Nouvelle-Écosse", "ns-halifax"), ("Vancuver BC", "bc-vancouver"),
    ],
)  # fmt: skip
def test_a_province_behind_the_town_is_understood(typed, wanted):
    finding = find_police("canada", typed)
    assert slugs_of(finding) == [wanted]


def test_a_named_province_leaves_out_the_towns_of_that_name_elsewhere():
    everywhere = {slug.split("-")[0] for slug in slugs_of(find_police("canada", "Woodstock"))}
    assert "nb" in everywhere
    assert {slug.split("-")[0] for slug in slugs_of(find_police("canada", "Woodstock, NB"))} == {"nb"}
    assert not slugs_of(find_police("canada", "Woodstock, Yukon"))


@pytest.mark.parametrize(
    ("typed", "part", "way"),
    [
        ("Tofino, BC", "british-columbia", "Look through the police services for British Columbia"),
        ("Ontario", "ontario", "Look through the police services for Ontario"),
        ("Pond Inlet, Nunavut", "nunavut", "Look through the police services for Nunavut"),
    ],
)
def test_an_unknown_town_with_its_province_leads_there_first(client, typed, part, way):
    main = read(client.post("/canada/police/", {"place": typed})).one("main")
    assert "We do not know who polices that place" in main.text
    first = next(link for link in main.all("a") if "/" in link.attrs["href"] and link.attrs["href"].count("/") > 2)
    assert first.attrs["href"] == f"/canada/{part}/" or way in first.text
    link = next(link for link in main.all("a") if way in link.text)
    assert link.attrs["href"] == f"/canada/{part}/#police"
    assert link.attrs["href"].partition("#")[2] in {
        element.attrs.get("id") for element in read(client.get(f"/canada/{part}/")).all()
    }


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/canada/police/", "Another place of that name?"), ("/fr/canada/police/", "Un autre lieu")],
)
@pytest.mark.parametrize("typed", ["Woodstock", "Kingston", "Windsor"])
def test_an_answer_always_says_how_to_find_another_place_of_that_name(client, address, heading, typed):
    page = read(client.post(address, {"place": typed}))
    assert any(h2.text.startswith(heading) for h2 in page.all("h2"))
    parts = [link for link in page.one("main").all("a") if link.attrs["href"].endswith("/canada/british-columbia/")]
    assert parts


@pytest.mark.parametrize(
    ("typed", "bodies"),
    [
        ("Vancouver", ["Office of the Police Complaint Commissioner (OPCC)", "12 months after it happened"]),
        ("Halifax", ["Office of the Police Complaints Commissioner", "for the RCMP (CRCC)"]),
        ("Iqaluit", ["for the RCMP (CRCC)", "One year"]),
        ("Toronto", ["Law Enforcement Complaints Agency (LECA)", "Six months"]),
    ],
)
def test_an_answer_names_who_oversees_the_service_and_the_time_limit(client, typed, bodies):
    page = read(client.post("/canada/police/", {"place": typed}))
    town = next(section for section in page.all("section") if section.attrs.get("class") == "town")
    for words in bodies:
        assert words in town.text
    link = next(link for link in town.all("a") if "#authority-" in link.attrs["href"])
    path, _, anchor = link.attrs["href"].partition("#")
    assert anchor in {element.attrs.get("id") for element in read(client.get(path)).all()}


def test_every_police_service_of_a_known_town_names_its_oversight():
    """All but the Manitoba First Nations Police: no page that was read says who oversees it."""
    without = set()
    for town in Municipality.objects.published().prefetch_related("police__overseen_by"):
        without |= {service.slug for service in town.police.all() if service.overseen_by is None}
    assert without <= {"mb-first-nations-police", "bc-transit-police"}


@pytest.mark.parametrize("address", ["/canada/police/", "/fr/canada/police/"])
@pytest.mark.parametrize("typed", ["Iqaluit", "Iqualuit", "Pond Inlet, Nunavut"])
def test_nobody_in_nunavut_is_told_to_call_911(client, address, typed):
    page = read(client.post(address, {"place": typed}))
    assert not [link for link in page.all("a") if link.attrs["href"] == "tel:911"]
    assert page.one("aside").one("a").attrs["href"].endswith("/canada/nunavut/#urgent")
    note = next(e.text for e in page.one("main").all("div") if e.attrs.get("class") == "warn")
    assert "911" in note
    assert "Call the non-emergency line." not in page.one("main").text


UNKNOWN = [
    "Springfield", "Atlantis", "Flin Flonia", "Xanadu", "Kapuskasing", "Tofino", "Wawa", "Iglulik", "Gander Bay",
    "New York", "London, England", "x", "é", "Hill", "Bay", "The Moon",
]  # fmt: skip


@pytest.mark.parametrize("typed", UNKNOWN)
def test_a_town_that_is_not_in_the_records_gets_no_service(client, typed):
    known = {key for keys in Municipality.objects.values_list("keys", flat=True) for key in keys.splitlines()}
    if known & set(keys_of_name(typed)):
        pytest.fail(f"{typed} is known by now: choose another unknown town")
    response = client.post("/canada/police/", {"place": typed})
    page = read(response)
    assert response.status_code == 200
    assert "We do not know who polices that place" in page.one("main").text
    for name in Authority.objects.filter(kind=Authority.Kind.POLICE).values_list("name_en", flat=True):
        assert name not in page.one("main").text, name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "x" * 10_000,
        "🚓🚓",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "\x00",
        "%00",
        "{{ 7*7 }}",
        "../../etc",
    ],
)
def test_bad_input_gets_a_calm_page(client, typed):
    response = client.post("/canada/police/", {"place": typed})
    assert response.status_code == 200
    text = response.content.decode()
    assert "<script>alert" not in text
    assert "x" * 200 not in text
    assert 'id="exit"' in text


def test_the_question_stands_in_no_address_and_is_held_by_nobody_else(client):
    page = read(client.get("/canada/police/"))
    form = page.one("form")
    assert form.attrs["method"] == "post"
    assert form.attrs["action"] == "/canada/police/"
    response = client.post("/canada/police/", {"place": "Halifax"})
    assert response.headers["Cache-Control"] == "private, max-age=0"
    assert response.headers["CDN-Cache-Control"] == "no-store"
    assert not response.cookies
    assert client.get("/canada/police/", {"place": "Halifax"}).status_code == 200


@pytest.mark.parametrize("typed", ["Halifax", "Vancuver", "Nowhere at all", "Tofino, BC", "Saint John"])
def test_three_queries_at_most_with_five_thousand_towns(client, typed):
    ontario = Jurisdiction.objects.get(slug="ontario")
    service = Authority.objects.get(slug="opp")
    dice = random.Random(5)
    towns = [
        Municipality(
            jurisdiction=ontario, slug=f"made-{n}", name_en=f"Made {n}", status=Status.PUBLISHED,
            keys="".join(dice.choices(string.ascii_lowercase, k=9)),
        )
        for n in range(5000)
    ]  # fmt: skip
    Municipality.objects.bulk_create(towns)
    Municipality.objects.get(slug="made-1").police.add(service)
    with CaptureQueriesContext(connection) as queries:
        assert client.post("/canada/police/", {"place": typed}).status_code == 200
    assert len(queries) <= 3


def test_names_are_read_once_for_a_state_of_the_content(monkeypatch):
    monkeypatch.setattr(finder, "_kept", {})
    monkeypatch.setattr(watch, "current", Version("one", 1.0))
    assert slugs_of(find_police("canada", "Halifax")) == ["ns-halifax"]
    with CaptureQueriesContext(connection) as queries:
        assert slugs_of(find_police("canada", "Halifax")) == ["ns-halifax"]
    assert len(queries) == 2
    find_police("atlantis", "Halifax")
    assert set(finder._kept) == {"canada"}
    Municipality.objects.get(slug="ns-halifax").delete()
    monkeypatch.setattr(watch, "current", Version("two", 2.0))
    assert not slugs_of(find_police("canada", "Halifax"))


def test_a_country_without_towns_has_no_finder(client):
    assert client.get("/new-zealand/police/").status_code == 404
    assert client.get("/atlantis/police/").status_code == 404
