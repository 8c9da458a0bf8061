"""Answers to a brush-off: at least twelve, each with a reply to read out, a section, a right and a next rung."""

import pytest
from django.core.exceptions import ValidationError

from guides.models import BrushOff
from jurisdictions.selectors import rungs_of
from tests.html import read
from tests.readability import grade

pytestmark = pytest.mark.django_db

NAMED = ["civil matter", "Just block them", "online", "not our jurisdiction", "No threat was made", "the name first"]


def test_there_are_at_least_twelve_and_those_that_people_hear_most(canada):
    said = [answer.said_en for answer in BrushOff.objects.published().filter(jurisdiction=canada)]
    assert len(said) >= 12
    for words in NAMED:
        assert any(words in line for line in said), words


def test_each_is_complete_and_plain(canada):
    rungs = {rung.slug for rung in rungs_of(canada)}
    for answer in BrushOff.objects.published():
        assert "Canadian Victims Bill of Rights, section" in " ".join(answer.right_en.split()).replace(
            "sections", "section"
        )
        assert answer.citations.count() >= 2, answer
        assert answer.citations.filter(source__slug="laws-lois-canadian-victims-bill-of-rights").exclude(locator="")
        assert answer.rung in rungs
        assert answer.when_en
        assert (grade(answer.reply_en) or 0) <= 8, answer
        assert answer.reply_en.startswith('"')


def test_the_page_shows_all_of_it(client, canada):
    page = read(client.get("/canada/brushed-off/"))
    cards = [d for d in page.all("details") if d.attrs.get("class") == "card"]
    assert len(cards) == BrushOff.objects.published().count()
    for card in cards:
        headings = [heading.text for heading in card.all("h3")]
        assert headings == ["You can say or send", "What stands behind it", "Your right", "Still no? The next rung"]
        assert any("#rung-" in link.attrs["href"] for link in card.all("a"))


def test_a_place_without_answers_has_no_page(client):
    assert client.get("/united-states/brushed-off/").status_code == 404
    assert client.get("/united-kingdom/scotland/brushed-off/").status_code == 404


def test_a_rung_that_is_not_there_is_refused(canada):
    answer = BrushOff.objects.first()
    answer.rung = "moon"
    with pytest.raises(ValidationError):
        answer.full_clean()
