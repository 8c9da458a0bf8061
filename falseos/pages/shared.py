"""Finished pages in a cache that several processes and machines share."""

import gzip
import logging
import time
from typing import Any

from falseos.pages.answers import Rendered
from falseos.pages.store import Key

logger = logging.getLogger(__name__)

# A page of an older version is never asked for again; the cache forgets it after a day.
KEPT = 86_400
# Who renders has so many seconds before another may.
LEASE = 10
# A cache that failed is not asked again for so many seconds: the site works without it.
REST = 5.0


class SharedPages:
    """Pages under (release, version, day, address), so that a rush after a change renders once for all machines."""

    def __init__(self, cache: Any) -> None:
        """Take anything with Django's cache methods get, set and add."""
        self._cache = cache
        self._rests_until = 0.0

    def get(self, key: Key | None, path: str) -> Rendered | None:
        """Return a page of exactly this key, or None."""
        if key is None:
            return None
        found = self._try("get", _name(key, path))
        if not found:
            return None
        status, headers, packed = found
        return Rendered(status, tuple((name, value) for name, value in headers), gzip.decompress(packed))

    def put(self, key: Key, path: str, rendered: Rendered) -> None:
        """Keep a page for every other process."""
        packed = gzip.compress(rendered.body, compresslevel=1, mtime=0)
        self._try("set", _name(key, path), (rendered.status, rendered.headers, packed), KEPT)

    def leave_to_another(self, key: Key, path: str) -> bool:
        """Say whether another process took this page up less than ten seconds ago; if not, this one does."""
        return self._try("add", "lease:" + _name(key, path), 1, LEASE) is False

    def _try(self, method: str, *arguments: Any) -> Any:
        if time.monotonic() < self._rests_until:
            return None
        try:
            return getattr(self._cache, method)(*arguments)
        except Exception as error:
            logger.warning("the shared cache does not answer: %s", type(error).__name__)
            self._rests_until = time.monotonic() + REST
            return None


def _name(key: Key, path: str) -> str:
    return f"page:{key.release}:{key.version}:{key.day}:{path}"
