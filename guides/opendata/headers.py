"""What answers for machines carry: anybody's page may read them, and caches may keep them if they ask again."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from guides.opendata.api import failure
from guides.opendata.edition import current_version

Handler = Callable[[HttpRequest], HttpResponse]

READING = "GET, HEAD"


def open_data_headers(get_response: Handler) -> Handler:
    """Open the data to other sites, and answer 304 to whoever has it already. Pages keep their own headers.

    Whatever is wrong is said in the interface's own form, with the same open headers: a program that reads from
    another site would see nothing of it otherwise.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not for_machines(request.path_info):
            return get_response(request)
        response = _answer(request, get_response)
        if response.status_code == 200:
            response.headers["ETag"] = _tag(response)
            response = get_conditional_response(request, response.headers["ETag"], None, response) or response
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, no-cache"
        return response

    return middleware


def for_machines(path: str) -> bool:
    """Say whether an address is the interface's or one of the data files; /data/ itself is a page."""
    return path.startswith("/api/") or (path.startswith("/data/") and path != "/data/")


def _answer(request: HttpRequest, get_response: Handler) -> HttpResponse:
    if request.method == "OPTIONS":
        return _may_read()
    if request.path_info.startswith("/data/") and request.META.get("QUERY_STRING"):
        return failure(request, 422, "bad_parameters", "A file takes no parameters.")
    response = get_response(request)
    if response.status_code == 405:
        allow = response.headers["Allow"]
        response = failure(request, 405, "method_not_allowed", f"Only {allow} are answered here.")
        response.headers["Allow"] = allow
    elif response.status_code == 404 and _is_page(response):
        response = failure(request, 404, "not_found", f"There is no such file. The list: {settings.SITE_URL}/data/")
    return response


def _may_read() -> HttpResponse:
    """Answer a browser that asks whether a page of another site may read: it may, with any header it likes."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = READING
    response.headers["Access-Control-Allow-Methods"] = READING
    response.headers["Access-Control-Allow-Headers"] = "*"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _tag(response: HttpResponse) -> str:
    """Return a weak tag, since compression changes the bytes: of the content, or of the edition for a stream."""
    if response.streaming:
        return f'W/"{current_version()}"'
    return f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
