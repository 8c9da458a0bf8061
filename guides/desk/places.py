"""The page that a reader knows, for any record: where the desk groups it and links to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from falseos.base_models import Status
from guides.desk import kinds
from guides.models import Guide
from jurisdictions.models import Jurisdiction


@dataclass(frozen=True, order=True)
class ReaderPage:
    """A public page: its name, and its address or "" where it has none of its own."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Row:
    """A record as the desk lists it."""

    kind: kinds.Kind
    pk: int
    key: str
    title: str
    place_id: int | None

    @property
    def mend(self) -> str:
        """Where it is mended."""
        return self.kind.mend_address(self.pk)


class Places:
    """Every place and its guide, read once. Two queries."""

    def __init__(self) -> None:
        self._places = {place.pk: place for place in Jurisdiction.objects.select_related("parent")}
        guided = Guide.objects.filter(status=Status.PUBLISHED).values_list("jurisdiction_id", flat=True)
        self._guided = set(guided)

    def page_of(self, row: Row) -> ReaderPage:
        """Return the page on which readers meet a record."""
        place = self._places.get(row.place_id) if row.place_id else None
        finder = getattr(self, f"_{row.kind.page}")
        page: ReaderPage = finder(row, place)
        return page

    def _guide(self, _row: Row, place: Jurisdiction | None) -> ReaderPage:
        home = self._home_of(place)
        if home is None:
            return ReaderPage(str(place) if place else gettext("Several guides"))
        return ReaderPage(gettext("Guide for %(place)s") % {"place": home}, home.get_absolute_url())

    def _card(self, row: Row, place: Jurisdiction | None) -> ReaderPage:
        if place is None:
            return ReaderPage(row.title)
        name = gettext("Card: %(name)s (%(place)s)") % {"name": row.title, "place": place}
        return ReaderPage(name, place.address("offence", slug=row.key.rpartition("/")[2]))

    def _cards(self, _row: Row, place: Jurisdiction | None) -> ReaderPage:
        if place is None:
            return ReaderPage(gettext("Offence cards"))
        return ReaderPage(gettext("Offence cards of %(place)s") % {"place": place}, place.address("offences"))

    def _abroad(self, _row: Row, place: Jurisdiction | None) -> ReaderPage:
        if place is None:
            return ReaderPage(gettext("Harasser in another country"))
        name = gettext("Harasser in %(place)s") % {"place": place}
        home = next(
            (h for pk, h in self._places.items() if pk in self._guided and h.parent is None and h != place), None
        )
        return ReaderPage(name, home.address("harasser-in", destination=place.slug) if home else "")

    def _essential(self, row: Row, _place: Jurisdiction | None) -> ReaderPage:
        return ReaderPage(row.title, reverse("essential", kwargs={"slug": row.key}))

    def _platform(self, row: Row, _place: Jurisdiction | None) -> ReaderPage:
        slug = row.key.partition("/")[0]
        return ReaderPage(gettext("Platform: %(name)s") % {"name": slug}, reverse("platform", kwargs={"slug": slug}))

    def _answers(self, _row: Row, place: Jurisdiction | None) -> ReaderPage:
        name = gettext("Brushed off? What to say (%(place)s)") % {"place": place}
        return ReaderPage(name, place.address("brushed-off") if place else "")

    def _page(self, row: Row, _place: Jurisdiction | None) -> ReaderPage:
        try:
            return ReaderPage(row.title, reverse(row.key))
        except NoReverseMatch:
            return ReaderPage(row.title)

    def _home(self, _row: Row, _place: Jurisdiction | None) -> ReaderPage:
        return ReaderPage(gettext("First page"), reverse("home"))

    def _sources(self, _row: Row, _place: Jurisdiction | None) -> ReaderPage:
        return ReaderPage(gettext("All sources"), reverse("sources"))

    def _treaties(self, _row: Row, _place: Jurisdiction | None) -> ReaderPage:
        return ReaderPage(gettext("Pages for two countries"))

    def _home_of(self, place: Jurisdiction | None) -> Jurisdiction | None:
        while place is not None and place.pk not in self._guided:
            place = self._places.get(place.parent_id) if place.parent_id else None
        return place
