"""Every public address, for the sitemap, the contract and the tests that visit them all."""

from collections.abc import Iterator

from django.urls import reverse

from guides.brushed_off import places_with_answers
from guides.models import Page
from guides.opendata.shapes import data_specs
from guides.selectors import booklet_places, essentials, guide_of, guided_homes, platforms, sources_by_kind
from jurisdictions.selectors import parts_of, routes_from, rungs_of
from offences.models import Offence


def public_addresses() -> Iterator[str]:
    """Yield the path of each public page once, the home page first."""
    yield reverse("home")
    homes = guided_homes()
    for country in dict.fromkeys(home.parent for home in homes if home.parent):
        yield country.get_absolute_url()
    for home in homes:
        yield home.get_absolute_url()
        yield home.address("offences")
        yield home.address("handout-choice")
        for route in routes_from(home):
            yield route.pair_url
        for part in parts_of(home):
            yield part.get_absolute_url()
    for offence in Offence.objects.published().select_related("jurisdiction__parent"):
        yield offence.get_absolute_url()
    for place in places_with_answers():
        yield place.address("brushed-off")
    for essential in essentials():
        yield essential.get_absolute_url()
    yield reverse("case-folder")
    yield reverse("platforms")
    for platform in platforms():
        yield platform.get_absolute_url()
    yield reverse("plan")
    yield reverse("search")
    yield reverse("sources")
    for kind in sources_by_kind():
        yield reverse("source-list", kwargs={"kind": kind})
    yield reverse("handouts")
    yield reverse("data")
    yield reverse("changes")
    for page in Page.objects.published():
        yield reverse(page.slug)


def file_addresses() -> Iterator[str]:
    """Yield the path of each file that pages link to: booklets and data."""
    for place in booklet_places():
        yield reverse("booklet", kwargs={"place": place.slug})
    yield reverse("guide-json")
    yield reverse("guide-schema")
    yield reverse("api:openapi-json")
    for spec in data_specs():
        yield reverse("kind-csv", kwargs={"kind": spec.folder})


def short_addresses() -> Iterator[str]:
    """Yield the short address of each card."""
    for code in Offence.objects.published().order_by("short_code").values_list("short_code", flat=True):
        yield reverse("short", kwargs={"code": code})


def guide_anchors() -> Iterator[str]:
    """Yield the address of each block, card and rung in the guide of each home; its parts have the same anchors."""
    for home in guided_homes():
        page = home.get_absolute_url()
        blocks = guide_of(home).blocks.all()
        cards = Offence.objects.published().filter(jurisdiction=home)
        rungs = rungs_of(home)
        for anchor in (*(b.slug for b in blocks), *(c.anchor for c in cards), *(f"rung-{r.slug}" for r in rungs)):
            yield f"{page}#{anchor}"


def every_address() -> Iterator[str]:
    """Yield every address that the site gives out: pages, their anchors, files and short addresses.

    In English: the French address of each is the same after /fr/.
    """
    yield from public_addresses()
    yield from guide_anchors()
    yield from file_addresses()
    yield from short_addresses()
