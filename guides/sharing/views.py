"""Short addresses, the titled form of an address, and preview pictures."""

import copy
import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from falseos.preview import neutral_title
from falseos.rendering import plain
from falseos.templatetags.content_tags import translated
from guides.sharing.aliases import card_by_code
from guides.sharing.previews import preview_picture
from offences.models import Offence

# Addresses that are no page of their own.
NOT_TITLED = {"titled", "titled-home", "short", "leave", "handout-make", "booklet"}


def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a card's short address to the card, for good."""
    return HttpResponsePermanentRedirect(_card(code).get_absolute_url())


def titled(request: HttpRequest, path: str) -> HttpResponse:
    """Show a page under the address whose preview has the title. The page itself, and its canonical, are the same."""
    address = request.path_info.replace("/titled/", "/", 1)
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
    if match.url_name in NOT_TITLED or match.namespaces:
        raise Http404
    inner = copy.copy(request)
    inner.path = inner.path_info = address
    inner.resolver_match = match
    inner.titled = True  # type: ignore[attr-defined]
    response: HttpResponse = match.func(inner, *match.args, **match.kwargs)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        raise Http404
    return response


def neutral_preview(request: HttpRequest) -> HttpResponse:
    """Draw the picture that every link shows by default: it says nothing."""
    return _picture(request, preview_picture(neutral_title(), (gettext("Open it when you have a quiet moment."),)))


def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a card's own picture, for the titled form of its address."""
    offence = _card(code)
    lines = (plain(translated(offence, "section")[0]), translated(offence.jurisdiction, "name")[0], "FalseOS")
    return _picture(request, preview_picture(plain(translated(offence, "name")[0]), lines))


def _card(code: str) -> Offence:
    offence = card_by_code(code)
    if offence is None:
        raise Http404
    return offence


def _picture(request: HttpRequest, picture: bytes) -> HttpResponse:
    # No reader's browser loads it: chat programs do, and keep it.
    headers = {
        "Cache-Control": "public, max-age=86400",
        "CDN-Cache-Control": "public, max-age=86400",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": f'"{hashlib.sha256(picture).hexdigest()[:16]}"',
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(picture, content_type="image/png", headers=headers)
