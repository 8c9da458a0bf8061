"""The finder: who polices a town. What is typed stands in no address, in no log, and is not kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from falseos.http import reading_form, what_was_sent
from jurisdictions.finder import LONGEST_QUESTION, Finding, find_police
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import find_place


@reading_form
def police(request: HttpRequest, country: str) -> HttpResponse:
    """Answer a town's name with the police there. The form posts it; GET answers too, for links made on purpose."""
    question = what_was_sent(request).get("place", "")[:LONGEST_QUESTION].strip()
    finding = find_police(country, question)
    if not finding.parts:
        raise Http404
    place = _place_of(finding, country)
    context = {"place": place, "law_place": place.law_place, "finding": finding, "asked": bool(question)}
    return render(request, "guides/police.html", context)


def _place_of(finding: Finding, country: str) -> Jurisdiction:
    """Return the province that the answer is about, or the country where there are several or none.

    The emergency number at the top is that place's. One query where no town was found, else none.
    """
    found = {town.municipality.jurisdiction for town in finding.same or finding.nearly}
    if not found:
        return find_place(country, finding.part.slug if finding.part else None)
    first = found.pop()
    return first.law_place if found else first
