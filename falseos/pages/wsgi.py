"""The store in front of a WSGI application."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from falseos.pages.store import PageStore

logger = logging.getLogger(__name__)

REASONS = {
    200: "200 OK", 301: "301 Moved Permanently", 302: "302 Found", 303: "303 See Other", 304: "304 Not Modified",
    308: "308 Permanent Redirect", 404: "404 Not Found", 410: "410 Gone",
}  # fmt: skip
Environ = dict[str, Any]
Concerns = Callable[[str, str, bool], bool]
# What may differ from reader to reader: a request that carries one of these is for the site, not for the store.
PERSONAL = ("QUERY_STRING", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "SCRIPT_NAME")


class WSGIFront:
    """Answers from the store what is the same for everybody, and hands everything else on."""

    def __init__(self, store: PageStore, application: Any, concerns: Concerns, proxy_header: str = "") -> None:
        """`concerns(path, host, secure)` says whether a public address was asked for in a way the site accepts.

        `proxy_header` is the header in which a proxy says "https", as WSGI names it; "" for none.
        """
        self._store, self._application, self._concerns = store, application, concerns
        self._proxy_header = proxy_header

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        page = None
        try:
            page = self._page(environ)
        except Exception:
            logger.exception("the page store failed; the site answers itself")
        if page is None:
            return self._application(environ, start_response)
        answer = page.answer(
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_IF_MODIFIED_SINCE", ""),
        )
        start_response(REASONS.get(answer.status) or f"{answer.status} Answer", list(answer.headers))
        return [answer.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _page(self, environ: Environ) -> Any:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(environ.get(name) for name in PERSONAL):
            return None
        path = environ.get("PATH_INFO", "")
        scheme = environ.get(self._proxy_header) or environ["wsgi.url_scheme"]
        if not self._concerns(path, environ.get("HTTP_HOST", ""), scheme == "https"):
            return None
        return self._store.peek(path) or self._store.wait(path)
