"""What every answer carries, and the language of an address. No other module sets these headers."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers

from falseos import security

Handler = Callable[[HttpRequest], HttpResponse]

FRENCH_PREFIX = "/fr/"
SMALLEST_WORTH_COMPRESSING = 500
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


def is_admin(path: str) -> bool:
    """Say whether an address belongs to the editors."""
    return path.startswith("/" + settings.ADMIN_PATH)


def language_from_path(get_response: Handler) -> Handler:
    """Take the language from the address alone, so that a link shows everybody the same page.

    Django's own middleware would look at Accept-Language too and add it to Vary.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = "fr" if request.path_info.startswith(FRENCH_PREFIX) else "en"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


def page_headers(get_response: Handler) -> Handler:
    """Send the headers that keep a visit to ourselves; see security.py for the reasons."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", security.BROWSER_CACHE)
        if not is_admin(request.path_info):
            response.headers["Referrer-Policy"] = security.PUBLIC_REFERRER_POLICY
            response._csp_update = security.TRUSTED_TYPES  # type: ignore[attr-defined]
            if response.status_code == 200 and request.method in ("GET", "HEAD"):
                response.headers.setdefault("CDN-Cache-Control", security.CDN_CACHE)
        return response

    return middleware


def reading_only(get_response: Handler) -> Handler:
    """Refuse, with 405, every method but reading on public pages: nobody has anything to send there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") or is_admin(request.path_info):
            return get_response(request)
        return HttpResponseNotAllowed(["GET", "HEAD"])

    return middleware


def compress_pages(get_response: Handler) -> Handler:
    """Compress HTML and other text with Brotli, or gzip, whichever the browser takes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _may_compress(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = _encoding(request.headers.get("Accept-Encoding", ""))
        if encoding == "br":
            response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=5)
        elif encoding == "gzip":
            response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _may_compress(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        and len(response.content) >= SMALLEST_WORTH_COMPRESSING
    )


def _encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" for an Accept-Encoding header."""
    offers = {}
    for offer in accepted.split(","):
        name, _, parameters = offer.strip().partition(";")
        offers[name.lower()] = parameters.replace(" ", "").lower()
    for name in ("br", "gzip"):
        if name in offers and offers[name] not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            return name
    return ""


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template its canonical address, built from SITE_URL and never from the Host header."""
    return {
        "canonical_url": settings.SITE_URL + request.path,
        "site_url": settings.SITE_URL,
        "is_preview": getattr(request, "is_preview", False),
    }
