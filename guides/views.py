"""The pages that readers come for."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guides import selectors
from guides.addresses import public_addresses
from guides.models import Essential, Guide, Page
from jurisdictions.models import Jurisdiction, ReportingChannel
from jurisdictions.selectors import (
    channels_of,
    find_place,
    ladder_of,
    route_between,
    routes_from,
    treaties_between,
)
from offences.models import Offence
from offences.selectors import behaviours, cards_of, full_cards_of

Stage = ReportingChannel.Stage
Group = Offence.Group


def home(request: HttpRequest) -> HttpResponse:
    """Ask where the reader lives and what is happening; give each place's emergency number."""
    places = selectors.emergency_places()
    context = {
        "places": places,
        "guide_places": [place for place in places if place.guide_url],
        "behaviours": behaviours(),
    }
    return render(request, "guides/home.html", context)


def guide(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Show the whole step-by-step guide of a place."""
    place, found = _place_with_guide(country, part)
    others = list(cards_of(place, Group.FURTHER, Group.ORDER, Group.TOOL))
    context = {
        **_steps(place, found),
        "lead_offences": full_cards_of(place, Group.LEAD),
        "further_offences": [card for card in others if card.group == Group.FURTHER],
        "orders": [card for card in others if card.group == Group.ORDER],
        "tools": [card for card in others if card.group == Group.TOOL],
        "routes": routes_from(place),
        "essentials": selectors.essentials(),
    }
    return render(request, "guides/guide.html", context)


def harasser_in(request: HttpRequest, country: str, destination: str, part: str | None = None) -> HttpResponse:
    """Show what to do when the other person is in another country: their part first, then the steps at home."""
    place, found = _place_with_guide(country, part)
    try:
        other = find_place(destination)
    except Jurisdiction.DoesNotExist:
        raise Http404 from None
    home_country = place.parent or place
    route = route_between(None, other)
    if route is None or other == home_country:
        raise Http404
    context = {
        **_steps(place, found),
        "destination": other,
        "route": route,
        "home_route": route_between(home_country, None),
        "treaties": treaties_between(home_country, other),
        "lead_offences": cards_of(place, Group.LEAD),
        "routes": [another for another in routes_from(place) if another.destination != other],
        "essentials": selectors.essentials(),
    }
    return render(request, "guides/cross_border.html", context)


def essential(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one essential."""
    try:
        found = selectors.essential(slug)
    except Essential.DoesNotExist:
        raise Http404 from None
    others = [another for another in selectors.essentials() if another.pk != found.pk]
    return render(request, "guides/essential.html", {"essential": found, "others": others})


def sources(request: HttpRequest) -> HttpResponse:
    """Show everything the guide rests on."""
    return render(request, "guides/sources.html", {"groups": selectors.source_groups()})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page about the site itself."""
    found = Page.objects.published().filter(slug=slug).first()
    if found is None:
        raise Http404
    return render(request, "guides/page.html", {"page": found})


def _place_with_guide(country: str, part: str | None) -> tuple[Jurisdiction, Guide]:
    try:
        place = find_place(country, part)
        return place, selectors.guide_of(place)
    except (Jurisdiction.DoesNotExist, Guide.DoesNotExist):
        raise Http404 from None


def _steps(place: Jurisdiction, found: Guide) -> dict[str, object]:
    """Return what the guide and the cross-border page both show of a home."""
    channels = list(channels_of(place))
    return {
        "place": place,
        "guide": found,
        "blocks": selectors.blocks_by_name(found),
        "paper_trail": [channel for channel in channels if channel.stage == Stage.PAPER_TRAIL],
        "national_bodies": [channel for channel in channels if channel.stage == Stage.NATIONAL_BODY],
        "ladder": ladder_of(place),
    }


def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page for search engines, at the site's own address whatever the Host header says."""
    addresses = [settings.SITE_URL + path for path in public_addresses()]
    return render(request, "sitemap.xml", {"addresses": addresses}, content_type="application/xml")
