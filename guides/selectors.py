"""Reads that compose records into pages, each in a fixed number of queries."""

from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from falseos.base_models import Status
from guides.models import (
    BlockCitation,
    BrushOff,
    Essential,
    EssentialCitation,
    Guide,
    GuideBlock,
    Platform,
    PlatformCitation,
    PlatformRoute,
    PlatformRouteCitation,
)
from jurisdictions.models import Jurisdiction, JurisdictionCitation, Source
from jurisdictions.selectors import parts_of, sources_in_use, with_sources


def guide_of(place: Jurisdiction) -> Guide:
    """Return a place's guide with its blocks, a province's from its country; raises Guide.DoesNotExist.

    Its `has_answers` says whether there is a page on what to say when sent away. Three queries.
    """
    answers = BrushOff.objects.published().filter(jurisdiction=OuterRef("jurisdiction"))
    return (
        Guide.objects.published()
        .annotate(has_answers=Exists(answers))
        .prefetch_related("blocks", with_sources("blocks__citations", BlockCitation))
        .get(jurisdiction=place.law_place)
    )


def blocks_by_name(guide: Guide) -> dict[str, GuideBlock]:
    """Return a guide's blocks by their anchor, with underscores so that templates can name them."""
    return {block.slug.replace("-", "_"): block for block in guide.blocks.all()}


def essentials() -> QuerySet[Essential]:
    """Return the essentials in order, without sources. One query."""
    return Essential.objects.published()


def essential(slug: str) -> Essential:
    """Return one essential with its sources; raises Essential.DoesNotExist. Two queries."""
    return Essential.objects.published().prefetch_related(with_sources("citations", EssentialCitation)).get(slug=slug)


def platforms() -> QuerySet[Platform]:
    """Return the platforms in order, with the page their facts about police rest on. One query."""
    return Platform.objects.published().select_related("police_portal", "website")


def platform(slug: str) -> Platform:
    """Return one platform with its sources and `shown_routes`; raises Platform.DoesNotExist. Four queries.

    Routes that await their check are among them: the page names them and sends readers to the platform's own site.
    """
    kinds = list(PlatformRoute.Kind.values)
    routes = (
        PlatformRoute.objects.filter(status__in=[Status.PUBLISHED, Status.AWAITING_CHECK])
        .select_related("link")
        .prefetch_related(with_sources("citations", PlatformRouteCitation))
    )
    found: Platform = (
        platforms()
        .prefetch_related(with_sources("citations", PlatformCitation), Prefetch("routes", queryset=routes))
        .get(slug=slug)
    )
    found.shown_routes = sorted(found.routes.all(), key=lambda route: kinds.index(route.kind))
    return found


def emergency_places() -> list[Jurisdiction]:
    """Return the countries whose emergency number is known, each with `guide_url` or None. Two queries."""
    places = list(
        Jurisdiction.objects.published().filter(parent=None).exclude(emergency_number="").order_by("position", "slug")
    )
    guided = set(Guide.objects.published().values_list("jurisdiction_id", "jurisdiction__parent_id"))
    with_guide = {place for pair in guided for place in pair}
    for place in places:
        place.guide_url = place.get_absolute_url() if place.pk in with_guide else None
    return places


def guided_parts(place: Jurisdiction) -> list[Jurisdiction]:
    """Return the parts of a country that have a guide of their own, with their sources. Two queries."""
    return list(
        Jurisdiction.objects.published()
        .filter(parent=place, guide__status=Status.PUBLISHED)
        .select_related("parent")
        .prefetch_related(with_sources("citations", JurisdictionCitation))
        .order_by("position", "slug")
    )


def guided_homes() -> list[Jurisdiction]:
    """Return every place that has a guide, countries' parts included. One query."""
    return [
        guide.jurisdiction
        for guide in Guide.objects.published()
        .filter(jurisdiction__status=Status.PUBLISHED)
        .select_related("jurisdiction__parent")
        .order_by("jurisdiction__position", "jurisdiction__slug")
    ]


def booklet_places() -> list[Jurisdiction]:
    """Return every place that has a booklet: each home and the parts that share its law. A query for each country."""
    return [place for home in guided_homes() for place in (home, *parts_of(home))]


def sources_by_kind() -> dict[Source.Kind, list[Source]]:
    """Return every cited source under its kind, in the order of publisher and title."""
    order = list(Source.Kind.values)
    sources = sorted(sources_in_use(), key=lambda s: (order.index(s.kind), s.publisher.lower(), s.title.lower()))
    return {Source.Kind(kind): list(group) for kind, group in groupby(sources, key=lambda s: s.kind)}
