"""The pages that readers come for."""

from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guides import selectors
from guides.drawings import ladder_drawing, route_map
from guides.folder import folder_data
from guides.models import Essential, Guide, Page, Platform
from guides.plan.questions import Choice
from guides.structured import guide_nodes
from jurisdictions.models import Authority, Jurisdiction, ReportingChannel, Treaty
from jurisdictions.plans import two_country_plan
from jurisdictions.selectors import (
    authorities_of,
    channels_of,
    count_waiting_routes,
    find_place,
    ladder_of,
    parts_of,
    routes_between,
    routes_from,
    treaties_between,
    treaties_of,
)
from offences.models import Offence
from offences.selectors import behaviours, cards_of, full_cards_of

Kind, Stage = Authority.Kind, ReportingChannel.Stage
Group = Offence.Group
# What a reader does first: the first screen leads there.
TODAY = ("step_1", "offences", "ladder")


def home(request: HttpRequest) -> HttpResponse:
    """Ask where the reader lives and what is happening; give each place's emergency number."""
    places = selectors.emergency_places()
    happening = behaviours()
    context = {
        "places": places,
        "guide_places": [place for place in places if place.guide_url],
        "behaviours": [Choice(one.slug, False, record=one) for one in happening],
    }
    return render(request, "guides/home.html", context)


def guide(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Show the whole step-by-step guide of a place, or let the reader choose the part of a country that has none."""
    place = _place(country, part)
    try:
        found = selectors.guide_of(place)
    except Guide.DoesNotExist:
        return _choose_part(request, place)
    law_place = place.law_place
    others = list(cards_of(law_place, Group.FURTHER, Group.ORDER, Group.TOOL))
    steps = _steps(place, found)
    context = {
        **steps,
        **_bodies(place, steps),
        "law_place": law_place,
        "lead_offences": full_cards_of(law_place, Group.LEAD),
        "further_offences": [card for card in others if card.group == Group.FURTHER],
        "orders": [card for card in others if card.group == Group.ORDER],
        "tools": [card for card in others if card.group == Group.TOOL],
        "routes": routes_from(place),
        "parts": parts_of(law_place),
        "essentials": selectors.essentials(),
        "crumbs": place.crumbs()[:-1],
    }
    return render(request, "guides/guide.html", context)


def _bodies(place: Jurisdiction, steps: dict[str, Any]) -> dict[str, object]:
    """Return the bodies that a guide lists; on a province's page also its police, and bodies that no step names.

    Three queries, one more for a province.
    """
    is_part = place != place.law_place
    kinds = [Kind.OVERSIGHT, Kind.HELPLINE, Kind.VICTIM_SERVICES]
    kinds += [Kind.POLICE, Kind.NATIONAL_BODY, Kind.REGULATOR] if is_part else []
    bodies = authorities_of(place, *kinds)
    channels = [*steps["paper_trail"], *steps["national_bodies"]]
    named = {channel.authority_id for channel in channels}
    links = {channel.link_id for channel in channels} - {None}
    return {
        "oversight_bodies": [body for body in bodies if body.kind == Kind.OVERSIGHT],
        "helplines": [body for body in bodies if body.kind == Kind.HELPLINE],
        "victim_services": [body for body in bodies if body.kind == Kind.VICTIM_SERVICES],
        "police": [body for body in bodies if body.kind == Kind.POLICE and body.jurisdiction_id == place.pk],
        "more_bodies": [
            body
            for body in bodies
            if body.kind in (Kind.NATIONAL_BODY, Kind.REGULATOR)
            and body.pk not in named
            and body.website_id not in links
        ],
        "waiting": count_waiting_routes(place) if is_part else 0,
    }


def _choose_part(request: HttpRequest, place: Jurisdiction) -> HttpResponse:
    parts = selectors.guided_parts(place)
    if not parts:
        raise Http404
    return render(request, "guides/choose_part.html", {"place": place, "parts": parts})


def harasser_in(request: HttpRequest, country: str, destination: str, part: str | None = None) -> HttpResponse:
    """Show what to do when the other person is in another country: the plan for both, then the steps at home."""
    place = _place(country, part)
    other = _place(destination, None)
    home_country = place.parent or place
    if other == home_country:
        raise Http404
    return _two_countries(request, place, other, treaties_between(home_country, other))


def harasser_abroad(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Show what to do when the other person is in any other country, or nobody knows where."""
    place = _place(country, part)
    return _two_countries(request, place, None, treaties_of(place.parent or place))


def _two_countries(
    request: HttpRequest, place: Jurisdiction, destination: Jurisdiction | None, treaties: list[Treaty]
) -> HttpResponse:
    if place != place.law_place:
        return _to_country(request, place)
    found = _guide(place)
    routes = routes_between(place, destination)
    if not routes or routes[0].home is not None or routes[0].destination != destination:
        raise Http404
    context = {
        **_steps(place, found),
        "destination": destination,
        "route": routes[0],
        "plan": two_country_plan(routes),
        "plan_sources": routes,
        "treaties": treaties,
        "route_map": route_map(place, destination) if destination else None,
        "lead_offences": cards_of(place, Group.LEAD),
        "routes": [another for another in routes_from(place) if another.destination != destination],
        "essentials": selectors.essentials(),
    }
    return render(request, "guides/cross_border.html", context)


def _to_country(request: HttpRequest, place: Jurisdiction) -> HttpResponse:
    """Lead from a province's address to its country's page of the same name: there is one for all of them."""
    return redirect(request.path.replace(place.get_absolute_url(), place.law_place.get_absolute_url()), permanent=True)


def essential(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one essential."""
    try:
        found = selectors.essential(slug)
    except Essential.DoesNotExist:
        raise Http404 from None
    others = [another for another in selectors.essentials() if another.pk != found.pk]
    return render(request, "guides/essential.html", {"essential": found, "others": others})


def platform_list(request: HttpRequest) -> HttpResponse:
    """List the platforms with what each keeps for police and whom it tells."""
    return render(request, "guides/platform_list.html", {"platforms": selectors.platforms()})


def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how to report to one platform, and what police can ask of it."""
    try:
        found = selectors.platform(slug)
    except Platform.DoesNotExist:
        raise Http404 from None
    return render(request, "guides/platform.html", {"platform": found})


@csp_update({"trusted-types": ["falseos-worker"]})
def case_folder(request: HttpRequest) -> HttpResponse:
    """Show the case folder. What its reader types stays in the browser: nothing is sent here, by any method."""
    return render(request, "guides/case_folder.html", folder_data())


def sources(request: HttpRequest) -> HttpResponse:
    """Show of what kinds the sources are that the guide rests on, and how many."""
    kinds = [(kind, len(found)) for kind, found in selectors.sources_by_kind().items()]
    return render(request, "guides/sources.html", {"kinds": kinds})


def source_list(request: HttpRequest, kind: str) -> HttpResponse:
    """List every source of a kind, so that no page is too long for a bad line."""
    found = selectors.sources_by_kind().get(kind)  # type: ignore[call-overload]
    if found is None:
        raise Http404
    return render(request, "guides/source_list.html", {"kind": found[0].get_kind_display(), "sources": found})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page about the site itself."""
    found = Page.objects.published().filter(slug=slug).first()
    if found is None:
        raise Http404
    return render(request, "guides/page.html", {"page": found})


def _place(country: str, part: str | None) -> Jurisdiction:
    try:
        return find_place(country, part)
    except Jurisdiction.DoesNotExist:
        raise Http404 from None


def _guide(place: Jurisdiction) -> Guide:
    try:
        return selectors.guide_of(place)
    except Guide.DoesNotExist:
        raise Http404 from None


def _steps(place: Jurisdiction, found: Guide) -> dict[str, Any]:
    """Return what the guide and the cross-border page both show of a home."""
    channels = channels_of(place)
    blocks = selectors.blocks_by_name(found)
    ladder = ladder_of(place)
    return {
        "place": place,
        "guide": found,
        "blocks": blocks,
        "today": [blocks[name] for name in TODAY if name in blocks],
        "paper_trail": [channel for channel in channels if channel.stage == Stage.PAPER_TRAIL],
        "national_bodies": [channel for channel in channels if channel.stage == Stage.NATIONAL_BODY],
        "answers_url": place.law_place.address("brushed-off") if found.has_answers else "",
        "civil_routes": [channel for channel in channels if channel.stage == Stage.CIVIL],
        "ladder": ladder,
        "crumbs": place.crumbs(),
        "structured": guide_nodes(place, channels),
        "ladder_drawing": ladder_drawing(ladder) if ladder else None,
    }
