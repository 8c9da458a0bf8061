"""Choosing the parts of a handout, and the handout."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from guides.selectors import booklet_places, guided_homes
from guides.sharing.handouts import MOST_PARTS, choices, handout
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import find_place

CODE = re.compile(r"[a-z]{4,12}")


def handouts(request: HttpRequest) -> HttpResponse:
    """Let the reader choose whose cards to hand out."""
    homes = [(home, home.address("handout-choice")) for home in guided_homes()]
    return render(request, "guides/handouts.html", {"homes": homes, "booklets": booklet_places()})


def handout_choice(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Let the reader choose cards, blocks and essentials of one place."""
    try:
        place = find_place(country, part)
    except Jurisdiction.DoesNotExist:
        raise Http404 from None
    found = choices(place)
    if not found["cards"]:
        raise Http404
    return render(request, "guides/handout_choice.html", {"place": place, **found})


def handout_make(request: HttpRequest) -> HttpResponse:
    """Turn the ticked boxes into the handout's address, which has the codes in it and nothing else."""
    codes = [code for code in request.GET.getlist("c") if CODE.fullmatch(code)][:MOST_PARTS]
    if not codes:
        return HttpResponseRedirect(reverse("handouts"))
    return HttpResponseRedirect(reverse("handout", kwargs={"codes": "-".join(codes)}))


def handout_sheet(request: HttpRequest, codes: str) -> HttpResponse:
    """Show a handout: one printable sheet with the parts in the order of their codes."""
    found = handout([code for code in codes.split("-") if CODE.fullmatch(code)])
    if not found.parts:
        raise Http404
    places = list({part.place.pk: part.place for part in found.parts if part.place}.values())
    context = {"handout": found, "places": places, "noindex": True}
    if len(places) == 1:
        context["place"] = places[0]
    return render(request, "guides/handout.html", context)
