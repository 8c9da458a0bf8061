"""The store tied to this Django site: how a page is rendered, what is public, which version and day it is."""

import hashlib
import io
import logging
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.module_loading import import_string

from falseos.pages.answers import Rendered
from falseos.pages.baked import BakedPages
from falseos.pages.memory import one_arena
from falseos.pages.shared import SharedPages
from falseos.pages.store import PageStore, Source
from falseos.pages.version import Version, Watch

logger = logging.getLogger(__name__)

CODE = ("falseos", "jurisdictions", "offences", "guides", "templates")


def renderer(handler: Any) -> Callable[[str], Rendered]:
    """Return the function that has Django make one address, from nothing but the address.

    No header of any reader goes in, so none can come out: not a cookie, not a language, not a name of the host.
    """
    site = urlsplit(settings.SITE_URL)

    def render(path: str) -> Rendered:
        environ = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "",
            "SERVER_NAME": _own_host(), "SERVER_PORT": str(site.port or 443), "HTTP_HOST": _own_host(),
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https" if settings.HTTPS else "http", "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip
        if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER:
            name, value = settings.SECURE_PROXY_SSL_HEADER
            environ[name] = value
        return _collect(handler, environ)

    return render


def _collect(handler: Any, environ: dict[str, Any]) -> Rendered:
    sent: list[Any] = []
    response = handler(environ, lambda status, headers, exc_info=None: sent.extend((status, headers)))
    try:
        body = b"".join(response)
    finally:
        response.close()
    return Rendered(int(sent[0].split()[0]), tuple(sent[1]), body)


@cache
def _own_host() -> str:
    """Return a name that Django accepts: the site's own, or the first that is allowed."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    if validate_host(host, settings.ALLOWED_HOSTS):
        return host
    return next((name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))), host)


@lru_cache(maxsize=256)
def _known_host(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def concerns(path: str, host: str, secure: bool) -> bool:
    """Say whether the store may answer: a public address, by a name of ours, over https where that is asked for."""
    if path.startswith("/" + settings.ADMIN_PATH) or not path.isascii() or len(path) > 200:
        return False
    if path in ("/healthz", "/readyz"):
        return False
    return (secure or not settings.HTTPS) and _known_host(host)


class Today:
    """The day where the site is at home, worked out once a minute: days begin on a full minute everywhere."""

    def __init__(self) -> None:
        self._until = 0.0
        self._day = ("", 0.0)

    def __call__(self) -> tuple[str, float]:
        """Return the day as 2026-07-18, and its first second."""
        now = time.time()
        if now >= self._until or now < self._until - 60:
            local = datetime.fromtimestamp(now, timezone.get_default_timezone())
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            self._day = (local.date().isoformat(), midnight.timestamp())
            self._until = now - now % 60 + 60
        return self._day


@cache
def release() -> str:
    """Return a name for this state of code, templates and static files: 12 hexadecimal digits."""
    digest = hashlib.sha256(f"{settings.SITE_URL} {settings.ADMIN_PATH} {settings.EXIT_URL} {settings.HTTPS}".encode())
    folders = [Path(settings.BASE_DIR, name) for name in CODE]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".txt", ".mo")]
    for path in sorted(files):
        digest.update(path.as_posix().encode() + path.read_bytes())
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    return digest.hexdigest()[:12]


def read_version() -> Version:
    """Ask the database for the version of the content. The app that keeps it is named in the settings."""
    # As at the start and the end of a request: a connection that died with the database is not used again.
    connection.close_if_unusable_or_obsolete()
    try:
        token, raised = import_string(settings.CONTENT_VERSION)()
    finally:
        connection.close_if_unusable_or_obsolete()
    return Version(token, raised.timestamp())


watch = Watch(read_version)


def build_store(handler: Any = None) -> PageStore:
    """Return a store for this process, with every source of pages that the settings name."""
    sources: list[Source] = [BakedPages(Path(settings.BAKED_DIR), settings.SITE_URL)]
    if settings.CACHE_URL:
        from django.core.cache import cache as shared

        sources.append(SharedPages(shared))
    render = renderer(handler or WSGIHandler())
    return PageStore(render, watch, Today(), release(), sources, settings.PAGE_STORE_MB * 1_000_000)


def front(kind: Any, application: Any, handler: Any = None) -> Any:
    """Put the store before an application, or return the application alone while templates are being worked on."""
    if settings.DEBUG:
        return application
    one_arena()
    header = settings.SECURE_PROXY_SSL_HEADER[0] if settings.SECURE_PROXY_SSL_HEADER else ""
    return kind(build_store(handler), application, concerns, header)
