"""The store in front of an ASGI application."""

import asyncio
import logging
import time
from typing import Any

from falseos.pages.answers import Page
from falseos.pages.store import PATIENCE, SLICE, PageStore
from falseos.pages.wsgi import Concerns

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
PERSONAL = {b"cookie", b"authorization"}


class ASGIFront:
    """Answers from the store what is the same for everybody, and hands everything else on."""

    def __init__(self, store: PageStore, application: Any, concerns: Concerns, proxy_header: str = "") -> None:
        """Take the same as WSGIFront; `proxy_header` too as WSGI names it."""
        self._store, self._application, self._concerns = store, application, concerns
        self._proxy_header = proxy_header.removeprefix("HTTP_").replace("_", "-").lower().encode("latin-1")

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        page, headers = None, {}
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not scope["query_string"]:
            headers = dict(scope["headers"])
            try:
                page = await self._page(scope, headers)
            except Exception:
                logger.exception("the page store failed; the site answers itself")
        if page is None:
            await self._application(scope, receive, send)
            return
        answer = page.answer(
            headers.get(b"accept-encoding", b"").decode("latin-1"),
            headers.get(b"if-none-match", b"").decode("latin-1"),
            headers.get(b"if-modified-since", b"").decode("latin-1"),
        )
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.raw_headers})
        await send({"type": "http.response.body", "body": answer.body if scope["method"] == "GET" else b""})

    async def _page(self, scope: Scope, headers: dict[bytes, bytes]) -> Page | None:
        if not PERSONAL.isdisjoint(headers) or scope.get("root_path"):
            return None
        path, host = scope["path"], headers.get(b"host", b"").decode("latin-1")
        scheme = headers.get(self._proxy_header, b"").decode("latin-1") or scope["scheme"]
        if not self._concerns(path, host, scheme == "https"):
            return None
        return self._store.peek(path) or await self._wait(path)

    async def _wait(self, path: str) -> Page | None:
        flight, mine = self._store.make(path)
        waiting = asyncio.wrap_future(flight)
        until = time.monotonic() + PATIENCE
        while not (await asyncio.wait({waiting}, timeout=SLICE))[0]:
            if self._store.lost_patience(path, until):
                return self._store.failed(path)
        if error := waiting.exception():
            return self._store.failed(path, error)
        return self._store.landed(waiting.result(), mine)
