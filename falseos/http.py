"""What every answer carries, and the language of an address. No other module sets these headers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers

from falseos import security
from falseos.pages.encodings import compress, negotiate, worth_compressing

Handler = Callable[[HttpRequest], HttpResponse]

FRENCH_PREFIX = "/fr/"
POLICY = "Content-Security-Policy"
KEEPS_SPACE = (b"<pre", b"<textarea", b"<script>")


def is_admin(path: str) -> bool:
    """Say whether an address belongs to the editors."""
    return path.startswith("/" + settings.ADMIN_PATH)


def steady_policy(get_response: Handler) -> Handler:
    """Send the content policy's directives in one order: every process must answer with the same bytes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if policy := response.headers.get(POLICY):
            response.headers[POLICY] = "; ".join(sorted(part.strip() for part in policy.split(";")))
        return response

    return middleware


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
    """Compress HTML and other text that the page store does not hold, in whatever the browser takes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _may_compress(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = negotiate(request.headers.get("Accept-Encoding", ""))
        if encoding:
            response.content = compress(encoding, response.content)
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _may_compress(response: HttpResponse) -> bool:
    if response.streaming or response.has_header("Content-Encoding"):
        return False
    return worth_compressing(response.headers.get("Content-Type", ""), len(response.content))


def squeeze_pages(get_response: Handler) -> Handler:
    """Send one space where templates leave many, on pages in which white space means nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if not any(tag in response.content for tag in KEEPS_SPACE):
            response.content = b" ".join(response.content.split())
        return response

    return middleware


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template its canonical address, built from SITE_URL and never from the Host header."""
    return {"canonical_url": settings.SITE_URL + request.path, "site_url": settings.SITE_URL}
