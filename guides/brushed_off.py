"""What to say when sent away: the page of one place."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guides.models import BrushOff, BrushOffCitation
from guides.structured import brushed_off_nodes
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import find_place, rungs_of, with_sources


def answers_of(place: Jurisdiction) -> list[BrushOff]:
    """Return a place's answers with their sources and the rung that comes next. Three queries."""
    found = list(
        BrushOff.objects.published()
        .filter(jurisdiction=place)
        .select_related("jurisdiction__parent")
        .prefetch_related(with_sources("citations", BrushOffCitation))
    )
    rungs = {rung.slug: rung for rung in rungs_of(place)}
    for answer in found:
        answer.next_rung = rungs.get(answer.rung)
    return found


def places_with_answers() -> list[Jurisdiction]:
    """Return the places that have such a page. One query."""
    answers = BrushOff.objects.published().filter(jurisdiction=OuterRef("pk"))
    return list(Jurisdiction.objects.published().filter(Exists(answers)).select_related("parent"))


def brushed_off(request: HttpRequest, country: str, part: str | None = None) -> HttpResponse:
    """Let the reader pick what was said, and give a calm reply with what stands behind it."""
    try:
        place = find_place(country, part)
    except Jurisdiction.DoesNotExist:
        raise Http404 from None
    answers = answers_of(place)
    if not answers:
        raise Http404
    context = {
        "place": place,
        "answers": answers,
        "crumbs": place.crumbs(),
        "structured": brushed_off_nodes(answers),
    }
    return render(request, "guides/brushed_off.html", context)
