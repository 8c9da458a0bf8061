"""Reads for the plan, one query each, so that the whole page stays within fifteen.

Every read names the columns it wants: a translated text is three columns, and most of a record is not in the plan. What
stands at one place is asked for by the place alone and checked for its status here: SQLite would else go through all
published records of the whole guide, since it takes that index for the better one.
"""

from collections.abc import Iterable

from django.db.models import Prefetch

from falseos.base_models import Status
from guides.models import BrushOff, Essential, GuideBlock
from guides.plan.answers import Answers
from guides.plan.rules import behaviours_of
from jurisdictions.models import Authority, Jurisdiction, Phone, ReportingChannel
from offences.models import Behaviour, BehaviourMatch, MatchCitation, Offence, OffenceElement

Kind = Authority.Kind
# What a link to an official page and a phone number are printed from.
SOURCE: dict[str, list[str]] = {
    "plain": ["slug", "status", "support", "read_year", "checked_on"],
    "texts": ["title", "publisher", "url"],
}
PHONE: dict[str, list[str]] = {
    "plain": ["number", "tel", "status", "support", "read_year", "checked_on", "authority"],
    "texts": ["label", "hours"],
}


def columns(prefix: str = "", *, plain: list[str], texts: list[str]) -> list[str]:
    """Return column names: plain ones as they are, translated ones in both languages."""
    translated = [f"{name}_{language}" for name in texts for language in ("en", "fr")]
    return [f"{prefix}{name}" for name in (*plain, *translated)]


def law_of(home: Jurisdiction) -> dict[int, Jurisdiction]:
    """Return the places whose records hold for a home, by key: its country, and itself."""
    return {place.pk: place for place in (home.parent, home) if place is not None}


def matches_for(answers: Answers, home: Jurisdiction, behaviours: Iterable[Behaviour]) -> list[BehaviourMatch]:
    """Return every match of what is happening with the law of a home. One query: the behaviours are known."""
    chargeable = [Offence.LawStatus.IN_FORCE, Offence.LawStatus.NO_OFFENCE]
    places, known = law_of(home), {one.pk: one for one in behaviours}
    happening = behaviours_of(answers)
    found = (
        BehaviourMatch.objects.filter(
            behaviour__in=[pk for pk, one in known.items() if one.slug in happening], offence__jurisdiction__in=places
        )
        .select_related("offence")
        .only(
            *columns(plain=MATCH_COLUMNS, texts=["reason", "stronger"]),
            *columns("offence__", plain=OFFENCE_COLUMNS, texts=OFFENCE_TEXTS),
        )
        .order_by("pk")
    )
    matches = [
        match
        for match in found
        if match.is_published and match.offence.is_published and match.offence.law_status in chargeable
    ]
    for match in matches:
        match.behaviour = known[match.behaviour_id]
        match.only_with, match.not_with = known.get(match.only_with_id or 0), known.get(match.not_with_id or 0)
        match.offence.jurisdiction = places[match.offence.jurisdiction_id]
    return matches


def sources_of_matches(matches: list[BehaviourMatch]) -> dict[int, list[MatchCitation]]:
    """Return what these matches rest on, by match. One query."""
    found: dict[int, list[MatchCitation]] = {}
    citations = MatchCitation.objects.filter(record__in=matches).select_related("source").order_by("position", "pk")
    for citation in citations.only("record", "locator", *columns("source__", **SOURCE)):
        found.setdefault(citation.record_id, []).append(citation)
    return found


MATCH_COLUMNS = ["status", "behaviour", "position", "strength", "image_of", "only_with", "not_with"]
OFFENCE_COLUMNS = ["slug", "status", "kind", "law_status", "jurisdiction"]
OFFENCE_TEXTS = ["name", "section", "content_note", "action", "evidence", "say"]


def elements_of(offences: list[Offence]) -> dict[int, list[OffenceElement]]:
    """Return what must be shown, by offence. One query."""
    found: dict[int, list[OffenceElement]] = {}
    for element in OffenceElement.objects.filter(offence__in=offences).order_by("offence_id", "position"):
        found.setdefault(element.offence_id, []).append(element)
    return found


def essentials_for_plan() -> dict[str, Essential]:
    """Return the essentials by slug. One query."""
    found = Essential.objects.published().only(*columns(plain=["slug"], texts=["title", "action", "summary"]))
    return {essential.slug: essential for essential in found}


def blocks_for(home: Jurisdiction) -> dict[str, GuideBlock]:
    """Return the blocks of a home's guide by anchor, with underscores, its own before its country's. One query."""
    found = (
        GuideBlock.objects.filter(guide__status=Status.PUBLISHED, guide__jurisdiction__in=law_of(home))
        .select_related("guide")
        .only("guide__jurisdiction", *columns(plain=["slug"], texts=["title", "action", "summary"]))
        .order_by("position")
    )
    ordered = sorted(found, key=lambda block: block.guide.jurisdiction_id == home.pk)
    return {block.slug.replace("-", "_"): block for block in ordered}


def channels_for(home: Jurisdiction) -> list[ReportingChannel]:
    """Return the ways to report from a home, its own before its country's. One query."""
    found = (
        ReportingChannel.objects.filter(jurisdiction__in=law_of(home))
        .select_related("link", "phone", "told_source")
        .only(
            *columns(plain=CHANNEL_COLUMNS, texts=CHANNEL_TEXTS),
            *columns("link__", **SOURCE),
            *columns("told_source__", **SOURCE),
            *columns("phone__", **PHONE),
        )
        .order_by("pk")
    )
    channels = [channel for channel in found if channel.is_published]
    return sorted(channels, key=lambda one: (one.jurisdiction_id != home.pk, one.stage, one.position, one.slug))


CHANNEL_COLUMNS = ["slug", "status", "jurisdiction", "stage", "position", "threats_online", "told"]
CHANNEL_TEXTS = ["name", "action", "told_note"]


def bodies_for(home: Jurisdiction) -> list[Authority]:
    """Return the police of a home, and its country's helplines and national bodies too, with numbers. Two queries."""
    phones = Phone.objects.only(*columns("", **PHONE)).order_by("slug")
    found = (
        Authority.objects.filter(
            jurisdiction__in=law_of(home),
            kind__in=[Kind.POLICE, Kind.HELPLINE, Kind.VICTIM_SERVICES, Kind.NATIONAL_BODY],
        )
        .select_related("website")
        .only(
            *columns(plain=BODY_COLUMNS, texts=["name", "role"]),
            *columns("website__", **SOURCE),
        )
        .order_by("pk")
        .prefetch_related(Prefetch("phones", queryset=phones))
    )
    bodies = [one for one in found if one.is_published and (one.kind != Kind.POLICE or one.jurisdiction_id == home.pk)]
    for body in bodies:
        body.shown_phones = [phone for phone in body.phones.all() if phone.is_published]
    return sorted(bodies, key=lambda body: (body.jurisdiction_id != home.pk, body.position, body.slug))


BODY_COLUMNS = ["slug", "status", "kind", "audience", "jurisdiction", "position", "threats_online"]


def brush_offs_for(home: Jurisdiction) -> list[BrushOff]:
    """Return what people are told when they are sent away, without sources. One query."""
    places = law_of(home)
    found = list(
        BrushOff.objects.published()
        .filter(jurisdiction__in=places)
        .only(*columns(plain=["slug", "jurisdiction", "position"], texts=["said"]))
        .order_by("position")
    )
    for answer in found:
        answer.jurisdiction = places[answer.jurisdiction_id]
    return found
