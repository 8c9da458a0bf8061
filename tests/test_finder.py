"""Who polices a town: every town in the records, in either language, with a mistake; and never a wrong service."""

import random
import string

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from falseos.base_models import Status
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


def test_one_mistake_is_forgiven():
    dice = random.Random(20261125)
    for town in Municipality.objects.published():
        for name in names_of(town):
            if len(next(keys_of_name(name)).replace(" ", "")) <= SHORTEST_WITH_A_MISTAKE:
                continue
            typed = with_a_mistake(name, dice)
            finding = find_police("canada", typed)
            found = [one.municipality for one in [*finding.same, *finding.nearly]]
            assert town in found, f"{typed} for {name}"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Montreal", "qc-montreal"), ("MONTRÉAL", "qc-montreal"), ("st johns", "nl-st-johns"), ("Saint-Jean", None),
        ("Saint John", "nb-saint-john"), ("St. John", "nb-saint-john"), ("quebec", "qc-quebec-city"),
        ("Vancuver", "bc-vancouver"),
    ],
)  # fmt: skip
def test_spellings(typed, wanted):
    finding = find_police("canada", typed)
    slugs = [town.municipality.slug for town in [*finding.same, *finding.nearly]]
    if wanted:
        assert wanted in slugs


def test_saint_john_and_st_johns_are_always_offered_together():
    for typed in ("Saint John", "St. John's", "st johns", "St John", "Saint-Jean (Terre-Neuve)"):
        finding = find_police("canada", typed)
        slugs = {town.municipality.slug for town in [*finding.same, *finding.nearly]}
        if slugs:
            assert {"nb-saint-john", "nl-st-johns"} <= slugs, typed


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


@pytest.mark.parametrize("typed", ["Halifax", "Vancuver", "Nowhere at all"])
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


def test_a_country_without_towns_has_no_finder(client):
    assert client.get("/new-zealand/police/").status_code == 404
    assert client.get("/atlantis/police/").status_code == 404
