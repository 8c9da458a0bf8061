"""Each French card of Canada against the French official wording of its section: reference, way of trial, maximum."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from offences.law_watch.consolidation import lines_of
from offences.models import Offence, OfficialWording
from tests.french_law import INDICTABLE, LIFE, SUMMARY, Facts, Penalty, claims, faults, law_penalties, law_ways
from tests.html import read

pytestmark = pytest.mark.django_db
# Half of another offence's maximum, by section 463: no term of its own that could be compared.
BY_ANOTHER = {"counselling-others"}


@pytest.fixture(scope="module")
def law(django_db_setup, django_db_blocker):
    """The French wording of each section: its lines by subsection."""
    with django_db_blocker.unblock():
        return {one.section_number: lines_of(one.text_fr) for one in OfficialWording.objects.all()}


def printed(element):
    """The text of an element, a line for each paragraph and list item."""
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        else:
            end = "\n" if child.tag in ("p", "li") else ""
            parts.append(f"{end}{printed(child)}{end}")
    return "".join(parts)


def facts_of(page):
    """What a card's page prints: its first list of facts."""
    first = next(one for one in page.all("dl") if one.attrs.get("class") == "facts")
    rows = {row.one("dt").text: row.one("dd") for row in first.all("div") if row.all("dt")}
    with override("fr"):
        section, kind, maximum = (rows.get(_(name)) for name in ("Section", "Type", "Maximum"))
    label = "".join(child for child in kind.children if isinstance(child, str))
    reference = "".join(child for child in section.children if isinstance(child, str))
    return Facts(
        " ".join(reference.split()),
        " ".join(label.split()),
        " ".join(kind.text.split()).removeprefix(" ".join(label.split())).strip(),
        printed(maximum) if maximum else "",
    )


def cards():
    return Offence.objects.published().filter(jurisdiction__slug="canada").order_by("slug")


def french_facts(client, card):
    return facts_of(read(client.get(f"/fr{card.get_absolute_url()}")))


def test_every_french_card_says_what_the_french_law_says(client, law):
    differ, compared, terms = {}, 0, 0
    for card in cards():
        facts = french_facts(client, card)
        found = list(faults(facts, law))
        if card.slug in BY_ANOTHER:
            found = [one for one in found if not one.startswith("maximum")]
        if found:
            differ[card.slug] = found
        compared += 1
        terms += sum(claim.section in law for claim in claims(facts))
    assert differ == {}
    assert compared == 42
    assert terms > 90


def test_the_number_of_a_card_is_the_section_it_names_in_french(law):
    for card in cards().exclude(section_number=""):
        assert card.section_number in card.section_fr, card
        assert card.section_number in law, card


@pytest.mark.parametrize(
    ("number", "ways", "highest"),
    [
        ("264", {INDICTABLE, SUMMARY}, "10 ans"), ("346", {INDICTABLE}, LIFE), ("423.1", {INDICTABLE}, "14 ans"),
        ("811", {INDICTABLE, SUMMARY}, "4 ans"), ("738", set(), None),
    ],
)  # fmt: skip
def test_the_wording_is_read_as_a_person_reads_it(law, number, ways, highest):
    lines = [line for part in law[number].values() for line in part]
    assert law_ways(lines) == ways
    on_indictment = {one.term for one in law_penalties(lines) if one.way == INDICTABLE and one.bound == "maxim"}
    assert on_indictment == ({highest} if highest else set())


def test_lists_minima_and_the_standard_maximum_are_read(law):
    aggravated = law_penalties(law["162.1"]["(1)"])
    assert aggravated == {Penalty(INDICTABLE, "maxim", "10 ans"), Penalty(INDICTABLE, "maxim", "14 ans")}
    assert law_penalties(law["172.1"]["(2)"]) == {
        Penalty(INDICTABLE, "maxim", "14 ans"), Penalty(INDICTABLE, "minim", "1 ans"),
        Penalty(SUMMARY, "maxim", "2 ans moins un jour"), Penalty(SUMMARY, "minim", "6 mois"),
    }  # fmt: skip
    assert law_penalties(law["787"]["(1)"]) == {Penalty(SUMMARY, "maxim", "2 ans moins un jour")}
    by_another = {one.term for one in law_penalties(law["263.1"]["(3)"])}
    assert by_another == {"5 ans", "10 ans", "14 ans", LIFE}


@pytest.mark.parametrize(
    ("slug", "field", "right", "wrong", "fault"),
    [
        ("criminal-harassment", "maximum_fr", "10 ans", "5 ans", "maximum"),
        ("criminal-harassment", "maximum_fr", "2 ans moins un jour", "6 mois", "maximum"),
        ("criminal-harassment", "section_fr", "art. 264", "par. 264(9)", "section"),
        ("criminal-harassment", "section_fr", "art. 264", "art. 264.1", "maximum"),
        ("criminal-harassment", "classification", "hybrid", "indictable", "mode"),
        ("criminal-harassment", "classification_note_fr", "procédure sommaire", "voie rapide", "mode"),
        ("extortion", "classification", "indictable", "hybrid", "mode"),
        ("extortion", "maximum_fr", "l’emprisonnement à perpétuité", "14 ans d’emprisonnement", "maximum"),
        ("luring", "maximum_fr", "au moins 6 mois", "au moins 3 mois", "maximum"),
        ("uttering-threats", "maximum_fr", "5 ans", "2 ans", "maximum"),
        ("uttering-threats", "maximum_fr", "acte criminel, 2 ans", "acte criminel, 5 ans", "maximum"),
        ("breach-of-order", "maximum_fr", "4 ans", "10 ans", "maximum"),
        ("swatting", "maximum_fr", "jusqu’à 10 ans", "jusqu’à 14 ans", "maximum"),
        ("fraud", "maximum_fr", "14 ans", "10 ans", "maximum"),
    ],
)  # fmt: skip
def test_a_wrong_card_is_found(client, law, slug, field, right, wrong, fault):
    card = cards().get(slug=slug)
    assert not list(faults(french_facts(client, card), law))
    spaced = getattr(card, field).replace("\u00a0", " ")
    assert right in spaced
    setattr(card, field, spaced.replace(right, wrong))
    card.save()
    assert any(one.startswith(fault) for one in faults(french_facts(client, card), law))
