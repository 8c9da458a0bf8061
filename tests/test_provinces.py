"""The thirteen provinces and territories: each page whole, with its own police, oversight and ways to court."""

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


def test_each_ladder_names_its_own_oversight_and_the_time_limit(parts):
    for part in parts:
        rung = next(rung for rung in ladder_of(part).merged_rungs if rung.slug == "formal-complaint")
        assert rung.ladder.jurisdiction == part
        assert any(word in rung.body_en for word in ("year", "month", "days", "time limit")), part
        assert rung.citations.exists()


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


def test_nobody_in_nunavut_is_told_to_count_on_911(client):
    page = read(client.get("/canada/nunavut/"))
    emergency = next(e for e in page.all("aside") if e.attrs.get("class") == "emergency")
    assert "may not answer" in emergency.text
    assert not any(link.attrs["href"] == "tel:911" for link in emergency.all("a"))


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
    assert max(counts) <= 36
    assert Jurisdiction.objects.filter(parent__slug="canada").count() == 13
