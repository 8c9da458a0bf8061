"""Reads about offences, each in a fixed number of queries."""

import re

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from falseos.base_models import Status
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import with_sources
from offences.models import Behaviour, BehaviourMatch, Offence, OffenceCitation, OfficialWording

BARE_SECTION = re.compile(r"[0-9]+(\.[0-9]+)*")


def cards_of(place: Jurisdiction, *groups: str) -> QuerySet[Offence]:
    """Return a place's cards of these groups, without their children. One query."""
    return (
        Offence.objects.published()
        .filter(jurisdiction=place, group__in=groups)
        .select_related("statute", "jurisdiction__parent")
        .order_by("group", "position")
    )


def full_cards_of(place: Jurisdiction, *groups: str) -> QuerySet[Offence]:
    """Return a place's cards of these groups with elements and sources. Three queries."""
    return cards_of(place, *groups).prefetch_related("elements", with_sources("citations", OffenceCitation))


def card(place: Jurisdiction, slug: str) -> Offence:
    """Return one card with everything it shows; raises Offence.DoesNotExist. Five queries."""
    related = Offence.objects.published().select_related("jurisdiction__parent")
    offence = (
        Offence.objects.published()
        .select_related("statute", "jurisdiction__parent")
        .prefetch_related("elements", with_sources("citations", OffenceCitation), Prefetch("related", queryset=related))
        .get(jurisdiction=place, slug=slug)
    )
    offence.wordings = wordings_of(offence)
    return offence


def wordings_of(offence: Offence) -> list[OfficialWording]:
    """Return the official wording of the section a card names. One query."""
    number = BARE_SECTION.match(offence.section_number)
    if number is None or offence.statute_id is None:
        return []
    return list(
        OfficialWording.objects.published()
        .filter(statute=offence.statute_id, section_number=number.group())
        .select_related("source", "statute")
    )


def behaviours() -> list[Behaviour]:
    """Return what victims say is happening, each with its best card as `first_offence`. Two queries."""
    matches = BehaviourMatch.objects.published().filter(behaviour=OuterRef("pk"), offence__status=Status.PUBLISHED)
    found = list(Behaviour.objects.published().annotate(first=Subquery(matches.values("offence")[:1])))
    cards = Offence.objects.published().select_related("jurisdiction__parent")
    by_key = cards.in_bulk({behaviour.first for behaviour in found if behaviour.first})
    for behaviour in found:
        behaviour.first_offence = by_key.get(behaviour.first)
    return [behaviour for behaviour in found if behaviour.first_offence]
