"""Eight homes and every pair, all of them data: a ninth home needs fixtures alone."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides.models import GuideBlock
from guides.selectors import guided_homes
from jurisdictions.models import CrossBorderRoute, Jurisdiction, RouteStep
from jurisdictions.plans import two_country_plan
from jurisdictions.selectors import routes_between, routes_from
from offences.models import Offence
from tests.html import read

pytestmark = pytest.mark.django_db

HOMES = {
    "canada", "united-states", "england-wales", "scotland", "northern-ireland", "australia", "new-zealand",
    "south-africa",
}  # fmt: skip
BLOCKS = [block.value for block in GuideBlock.Slug]
COUNTRIES = ["canada", "united-states", "united-kingdom", "australia", "new-zealand", "south-africa"]


def ids_of(page):
    return [element.attrs["id"] for element in page.all() if "id" in element.attrs]


def test_there_are_eight_homes_and_forty_pairs():
    homes = guided_homes()
    assert {home.slug for home in homes} == HOMES
    pairs = [(home, route) for home in homes for route in routes_from(home) if route.destination]
    assert len(pairs) == 40


def test_each_home_has_every_block_filled_and_sourced(parsed_pages):
    for home in guided_homes():
        page = parsed_pages[home.get_absolute_url()]
        assert [anchor for anchor in ids_of(page) if anchor in BLOCKS] == BLOCKS, home
        sections = {s.attrs["id"]: s for s in page.all("section") if s.attrs.get("id") in BLOCKS}
        for name, section in sections.items():
            assert len(section.text) > 200, f"{home}: {name}"
            sourced = [d for d in section.all("details") if "sources" in d.attrs.get("class", "").split()]
            assert sourced, f"{home}: {name}"
        assert 8 <= Offence.objects.published().filter(jurisdiction=home, group="lead").count() <= 12, home
        numbers = [link for link in sections["urgent"].all("a") if link.attrs["href"] == f"tel:{home.emergency_number}"]
        assert numbers, home


def test_each_pair_says_who_files_what_and_the_honest_truth(parsed_pages):
    filers = {str(label) for label in RouteStep.Filer.labels}
    for home in guided_homes():
        for route in routes_from(home):
            page = parsed_pages[route.pair_url]
            steps = [li for li in page.all("li") if li.attrs.get("class") == "step" and "id" in li.attrs]
            assert len(steps) >= 6, route.pair_url
            anchors = [step.attrs["id"] for step in steps]
            assert len(anchors) == len(set(anchors)), route.pair_url
            for step in steps:
                filer = next(span for span in step.all("span") if "filer" in span.attrs.get("class", ""))
                assert any(label in filer.text for label in filers), step.text[:80]
            text = page.one("main").text
            assert "cannot contact INTERPOL" in text, route.pair_url
            assert text.index("First, at home") < text.index("Step 1"), route.pair_url


def test_no_step_stands_twice_and_the_destination_speaks_for_itself():
    for home in guided_homes():
        for country in Jurisdiction.objects.filter(slug__in=COUNTRIES).exclude(pk=(home.parent or home).pk):
            steps = [s for stretch in two_country_plan(routes_between(home, country)) for s in stretch.steps]
            slugs = [step.slug for step in steps]
            assert len(slugs) == len(set(slugs))
            own = RouteStep.objects.filter(route__home=None, route__destination=country)
            assert set(own.values_list("pk", flat=True)) <= {step.pk for step in steps}


def test_a_step_is_numbered_through_the_whole_list(canada):
    there = Jurisdiction.objects.get(slug="united-states")
    start = 1
    for stretch in two_country_plan(routes_between(canada, there)):
        assert stretch.start == start
        start += len(stretch.steps)


def test_a_pair_may_say_something_of_its_own(canada, client):
    there = Jurisdiction.objects.get(slug="united-states")
    pair = CrossBorderRoute.objects.create(
        slug="canada-united-states", home=canada, destination=there, title_en="Of the pair", status="published"
    )
    pair.steps.create(
        position=1, slug="file-with-the-fbi", stage="self_file", filed_by="you", title_en="Said for this pair alone"
    )
    text = read(client.get("/canada/harasser-in-united-states/")).one("main").text
    assert "Said for this pair alone" in text
    assert "Said for this pair alone" not in read(client.get("/australia/harasser-in-united-states/")).one("main").text


RESIDENTS_ONLY = {
    "australia": ["Adult Cyber Abuse", "Cyberbullying"],
}


@pytest.mark.parametrize("country", RESIDENTS_ONLY)
def test_nobody_abroad_is_told_to_file_what_only_residents_may(country):
    """A step that one may file oneself from abroad names no residents' scheme without saying whom it protects."""
    for step in RouteStep.objects.filter(route__home=None, route__destination__slug=country, filed_by="you"):
        text = " ".join([step.action_en or "", step.summary_en or "", step.body_en or ""])
        for scheme in RESIDENTS_ONLY[country]:
            if scheme in text:
                assert "ordinarily" in text, step
                assert "live in Australia" in text, step


def test_the_united_kingdom_lets_the_reader_choose_a_nation(client):
    page = read(client.get("/united-kingdom/"))
    links = [link.attrs["href"] for link in page.one("main").all("a")]
    for nation, police in (
        ("england-wales", "local police force"), ("scotland", "Police Scotland"), ("northern-ireland", "PSNI"),
    ):  # fmt: skip
        assert f"/united-kingdom/{nation}/" in links
        assert police in page.one("main").text


@pytest.mark.parametrize(
    "address",
    [
        "/canada/harasser-in-canada/", "/united-kingdom/scotland/harasser-in-united-kingdom/",
        "/canada/harasser-in-scotland/", "/canada/harasser-in-atlantis/", "/scotland/", "/united-kingdom/canada/",
        "/united-kingdom/harasser-in-canada/", "/canada/harasser-in-ontario/", "/mexico/",
    ],
)  # fmt: skip
def test_what_is_no_pair_answers_404_with_a_way_on(client, address):
    response = client.get(address)
    assert response.status_code == 404
    page = read(response)
    assert any(link.attrs["href"] == "/" for link in page.all("a"))
    assert "911" in page.text


NINTH = {
    "jurisdictions/ruritania.yaml": """
slug: ruritania
code: RT
name_en: Ruritania
name_in_text_en: Ruritania
emergency_number: "117"
position: "70"
status: published
""",
    "sources/ruritania.yaml": """
slug: rt-police
title_en: Police of Ruritania
publisher_en: Police of Ruritania
url_en: https://police.example/
support: page_read
status: published
""",
    "channels/ruritania/station.yaml": """
slug: rt-station
jurisdiction: ruritania
stage: paper_trail
name_en: Any station
action_en: Go to any station.
status: published
sources: [rt-police]
""",
    "offences/ruritania/pestering.yaml": """
slug: pestering
jurisdiction: ruritania
group: lead
position: "1"
kind: offence
name_en: Pestering
section_en: art. 1
classification: summary
law_status: in_force
status: published
sources: [rt-police]
""",
    "ladders/ruritania.yaml": """
slug: ruritania
jurisdiction: ruritania
name_en: The ladder in Ruritania
status: published
rungs:
  - slug: ask-again
    title_en: Ask again
    sources: [rt-police]
""",
    "routes/from-ruritania.yaml": """
slug: from-ruritania
home: ruritania
title_en: From Ruritania
status: published
sources: [rt-police]
steps:
  - slug: go-to-the-station
    stage: home_first
    filed_by: you
    title_en: Go to a station in Ruritania
    sources: [rt-police]
""",
    "routes/to-ruritania.yaml": """
slug: to-ruritania
destination: ruritania
title_en: If the person is in Ruritania
status: published
sources: [rt-police]
steps:
  - slug: write-to-the-castle
    stage: self_file
    filed_by: you
    title_en: Write to the castle
    sources: [rt-police]
""",
}


def ninth_guide():
    blocks = "".join(
        f"  - slug: {slug}\n    title_en: Block {slug}\n    action_en: Do {slug}.\n    sources: [rt-police]\n"
        for slug in BLOCKS
    )
    head = "slug: ruritania\njurisdiction: ruritania\ntitle_en: Reporting in Ruritania\nstatus: published\nblocks:\n"
    return head + blocks


@pytest.fixture
def nine_homes(tmp_path):
    folder = Path(shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures"))
    for name, text in (NINTH | {"guides/ruritania.yaml": ninth_guide()}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    call_command("load_guide", fixtures=folder, stdout=StringIO())


def test_a_ninth_home_needs_fixtures_alone(nine_homes, client):
    page = read(client.get("/ruritania/"))
    assert [anchor for anchor in ids_of(page) if anchor in BLOCKS] == BLOCKS
    assert "Pestering" in page.one("main").text
    assert client.get("/ruritania/offences/pestering/").status_code == 200
    assert "117" in read(client.get("/")).text
    for country in COUNTRIES:
        text = read(client.get(f"/ruritania/harasser-in-{country}/")).one("main").text
        assert "Go to a station in Ruritania" in text
    for home in guided_homes():
        if home.slug != "ruritania":
            text = read(client.get(home.address("harasser-in", destination="ruritania"))).one("main").text
            assert "Write to the castle" in text
    assert client.get("/ruritania/harasser-abroad/").status_code == 200


def test_a_pair_costs_the_same_whatever_the_number_of_countries(client, request):
    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ["/canada/harasser-in-australia/", "/united-kingdom/scotland/harasser-in-canada/"]
    before = [count(address) for address in addresses]
    assert max(before) <= 30
    request.getfixturevalue("nine_homes")
    assert [count(address) for address in addresses] == before
