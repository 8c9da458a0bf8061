"""The finder: who polices a town. What is typed stands in no address, in no log, and is not kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from falseos.http import reading_form, what_was_sent
from jurisdictions.finder import LONGEST_QUESTION, find_police
from jurisdictions.selectors import parts_of_slug


@reading_form
def police(request: HttpRequest, country: str) -> HttpResponse:
    """Answer a town's name with the police there. The form posts it; GET answers too, for links made on purpose."""
    question = what_was_sent(request).get("place", "")[:LONGEST_QUESTION].strip()
    finding = find_police(country, question)
    town = next(iter(finding.same or finding.nearly), None)
    parts = [] if town else parts_of_slug(country)
    if not town and not parts:
        raise Http404
    place = town.municipality.jurisdiction.parent if town else parts[0].parent
    context = {"place": place, "law_place": place, "finding": finding, "asked": bool(question), "parts": parts}
    return render(request, "guides/police.html", context)
