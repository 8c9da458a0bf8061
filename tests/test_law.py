"""The cards against the law: sections, maxima and days of change, as the official wording has them."""

import datetime
import re

import pytest

from offences.models import Offence, OfficialWording
from tests.html import read

pytestmark = pytest.mark.django_db

JULY = datetime.date(2026, 7, 18)
# Maximum on indictment as the official text states it; None where the card has no single one.
YEARS = {
    "criminal-harassment": 10, "uttering-threats": 5, "extortion-by-libel": 5, "identity-theft": 5,
    "identity-fraud": 10,
    "intimate-images": 10, "libel-known-false": 5, "libel-s301": 2, "harassing-communications": 2,
    "indecent-communications": 2, "false-information": 2, "intimidation": 5, "intimidation-journalist-justice": 14,
    "intimidation-health": 10, "voyeurism": 10, "interception": 5, "unauthorized-computer-use": 10,
    "computer-mischief": 10, "public-mischief": 5, "luring": 14, "counselling-suicide": 14, "hate-propaganda": 2,
    "threat-to-share-intimate-image": 10, "breach-of-order": 4,
}  # fmt: skip
NUMBER_WORDS = {2: "two", 4: "four", 5: "five", 10: "10|ten", 14: "14|fourteen"}


def card(slug):
    return Offence.objects.get(jurisdiction__slug="canada", slug=slug)


@pytest.mark.parametrize(("slug", "years"), YEARS.items())
def test_the_maximum_is_the_statutes(slug, years):
    offence = card(slug)
    assert re.search(rf"\b{years} years\b", offence.maximum_en), offence.maximum_en
    number = re.match(r"[0-9]+(\.[0-9]+)*", offence.section_number).group()
    wording = OfficialWording.objects.get(section_number=number, statute__slug="criminal-code")
    assert re.search(rf"\b({NUMBER_WORDS[years]}|{years}) years\b", wording.text_en), wording


def test_extortion_is_up_to_life_and_indictable_only():
    offence = card("extortion")
    assert "life" in offence.maximum_en.lower()
    assert offence.classification == Offence.Classification.INDICTABLE
    assert "imprisonment for life" in OfficialWording.objects.get(section_number="346").text_en


@pytest.mark.parametrize("slug", ["criminal-harassment", "intimate-images", "voyeurism"])
def test_what_changed_in_july_says_so_with_the_earlier_rule(client, slug):
    offence = card(slug)
    assert offence.law_changed_on == JULY
    text = read(client.get(offence.get_absolute_url())).one("main").text
    assert "18 July 2026" in text or "July 18, 2026" in text
    assert "before" in offence.earlier_rule_en.lower()


def test_harassment_no_longer_asks_for_fear():
    elements = " ".join(e.text_en for e in card("criminal-harassment").elements.all()).lower()
    assert "reasonably be expected" in elements
    assert "fear" in card("criminal-harassment").earlier_rule_en.lower()


def test_intimate_images_were_five_years_before():
    assert re.search(r"\b5 years\b", card("intimate-images").earlier_rule_en)


@pytest.mark.parametrize("slug", ["libel-s301", "extortion-by-libel"])
def test_the_libel_sections_are_hybrid_since_2019(slug):
    offence = card(slug)
    assert offence.classification == Offence.Classification.HYBRID
    assert "2019" in offence.earlier_rule_en


def test_section_301_is_not_offered_as_a_charge():
    assert card("libel-s301").law_status == Offence.LawStatus.UNENFORCEABLE


def test_doxxing_knows_the_new_maximum():
    offence = card("doxxing")
    assert offence.law_status == Offence.LawStatus.NO_OFFENCE
    assert re.search(r"162\.1[^.;]*?10 years", offence.maximum_en)


def test_coercive_control_is_enacted_and_not_in_force(client):
    offence = card("coercive-control")
    assert offence.law_status == Offence.LawStatus.NOT_IN_FORCE
    assert "not in force" in read(client.get(offence.get_absolute_url())).one("main").text.lower()


def test_every_card_says_when_its_law_was_read(client):
    for offence in Offence.objects.published().filter(jurisdiction__slug="canada"):
        assert offence.law_read_on, offence
        if offence.law_status != Offence.LawStatus.NO_OFFENCE:
            assert offence.section_number, offence


def test_the_laws_own_words_stand_on_the_card_in_both_languages():
    for wording in OfficialWording.objects.all():
        assert wording.text_en, wording
        assert wording.text_fr, wording
        assert wording.heading_en, wording
        assert wording.heading_fr, wording
    for slug in YEARS:
        number = re.match(r"[0-9]+(\.[0-9]+)*", card(slug).section_number).group()
        assert OfficialWording.objects.filter(section_number=number).exists(), slug


def test_nobody_is_promised_removal_within_48_hours():
    for offence in Offence.objects.published():
        text = " ".join([offence.action_en or "", offence.summary_en or ""])
        assert "48 hours" not in text, offence
