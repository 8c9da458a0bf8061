"""What answers for machines carry: anybody's page may read them, and caches may keep them if they ask again."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from guides.opendata.api import failure
from guides.opendata.edition import current_version

Handler = Callable[[HttpRequest], HttpResponse]

OPEN = ("/api/", "/data/")


def open_data_headers(get_response: Handler) -> Handler:
    """Open the data to other sites, and answer 304 to whoever has it already. Pages keep their own headers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and request.path_info.startswith("/api/"):
            allow = response.headers["Allow"]
            response = failure(request, 405, "method_not_allowed", f"Only {allow} are answered here.")
            response.headers["Allow"] = allow
        if not request.path_info.startswith(OPEN) or _is_page(response):
            return response
        if response.status_code == 200:
            response.headers["ETag"] = _tag(response)
            response = get_conditional_response(request, response.headers["ETag"], None, response) or response
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, no-cache"
        return response

    return middleware


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _tag(response: HttpResponse) -> str:
    """Return a weak tag, since compression changes the bytes: of the content, or of the edition for a stream."""
    if response.streaming:
        return f'W/"{current_version()}"'
    return f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
