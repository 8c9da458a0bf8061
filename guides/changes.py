"""The public change log: what editors marked as notable, as a page and as a feed."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from falseos.editing.models import ReaderNote
from guides.models import Guide

MOST_ON_PAGE = 200
MOST_IN_FEED = 50


def notes(most: int) -> list[ReaderNote]:
    """Return the newest notes, each with `address`, its page in the reader's language. One query."""
    found = list(ReaderNote.objects.all()[:most])
    prefix = "/fr" if get_language() == "fr" else ""
    for note in found:
        note.address = f"{prefix}{note.path}"  # type: ignore[attr-defined]
    return found


def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed, newest first."""
    return render(request, "guides/changes.html", {"notes": notes(MOST_ON_PAGE)})


def feed(request: HttpRequest) -> HttpResponse:
    """Give the same as an Atom feed, with addresses of the site's own and never of the Host header."""
    found = notes(MOST_IN_FEED)
    context = {
        "notes": found,
        "site": settings.SITE_URL,
        "page": settings.SITE_URL + reverse("changes"),
        "self": settings.SITE_URL + reverse("changes-feed"),
        # Without a note, the feed is as old as what it would speak of.
        "updated": found[0].made_at if found else Guide.objects.aggregate(last=Max("updated_at"))["last"],
    }
    return render(request, "guides/changes.atom.xml", context, content_type="application/atom+xml; charset=utf-8")
