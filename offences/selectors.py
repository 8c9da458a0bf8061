"""Reads about offences, each in a fixed number of queries."""

import re

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from falseos.base_models import Status
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import with_sources
from offences.models import Behaviour, BehaviourMatch, CardVersion, Offence, OffenceCitation, OfficialWording

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
    """Return what victims say is happening, in order, where some card answers it. One query."""
    matches = BehaviourMatch.objects.published().filter(behaviour=OuterRef("pk"), offence__status=Status.PUBLISHED)
    return list(Behaviour.objects.published().filter(Exists(matches)).defer("loaded_state"))


def every_full_card() -> QuerySet[Offence]:
    """Return every card of every place with elements and sources. Three queries."""
    return (
        Offence.objects.published()
        .filter(jurisdiction__status=Status.PUBLISHED)
        .select_related("statute", "jurisdiction__parent")
        .prefetch_related("elements", with_sources("citations", OffenceCitation))
    )


def version_of(offence: Offence) -> CardVersion | None:
    """Return what the card says now as a kept version; None before the first publication. One query."""
    version = CardVersion.objects.filter(offence=offence).order_by("pk").last()
    if version:
        version.offence = offence
    return version


def printed_version(card_code: str, version_code: str) -> tuple[Offence, CardVersion | None, CardVersion | None]:
    """Return the card that a printed code names, the version on the sheet, and today's.

    Raises Offence.DoesNotExist for the code of no card. Three queries.
    """
    offence = Offence._default_manager.select_related("jurisdiction__parent").get(short_code=card_code)
    printed = CardVersion.objects.filter(offence=offence, code=version_code).order_by("pk").last()
    return offence, printed, version_of(offence)
