"""The thirteen provinces and territories: each page whole, with its own police, oversight and ways to court."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jurisdictions.models import Authority, Jurisdiction, Phone, ReportingChannel, Support
from jurisdictions.selectors import ladder_of, parts_of
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(canada):
    return parts_of(canada)


def test_there_are_thirteen(parts):
    assert len(parts) == 13


def test_each_has_the_whole_guide_with_its_own_blocks(client, parts):
    blocks = [
        "urgent", "step-1", "police", "step-2", "offences", "doxxing", "recording", "protection", "abroad", "ladder",
        "oversight", "helplines", "essentials",
    ]  # fmt: skip
    for part in parts:
        page = read(client.get(part.get_absolute_url()))
        ids = [element.attrs["id"] for element in page.all() if "id" in element.attrs]
        assert [anchor for anchor in ids if anchor in blocks] == blocks, part
        assert part.name_in_text in page.one("h1").text
        text = page.one("main").text
        for service in Authority.objects.published().filter(jurisdiction=part):
            assert service.name in text, f"{part}: {service}"


LIMIT = re.compile(r"(?:one|six|\d+|un|six) (?:year|month|day|an\b|mois|jour)", re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_ladder_names_its_own_oversight_and_the_time_limit(parts, language):
    for part in parts:
        rung = next(rung for rung in ladder_of(part).merged_rungs if rung.slug == "formal-complaint")
        assert rung.ladder.jurisdiction == part
        assert rung.citations.exists()
        text = " ".join(getattr(rung, f"body_{language}").split())
        bodies = Authority.objects.published().filter(oversees__jurisdiction=part).distinct()
        assert bodies, part
        for body in bodies:
            name = getattr(body, f"name_{language}").partition(" (")[0]
            assert name in text, f"{part}: {name}"
            limit = LIMIT.search(" ".join(getattr(body, f"deadline_{language}").split()))
            assert limit, body
            assert limit[0].lower() in text.lower(), f"{part}: {limit[0]}"


def test_the_page_shows_each_bodys_time_limit_at_the_body(client, parts):
    for part in parts:
        page = read(client.get(part.get_absolute_url()))
        shown = {element.attrs["id"]: element.text for element in page.all("li") if "id" in element.attrs}
        for body in Authority.objects.published().filter(oversees__jurisdiction=part).distinct():
            assert body.deadline_en in shown[f"authority-{body.slug}"], f"{part}: {body}"


def test_what_waits_is_named_as_waiting(client, parts):
    for part in parts:
        main = read(client.get(part.get_absolute_url())).one("main").text
        waiting = ReportingChannel.objects.filter(jurisdiction=part, stage="civil", status="awaiting_check").count()
        assert (f"Awaiting check: {waiting} more way" in main) == bool(waiting), part
        assert "Awaiting check: in which languages" in main
        if part.slug in ("ontario", "yukon", "northwest-territories", "nunavut"):
            assert "Intimate images: we know of no Act" in main


@pytest.mark.parametrize("slug", ["cybertip", "opc", "ca-chrc", "ca-crtc", "ca-crime-stoppers"])
def test_a_provinces_page_lists_every_national_body_with_its_number(client, slug):
    body = Authority.objects.get(slug=slug)
    page = read(client.get("/canada/manitoba/"))
    shown = next(element for element in page.all("li") if element.attrs.get("id") == f"authority-{slug}")
    assert body.phones.published()
    for phone in body.phones.published():
        assert phone.number in shown.text


def test_own_services_and_routes_come_first(client, parts):
    ontario = next(part for part in parts if part.slug == "ontario")
    main = read(client.get(ontario.get_absolute_url())).one("main").text
    assert main.index("Toronto Police Service") < main.index("National Cybercrime")


def test_no_number_is_published_on_weak_evidence():
    for phone in Phone.objects.published():
        assert phone.checked_on or phone.support in (Support.PAGE_READ, Support.TWO_SOURCES), phone
        assert phone.source_id, phone


def test_what_waits_is_not_printed(client, parts):
    for part in parts:
        text = read(client.get(part.get_absolute_url())).one("main").text
        for phone in Phone.objects.exclude(status="published").filter(authority__jurisdiction=part):
            # The same number may be published elsewhere under a name of its own.
            if not Phone.objects.published().filter(tel=phone.tel).exists():
                assert phone.number not in text, phone
        for channel in ReportingChannel.objects.exclude(status="published").filter(jurisdiction=part):
            assert channel.name not in text, channel


@pytest.mark.parametrize(
    ("prefix", "doubt", "wrong"),
    [("", "may not answer", "Call 911"), ("/fr", "pourrait ne pas répondre", "Appelez le 911")],
)
def test_nobody_in_nunavut_is_told_to_count_on_911(client, prefix, doubt, wrong):
    guide = read(client.get(f"{prefix}/canada/nunavut/"))
    plan = read(client.post(f"{prefix}/plan/", {"b": "threatened", "home": "nunavut", "danger": "yes"}))
    for page in (guide, plan):
        emergency = next(e for e in page.all("aside") if e.attrs.get("class") == "emergency")
        assert doubt in emergency.text
        urgent = next(section for section in page.all("section") if section.attrs.get("id") == "urgent")
        first = next(element.text for element in urgent.all("div") if element.attrs.get("class") == "warn")
        assert "911" in first
        assert not [link for link in (*emergency.all("a"), *urgent.all("a")) if link.attrs["href"] == "tel:911"]
        told = [p for p in page.all("p") if p.attrs.get("class", "").startswith("do-this")]
        assert not [link for p in told for link in p.all("a") if link.attrs["href"] == "tel:911"]
        assert not [element.text for element in page.all("h2", "h3", "nav", "strong") if wrong in element.text]


def test_a_provinces_other_addresses_lead_to_canadas(client):
    for address, there in (
        ("/canada/ontario/offences/", "/canada/offences/"),
        ("/canada/ontario/offences/extortion/", "/canada/offences/extortion/"),
        ("/canada/ontario/harasser-in-australia/", "/canada/harasser-in-australia/"),
    ):
        response = client.get(address)
        assert response.status_code == 301
        assert response.headers["Location"] == there


def test_a_province_page_costs_a_fixed_number_of_queries(client, parts):
    counts = set()
    for part in parts:
        with CaptureQueriesContext(connection) as queries:
            client.get(part.get_absolute_url())
        counts.add(len(queries))
    assert max(counts) <= 36, counts
    assert Jurisdiction.objects.filter(parent__slug="canada").count() == 13
