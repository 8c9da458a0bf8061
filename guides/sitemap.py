"""The sitemap: every public page, when its content last changed, and its address in each language."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guides.addresses import public_addresses
from guides.models import Essential, Guide, Page
from jurisdictions.models import (
    Authority,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    ReportingChannel,
    Source,
    Treaty,
)
from offences.models import CardVersion, Offence

Day = datetime.date


def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page for search engines, at the site's own address whatever the Host header says."""
    changed = LastChanges()
    pages = [
        {"address": settings.SITE_URL + path, "french": f"{settings.SITE_URL}/fr{path}", "changed": changed.of(path)}
        for path in public_addresses()
    ]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


class LastChanges:
    """When what a page shows last changed. Ten queries."""

    def __init__(self) -> None:
        """Read the last change of each record that pages are made of."""
        self._exact: dict[str, Day] = {}
        self._below: dict[str, Day] = {}
        everywhere = [_latest(Source.objects.all()), _latest(CrossBorderRoute.objects.all())]
        everywhere += [_latest(Treaty.objects.all()), _latest(Jurisdiction.objects.all())]
        self._everywhere = max(filter(None, everywhere), default=None)
        self._places()
        self._cards()
        for essential in Essential.objects.published():
            self._exact[essential.get_absolute_url()] = essential.updated_at.date()
        for page in Page.objects.published():
            self._exact[f"/{page.slug}/"] = page.updated_at.date()

    def of(self, path: str) -> Day | None:
        """Return the day for an address: the page's own, else that of its place, else that of the whole guide."""
        if path in self._exact:
            return self._exact[path]
        under = [place for place in self._below if path.startswith(place)]
        return self._below[max(under, key=len)] if under else self._everywhere

    def _places(self) -> None:
        by_place: dict[int, list[Day]] = defaultdict(list)
        for model in (Guide, Offence, ReportingChannel, EscalationLadder, Authority):
            rows: Iterable[tuple[int, Any]] = (
                model._default_manager.order_by().values_list("jurisdiction").annotate(Max("updated_at"))
            )
            for place, moment in rows:
                by_place[place].append(moment.date())
        for place in Jurisdiction.objects.published().select_related("parent"):
            days = by_place[place.pk] + by_place.get(place.parent_id or 0, [])
            if days:
                self._below[place.get_absolute_url()] = max(days)

    def _cards(self) -> None:
        # A card has versions, so its day is that of its words, not of a save.
        latest = dict(CardVersion.objects.order_by("pk").values_list("offence", "day"))
        for offence in Offence.objects.published().select_related("jurisdiction__parent"):
            if offence.pk in latest:
                self._exact[offence.get_absolute_url()] = latest[offence.pk]


def _latest(records: QuerySet[Any]) -> Day | None:
    moment = records.aggregate(latest=Max("updated_at"))["latest"]
    return moment.date() if moment else None
