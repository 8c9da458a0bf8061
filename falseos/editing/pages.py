"""The page on which readers meet a record, and how it would look."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, resolve, reverse

# Where a record without a page of its own shows up: the place it belongs to, or the record it speaks of.
WAYS = ("jurisdiction", "authority", "offence", "statute", "home", "destination")


def reader_path(record: Any) -> str:
    """Return the address, without host, of the page on which readers see a record; the list of sources for the rest."""
    own = getattr(record, "get_absolute_url", None)
    if own is not None:
        try:
            return str(own())
        except NoReverseMatch:
            pass
    for name in WAYS:
        other = getattr(record, name, None)
        if other is not None:
            return reader_path(other)
    return reverse("sources")


def page_as_readers_see_it(record: Any, language: str = "en") -> HttpResponse | None:
    """Return the page of a record as it stands in the database now, or None if readers get none.

    Nothing is taken from a cache and nothing is kept: the view is called by itself, for nobody in particular.
    """
    path = reader_path(record)
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META.update({"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1"})
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    request.is_preview = True  # type: ignore[attr-defined]
    match = resolve(path)
    try:
        return match.func(request, *match.args, **match.kwargs)
    except Http404:
        return None
