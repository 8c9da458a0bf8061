"""The list of a place's cards, and one card alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import channels_of, find_place, ladder_of, routes_from
from offences import selectors
from offences.models import Offence
from offences.structured import card_nodes

Group = Offence.Group


def offence_list(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Show every card of a place, grouped."""
    place = _place(country, part)
    if place != place.law_place:
        return redirect(place.law_place.address("offences"), permanent=True)
    cards = list(selectors.cards_of(place, *Group.values))
    if not cards:
        raise Http404
    context = {
        "place": place,
        "crumbs": place.crumbs(),
        "lead_offences": [card for card in cards if card.group == Group.LEAD],
        "further_offences": [card for card in cards if card.group == Group.FURTHER],
        "orders": [card for card in cards if card.group == Group.ORDER],
        "tools": [card for card in cards if card.group == Group.TOOL],
    }
    return render(request, "offences/offence_list.html", context)


def offence_detail(request: HttpRequest, country: str, slug: str, part: str | None = None) -> HttpResponse:
    """Show one card, complete by itself."""
    place = _place(country, part)
    if place != place.law_place:
        return redirect(place.law_place.address("offence", slug=slug), permanent=True)
    try:
        offence = selectors.card(place, slug)
    except Offence.DoesNotExist:
        raise Http404 from None
    paper_trail = [channel for channel in channels_of(place) if channel.stage == channel.Stage.PAPER_TRAIL]
    context = {
        "place": place,
        "offence": offence,
        "channels": paper_trail,
        "ladder": ladder_of(place, sources=False),
        "routes": routes_from(place),
        "version": selectors.version_of(offence),
        "short_url": settings.SITE_URL + reverse("short", kwargs={"code": offence.short_code}),
        "preview_image": settings.SITE_URL + reverse("preview", kwargs={"code": offence.short_code}),
        "crumbs": [*place.crumbs(), (gettext("Offence cards"), place.address("offences"))],
        "structured": card_nodes(offence, paper_trail),
    }
    return render(request, "offences/offence_detail.html", context)


def _place(country: str, part: str | None) -> Jurisdiction:
    try:
        return find_place(country, part)
    except Jurisdiction.DoesNotExist:
        raise Http404 from None
