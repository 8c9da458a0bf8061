"""Reads for the plan, one query each, so that the whole page stays within fifteen."""

from django.db.models import Prefetch, Q

from falseos.base_models import Status
from guides.models import BrushOff, GuideBlock
from guides.plan.answers import Answers
from guides.plan.rules import behaviours_of
from jurisdictions.models import Authority, Jurisdiction, Phone, ReportingChannel
from jurisdictions.selectors import with_sources
from offences.models import BehaviourMatch, MatchCitation, Offence, OffenceElement

Kind = Authority.Kind
# Long texts that stand on the card and not in the plan, and what only the loader reads.
NOT_IN_PLAN = [
    f"offence__{name}_{language}"
    for name in ("body", "earlier_rule", "caution", "lay_terms", "classification_note", "maximum")
    for language in ("en", "fr")
]


def law_of(home: Jurisdiction) -> list[int]:
    """Return the places whose records hold for a home: its own, and its country's."""
    return [home.pk, home.parent_id or home.pk]


def matches_for(answers: Answers, home: Jurisdiction) -> list[BehaviourMatch]:
    """Return every match of what is happening with the law of a home, and their sources. Two queries."""
    chargeable = [Offence.LawStatus.IN_FORCE, Offence.LawStatus.NO_OFFENCE]
    found = (
        BehaviourMatch.objects.published()
        .filter(
            behaviour__slug__in=behaviours_of(answers),
            behaviour__status=Status.PUBLISHED,
            offence__jurisdiction__in=law_of(home),
            offence__status=Status.PUBLISHED,
            offence__law_status__in=chargeable,
        )
        .select_related("behaviour", "only_with", "not_with", "offence__statute", "offence__jurisdiction__parent")
        .defer("loaded_state", "behaviour__loaded_state", "offence__loaded_state", *NOT_IN_PLAN)
    )
    return list(found.prefetch_related(with_sources("citations", MatchCitation)))


def elements_of(offences: list[Offence]) -> dict[int, list[OffenceElement]]:
    """Return what must be shown, by offence. One query."""
    found: dict[int, list[OffenceElement]] = {}
    for element in OffenceElement.objects.filter(offence__in=offences).order_by("offence", "position"):
        found.setdefault(element.offence_id, []).append(element)
    return found


def blocks_for(home: Jurisdiction) -> dict[str, GuideBlock]:
    """Return the blocks of a home's guide by anchor, with underscores, its own before its country's. One query."""
    found = GuideBlock.objects.filter(
        guide__status=Status.PUBLISHED, guide__jurisdiction__in=law_of(home)
    ).select_related("guide")
    ordered = sorted(found, key=lambda block: block.guide.jurisdiction_id == home.pk)
    return {block.slug.replace("-", "_"): block for block in ordered}


def channels_for(home: Jurisdiction) -> list[ReportingChannel]:
    """Return the ways to report from a home, its own before its country's. One query."""
    found = (
        ReportingChannel.objects.published()
        .filter(jurisdiction__in=law_of(home))
        .select_related("link", "phone", "told_source")
        .defer("loaded_state", "link__loaded_state", "phone__loaded_state", "told_source__loaded_state")
    )
    return sorted(found, key=lambda one: (one.jurisdiction_id != home.pk, one.stage, one.position))


def bodies_for(home: Jurisdiction) -> list[Authority]:
    """Return the police of a home and the helplines of its country too, with their numbers. Two queries."""
    near = Q(jurisdiction=home.pk) | Q(jurisdiction__in=law_of(home), kind__in=[Kind.HELPLINE, Kind.VICTIM_SERVICES])
    found = (
        Authority.objects.published()
        .filter(near, kind__in=[Kind.POLICE, Kind.HELPLINE, Kind.VICTIM_SERVICES])
        .select_related("website")
        .defer("loaded_state", "website__loaded_state")
        .prefetch_related(Prefetch("phones", queryset=Phone.objects.published().defer("loaded_state")))
    )
    return sorted(found, key=lambda body: (body.jurisdiction_id != home.pk, body.position, body.slug))


def brush_offs_for(home: Jurisdiction) -> list[BrushOff]:
    """Return what people are told when they are sent away, without sources. One query."""
    found = BrushOff.objects.published().filter(jurisdiction__in=law_of(home)).select_related("jurisdiction__parent")
    return list(found.defer("loaded_state"))
