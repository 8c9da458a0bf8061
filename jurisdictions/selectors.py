"""Reads about places, each in a fixed number of queries."""

from collections.abc import Iterable

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
    LadderRung,
    Phone,
    ReportingChannel,
    RouteCitation,
    RouteStep,
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


def channels_of(place: Jurisdiction) -> list[ReportingChannel]:
    """Return a place's channels, its own before its country's, step by step. Two queries."""
    channels = (
        ReportingChannel.objects.published()
        .filter(jurisdiction__in=[place.pk, place.law_place.pk])
        .select_related("link", "phone", "authority", "told_source")
        .prefetch_related(with_sources("citations", ChannelCitation))
    )
    return sorted(channels, key=lambda channel: channel.jurisdiction_id != place.pk)


def parts_of(country: Jurisdiction) -> list[Jurisdiction]:
    """Return the provinces and territories that share a country's law, in order. One query."""
    return parts_of_slug(country.slug) if country.parent_id is None else []


def parts_of_slug(country: str) -> list[Jurisdiction]:
    """Return the provinces and territories of the country at an address, each with its country. One query."""
    shared = (Jurisdiction.Kind.PROVINCE, Jurisdiction.Kind.TERRITORY)
    parts = Jurisdiction.objects.published().filter(parent__slug=country, parent__status=Status.PUBLISHED)
    return list(parts.filter(kind__in=shared).select_related("parent").order_by("position", "slug"))


def _with_numbers(authorities: QuerySet[Authority]) -> QuerySet[Authority]:
    phones = Prefetch("phones", queryset=Phone.objects.published())
    return authorities.select_related("website", "online_form", "overseen_by").prefetch_related(
        phones, with_sources("citations", AuthorityCitation)
    )


def count_waiting_routes(place: Jurisdiction) -> int:
    """Return how many ways to court of a province wait for their check. One query."""
    return ReportingChannel.objects.filter(
        jurisdiction=place, stage=ReportingChannel.Stage.CIVIL, status=Status.AWAITING_CHECK
    ).count()


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


RUNG_TEXTS = ["title_en", "title_fr", "action_en", "action_fr", "wait_en", "wait_fr"]


def rungs_of(place: Jurisdiction) -> list[LadderRung]:
    """Return the rungs to climb in a place, its own in place of its country's, without their sources. One query."""
    found = (
        LadderRung.objects.filter(
            ladder__jurisdiction__in=[place.pk, place.parent_id or place.pk], ladder__status=Status.PUBLISHED
        )
        .select_related("ladder")
        .only("ladder__jurisdiction", "slug", "position", *RUNG_TEXTS)
        .order_by("position")
    )
    ordered = sorted(found, key=lambda rung: (rung.ladder.jurisdiction_id == place.pk, rung.position))
    return list({rung.slug: rung for rung in ordered}.values())


def authorities_of(place: Jurisdiction, *kinds: str) -> list[Authority]:
    """Return a place's bodies of these kinds, its country's behind its own, with numbers and sources. Three queries."""
    places = [place.pk, place.parent_id or place.pk]
    found = _with_numbers(Authority.objects.published().filter(jurisdiction__in=places, kind__in=kinds))
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
    routes = [route for route in destinations() if route.destination != (home.parent or home)]
    for route in routes:
        route.pair_url = pair_address(home, route)
    return routes


def destinations() -> list[CrossBorderRoute]:
    """Return the rows of all destinations, "any other country" last. One query."""
    routes = (
        CrossBorderRoute.objects.published()
        .filter(Q(destination__status=Status.PUBLISHED) | Q(destination=None), home=None)
        .select_related("destination")
        .order_by("destination__position", "destination__slug")
    )
    return sorted(routes, key=lambda route: route.destination is None)


def pair_address(home: Jurisdiction, route: CrossBorderRoute) -> str:
    """Return the address of the page for a home and a destination's row."""
    base = home.law_place
    there = route.destination
    return base.address("harasser-in", destination=there.slug) if there else base.address("harasser-abroad")


def routes_between(home: Jurisdiction, destination: Jurisdiction | None) -> list[CrossBorderRoute]:
    """Return the rows that a page for two places is made of, with their steps: home, destination, pair. Four queries.

    The destination's row comes first; None stands for "another country, or not known". Of a nation's own row and its
    country's, the nation's counts.
    """
    rows = (
        CrossBorderRoute.objects.published()
        .filter(_between(home, destination))
        .select_related("destination", "home")
        .prefetch_related(
            Prefetch("steps", queryset=RouteStep.objects.select_related("told_source")),
            with_sources("steps__citations", StepCitation),
            with_sources("citations", RouteCitation),
        )
    )
    return _nearest(rows, home, destination)


# A step's long texts, which stand on the page for two places.
NOT_IN_A_LIST = ["summary", "summary_en", "summary_fr", "body", "body_en", "body_fr"]


def steps_between(home: Jurisdiction, destination: Jurisdiction | None) -> list[RouteStep]:
    """Return the steps of a page for two places without their sources, in the order of its rows. One query."""
    found = (
        RouteStep.objects.filter(_between(home, destination, "route__"), route__status=Status.PUBLISHED)
        .select_related("route", "told_source")
        .defer(*NOT_IN_A_LIST, "route__loaded_state", "told_source__loaded_state")
        .order_by("route_id", "position")
    )
    by_row: dict[int, list[RouteStep]] = {}
    for step in found:
        by_row.setdefault(step.route_id, []).append(step)
    rows = [steps[0].route for steps in by_row.values()]
    return [step for row in _nearest(rows, home, destination) for step in by_row[row.pk]]


def _between(home: Jurisdiction, destination: Jurisdiction | None, prefix: str = "") -> Q:
    """Return the condition for the rows of two places: the destination's, the home's, and the pair's."""
    homes = [home, home.parent] if home.parent else [home]
    there = Q(**{f"{prefix}home": None, f"{prefix}destination": destination})
    here = Q(**{f"{prefix}home__in": homes, f"{prefix}destination": None})
    pair = Q(**{f"{prefix}home__in": homes, f"{prefix}destination": destination}) if destination else Q(pk=None)
    return there | here | pair


def _nearest(
    rows: Iterable[CrossBorderRoute], home: Jurisdiction, destination: Jurisdiction | None
) -> list[CrossBorderRoute]:
    """Return one row of each kind, the destination's first. Of a nation's and its country's, the nation's counts."""
    nearest: dict[tuple[bool, bool], CrossBorderRoute] = {}
    for row in sorted(rows, key=lambda row: row.home_id != home.pk):
        nearest.setdefault((row.home_id is None, row.destination_id is None), row)
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


def paper_trails() -> QuerySet[ReportingChannel]:
    """Return every place's first step: where to file. One query."""
    return (
        ReportingChannel.objects.published()
        .filter(stage=ReportingChannel.Stage.PAPER_TRAIL)
        .select_related("link", "phone")
    )


def every_ladder() -> QuerySet[EscalationLadder]:
    """Return every ladder with its rungs, without sources. Two queries."""
    return EscalationLadder.objects.published().prefetch_related("rungs")


def every_route() -> list[CrossBorderRoute]:
    """Return what each destination offers, "any other country" last. One query."""
    routes = CrossBorderRoute.objects.published().filter(home=None).order_by("destination__position", "slug")
    return sorted(routes, key=lambda route: route.destination_id is None)
