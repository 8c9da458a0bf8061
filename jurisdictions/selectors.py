"""Reads about places, each in a fixed number of queries."""

from django.db.models import Prefetch, Q, QuerySet

from falseos.base_models import Status
from jurisdictions.models import (
    Authority,
    AuthorityCitation,
    ChannelCitation,
    Citation,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    LadderCitation,
    Phone,
    ReportingChannel,
    RouteCitation,
    RungCitation,
    Source,
    StepCitation,
    Treaty,
    TreatyCitation,
    TreatyParty,
)


def with_sources(path: str, citation: type[Citation]) -> Prefetch:
    """Return the prefetch of a record's citations together with their sources."""
    sources = citation._default_manager.select_related("source").defer("source__loaded_state", "source__doubt")
    return Prefetch(path, queryset=sources)


def find_place(country: str, part: str | None = None) -> Jurisdiction:
    """Return the published place at an address; raises Jurisdiction.DoesNotExist. One query."""
    places = Jurisdiction.objects.published().select_related("parent")
    if part is None:
        return places.get(slug=country, parent=None)
    return places.get(slug=part, parent__slug=country, parent__status=Status.PUBLISHED)


def channels_of(place: Jurisdiction) -> QuerySet[ReportingChannel]:
    """Return a place's channels, step by step. Two queries."""
    return (
        ReportingChannel.objects.published()
        .filter(jurisdiction=place)
        .select_related("link", "phone", "authority")
        .prefetch_related(with_sources("citations", ChannelCitation))
    )


def ladder_of(place: Jurisdiction, *, sources: bool = True) -> EscalationLadder | None:
    """Return a place's ladder, or None; its rungs stand in `merged_rungs`. Two queries, two more with sources.

    A province's own rungs take the place of its country's of the same slug.
    """
    parts: list[str | Prefetch] = ["rungs"]
    if sources:
        parts += [with_sources("rungs__citations", RungCitation), with_sources("citations", LadderCitation)]
    ladders = (
        EscalationLadder.objects.published()
        .filter(jurisdiction__in=[place.pk, place.parent_id or place.pk])
        .prefetch_related(*parts)
    )
    found = sorted(ladders, key=lambda ladder: ladder.jurisdiction_id == place.pk)
    if not found:
        return None
    merged = {rung.slug: rung for ladder in found for rung in ladder.rungs.all()}
    found[0].merged_rungs = list(merged.values())
    return found[0]


def authorities_of(place: Jurisdiction, kind: str) -> list[Authority]:
    """Return a place's bodies of one kind, its country's behind its own, with numbers and sources. Three queries."""
    phones = Prefetch("phones", queryset=Phone.objects.published())
    found = (
        Authority.objects.published()
        .filter(jurisdiction__in=[place.pk, place.parent_id or place.pk], kind=kind)
        .select_related("website")
        .prefetch_related(phones, with_sources("citations", AuthorityCitation))
    )
    return sorted(found, key=lambda body: (body.jurisdiction_id != place.pk, body.position, body.slug))


def liaison_bodies(place: Jurisdiction) -> dict[str, str]:
    """Return the names of a place's INTERPOL bureau and central authority by kind, its own before its country's.

    One query.
    """
    kinds = (Authority.Kind.NCB, Authority.Kind.CENTRAL_AUTHORITY)
    found = Authority.objects.published().filter(
        jurisdiction__in=[place.pk, place.parent_id or place.pk], kind__in=kinds
    )
    names: dict[str, str] = {}
    for body in sorted(found, key=lambda body: (body.jurisdiction_id != place.pk, body.position)):
        names.setdefault(body.kind, body.name)
    return names


def routes_from(home: Jurisdiction) -> list[CrossBorderRoute]:
    """Return the destinations for somebody in `home`, "any other country" last, each with its page as `pair_url`.

    One query.
    """
    country = home.parent or home
    routes = list(
        CrossBorderRoute.objects.published()
        .filter(Q(destination__status=Status.PUBLISHED) | Q(destination=None), home=None)
        .exclude(destination=country)
        .select_related("destination")
        .order_by("destination__position", "destination__slug")
    )
    for route in routes:
        there = route.destination
        route.pair_url = (
            home.address("harasser-in", destination=there.slug) if there else home.address("harasser-abroad")
        )
    return sorted(routes, key=lambda route: route.destination is None)


def routes_between(home: Jurisdiction, destination: Jurisdiction | None) -> list[CrossBorderRoute]:
    """Return the rows that a page for two places is made of, with their steps: home, destination, pair. Four queries.

    The destination's row comes first; None stands for "another country, or not known". Of a nation's own row and its
    country's, the nation's counts.
    """
    homes = [home, home.parent] if home.parent else [home]
    rows = (
        CrossBorderRoute.objects.published()
        .filter(
            Q(home=None, destination=destination)
            | Q(home__in=homes, destination=None)
            | (Q(home__in=homes, destination=destination) if destination else Q(pk=None))
        )
        .select_related("destination", "home")
        .prefetch_related(
            "steps", with_sources("steps__citations", StepCitation), with_sources("citations", RouteCitation)
        )
    )
    nearest: dict[tuple[bool, bool], CrossBorderRoute] = {}
    for row in sorted(rows, key=lambda row: row.home_id != home.pk):
        nearest.setdefault((row.home is None, row.destination is None), row)
    return [nearest[kind] for kind in ((True, destination is None), (False, True), (False, False)) if kind in nearest]


def treaties_between(one: Jurisdiction, other: Jurisdiction) -> list[Treaty]:
    """Return what both states are party to, and the statutes that each has instead. Three queries."""
    treaties = (
        Treaty.objects.published()
        .filter(parties__jurisdiction__in=[one, other])
        .prefetch_related(
            Prefetch("parties", queryset=TreatyParty.objects.select_related("jurisdiction")),
            with_sources("citations", TreatyCitation),
        )
        .distinct()
    )
    both = {one.pk, other.pk}
    return [treaty for treaty in treaties if _applies(treaty, both)]


def treaties_of(place: Jurisdiction) -> list[Treaty]:
    """Return what one state is party to, for a destination that is not known. Three queries."""
    return list(
        Treaty.objects.published()
        .filter(parties__jurisdiction=place, parties__standing=TreatyParty.Standing.PARTY)
        .exclude(kind=Treaty.Kind.BILATERAL_MLAT)
        .prefetch_related(
            Prefetch("parties", queryset=TreatyParty.objects.select_related("jurisdiction")),
            with_sources("citations", TreatyCitation),
        )
        .distinct()
    )


def _applies(treaty: Treaty, both: set[int]) -> bool:
    parties = {party.jurisdiction_id for party in treaty.parties.all() if party.standing == TreatyParty.Standing.PARTY}
    if treaty.kind == Treaty.Kind.STATUTE:
        return bool(parties & both)
    if treaty.kind == Treaty.Kind.INFORMAL:
        return both <= {party.jurisdiction_id for party in treaty.parties.all()}
    return both <= parties


def sources_in_use() -> list[Source]:
    """Return every source that some record cites. One query for each kind of citation, and one more."""
    used: set[int] = set()
    for citation in Citation.__subclasses__():
        used.update(citation._default_manager.values_list("source_id", flat=True))
    return list(Source.objects.exclude(status__in=[Status.DRAFT, Status.RETIRED]).filter(pk__in=used))
