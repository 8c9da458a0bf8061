"""What every answer carries, and the language of an address. No other module sets these headers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from falseos import security
from falseos.pages.encodings import compress, negotiate, worth_compressing

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

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
        # The open data and the preview images are for others to use; everything else is for our own pages.
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", security.BROWSER_CACHE)
        if not is_admin(request.path_info):
            response.headers["Referrer-Policy"] = security.PUBLIC_REFERRER_POLICY
            response._csp_update = security.TRUSTED_TYPES | getattr(response, "_csp_update", {})  # type: ignore[attr-defined]
            if response.status_code == 200 and request.method in ("GET", "HEAD"):
                response.headers.setdefault("CDN-Cache-Control", security.CDN_CACHE)
        return response

    return middleware


def reading_only(get_response: Handler) -> Handler:
    """Refuse, with 405, every method but reading on public pages, save the few that take a form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        allowed = ["GET", "HEAD"]
        if security.PUBLIC_POSTS.fullmatch("/" + request.path_info.removeprefix(FRENCH_PREFIX).lstrip("/")):
            allowed.append("POST")
        if request.method in allowed or is_admin(request.path_info):
            return get_response(request)
        return HttpResponseNotAllowed(allowed)

    return middleware


def reading_form(view: View) -> View:
    """Mark a view whose form changes nothing: it needs no token, so it sets no cookie.

    What it answers to a reader's choice is kept by that reader's browser alone, and only until the way out.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" or request.META.get("QUERY_STRING"):
            response.headers["Cache-Control"] = security.ANSWER_CACHE
            response.headers["CDN-Cache-Control"] = security.ANSWER_CDN_CACHE
        return response

    return answer


def what_was_sent(request: HttpRequest) -> QueryDict:
    """Return a form's fields, by POST or by address; none where they cannot be read."""
    try:
        return request.POST if request.method == "POST" else request.GET
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return QueryDict()


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
    return {
        "canonical_url": settings.SITE_URL + request.path,
        "site_url": settings.SITE_URL,
        "is_preview": getattr(request, "is_preview", False),
    }
