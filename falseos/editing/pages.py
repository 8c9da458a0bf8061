"""The page on which readers meet a record, and how it would look."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import override

# A record's own page; or the page that shows a record which has none.
OWN = ("get_absolute_url", "shown_on")
# Where a record that says neither shows up: the place it belongs to, or the record it speaks of.
WAYS = ("jurisdiction", "offence")


def reader_path(record: Any) -> str:
    """Return the address, without host, of the English page on which readers see a record; the list of sources last."""
    with override("en"):
        return _path(record) or reverse("sources")


def page_as_readers_see_it(record: Any, language: str) -> HttpResponse | None:
    """Return the page of a record in a language as it stands in the database now, or None if readers get none.

    Nothing is taken from a cache and nothing is kept: the view is called by itself, for nobody in particular.
    """
    with override(language):
        address = urlsplit(_path(record) or reverse("sources"))
        request = HttpRequest()
        request.method = "GET"
        request.GET = QueryDict(address.query)
        request.path = request.path_info = address.path
        request.META.update({"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1"})
        request.user = AnonymousUser()
        request.LANGUAGE_CODE = language
        request.is_preview = True  # type: ignore[attr-defined]
        match = resolve(address.path)
        try:
            return match.func(request, *match.args, **match.kwargs)
        except Http404:
            return None


def _path(record: Any) -> str | None:
    """Return the address in the language of the moment; None where no page shows the record by itself."""
    for name in OWN:
        if hasattr(record, name):
            try:
                return str(getattr(record, name)())
            except NoReverseMatch:
                return None
    for name in WAYS:
        other = getattr(record, name, None)
        if other is not None:
            return _path(other)
    return None
