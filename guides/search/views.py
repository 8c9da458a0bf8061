"""The search page: a field, and what answers it. What was typed goes nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from falseos.http import FRENCH_PREFIX, reading_form, what_was_sent
from guides.search.index import current_index
from guides.search.ranking import search as ranked
from guides.search.words import LONGEST


@reading_form
def search(request: HttpRequest) -> HttpResponse:
    """Answer a query in a victim's own words. The form goes by POST; an address with `?q=` is answered, not offered."""
    sent = what_was_sent(request)
    typed = " ".join(sent.get("q", "").replace("\x00", " ").split())[:LONGEST]
    context = {
        "typed": typed,
        "results": ranked(current_index(), typed, sent.get("home", "")) if typed else [],
        "prefix": FRENCH_PREFIX.rstrip("/") if (get_language() or "en").startswith("fr") else "",
        "noindex": bool(typed),
    }
    return render(request, "guides/search.html", context)
