"""The store of finished pages: a lookup on a hit, one rendering for a rush, an older page without a database."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import NamedTuple, Protocol

from falseos.pages.answers import Page, Rendered
from falseos.pages.polish import Polisher
from falseos.pages.version import Watch

logger = logging.getLogger(__name__)

# For so many seconds after a change was learned, an older page is shown while the new one is made.
GRACE = 0.6
# How long a request waits for a rendering, and how often it looks whether waiting still makes sense.
PATIENCE, SLICE = 25.0, 0.5
# After a failed rendering an address is left in peace for so long, if there is something older to show.
REST = 1.0
MOST_RESTS = 1000
RENDERERS = 2
TRIES = 4


class Key(NamedTuple):
    """What a page is a function of, besides its address."""

    release: str
    version: str
    day: str


Flight = Future[Page]


class Source(Protocol):
    """Where a finished page may come from without rendering it: the baked copy, a shared cache."""

    def get(self, key: Key | None, path: str) -> Rendered | None:
        """Return the page of exactly this key, or None. Without a key: the newest there is."""

    def put(self, key: Key, path: str, rendered: Rendered) -> None:
        """Keep a page for others."""

    def leave_to_another(self, key: Key, path: str) -> bool:
        """Say whether another process is rendering it just now."""


class PageStore:
    """Pages by address. `render` makes one; `day` names today and gives its first second since 1970."""

    def __init__(
        self,
        render: Callable[[str], Rendered],
        watch: Watch,
        day: Callable[[], tuple[str, float]],
        release: str,
        sources: list[Source],
        most_bytes: int,
    ) -> None:
        self._render, self._day, self._release, self._sources = render, day, release, sources
        self.watch = watch
        self._most_bytes = most_bytes
        self._pages: dict[str, Page] = {}
        self._flights: dict[str, Flight] = {}
        self._lock = threading.RLock()
        self._rests: dict[str, float] = {}
        self._renderers = ThreadPoolExecutor(RENDERERS, thread_name_prefix="render")
        self._polisher: Polisher | None = None

    def peek(self, path: str) -> Page | None:
        """Return a page that may be shown at once, or None where one must be made. Never waits."""
        self.watch.start()
        page = self._pages.get(path)
        current = self.watch.current
        if page is None:
            return self.older(path) if self.watch.failing or self._rests_now(path) else None
        if current is not None and page.key == (self._release, current.token, self._day()[0]):
            page.used = True
            return page
        if self.watch.failing or self._rests_now(path):
            return page
        if time.monotonic() - self.watch.learned < GRACE:
            self.make(path)
            return page
        return None

    def wait(self, path: str) -> Page | None:
        """Return the page, made now, or an older one if that fails; None where the site itself must answer."""
        flight, mine = self.make(path)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.landed(flight.result(SLICE), mine)
            except TooLate:
                if self.lost_patience(path, until):
                    return self.failed(path)
            except Exception as error:
                return self.failed(path, error)

    def make(self, path: str) -> tuple[Flight, bool]:
        """Return the one rendering of this address that is under way, and whether this call began it."""
        with self._lock:
            if flight := self._flights.get(path):
                return flight, False
            flight = self._flights[path] = self._renderers.submit(self._fill, path)
        flight.add_done_callback(lambda _: self._flights.pop(path, None))
        return flight, True

    @staticmethod
    def landed(page: Page, mine: bool) -> Page | None:
        """Return a page for whoever waited: what is not for everybody goes to the one request that began it."""
        return page if page.kept or mine else None

    def lost_patience(self, path: str, until: float) -> bool:
        """Say whether to wait no longer: at the end of all patience, or when a silent database leaves an older page."""
        return time.monotonic() > until or (self.watch.silent and self.older(path) is not None)

    def failed(self, path: str, error: BaseException | None = None) -> Page | None:
        """Return what to show after a rendering failed or took too long; the address is left in peace for a moment."""
        if error:
            logger.warning("a page could not be made: %s", type(error).__name__)
        if len(self._rests) > MOST_RESTS:
            self._rests.clear()
        self._rests[path] = time.monotonic() + REST
        return self.older(path)

    def older(self, path: str) -> Page | None:
        """Return the newest page there is, of whatever version: from memory, or from the baked copy."""
        if page := self._pages.get(path):
            return page
        for source in self._sources:
            if rendered := source.get(None, path):
                page = Page(rendered, None, self._day()[1])
                self._keep(path, page)
                return page
        return None

    def _rests_now(self, path: str) -> bool:
        return bool(self._rests) and time.monotonic() < self._rests.get(path, 0.0)

    def _fill(self, path: str) -> Page:
        for _ in range(TRIES):
            # Read first: a page that is rendered during a change is filed under the older version.
            version = self.watch.look()
            day, midnight = self._day()
            key = Key(self._release, version.token, day)
            modified = max(version.raised, midnight)
            if rendered := self._from_sources(key, path):
                return self._keep(path, Page(rendered, key, modified))
            rendered = self._rendered(key, path)
            if not rendered.may_be_kept:
                self._pages.pop(path, None)
                return Page(rendered, key, 0)
            # The version is raised in the transaction of the change: the same before and after means one snapshot.
            if self.watch.look() == version:
                for source in self._sources:
                    source.put(key, path, rendered)
                return self._keep(path, Page(rendered, key, modified))
        raise RuntimeError("the content changes faster than a page is made")

    def _from_sources(self, key: Key, path: str) -> Rendered | None:
        for source in self._sources:
            if rendered := source.get(key, path):
                return rendered
        return None

    def _rendered(self, key: Key, path: str) -> Rendered:
        until = time.monotonic() + 1.0
        for source in self._sources:
            while source.leave_to_another(key, path) and time.monotonic() < until:
                time.sleep(0.02)
                if rendered := source.get(key, path):
                    return rendered
        rendered = self._render(path)
        if rendered.status >= 500:
            raise RuntimeError(f"the site answered {rendered.status}")
        return rendered

    def _keep(self, path: str, page: Page) -> Page:
        with self._lock:
            self._pages.pop(path, None)
            self._pages[path] = page
            self._make_room()
            if self._polisher is None:
                self._polisher = Polisher()
        self._polisher.add(page, lambda: self._pages.get(path) is page)
        return page

    def _make_room(self) -> None:
        """Drop the oldest pages that nobody asked for since the last round, until the rest fits."""
        held = sum(page.size for page in self._pages.values())
        while held > self._most_bytes and len(self._pages) > 1:
            path, page = next(iter(self._pages.items()))
            del self._pages[path]
            if page.used:
                page.used = False
                self._pages[path] = page
            else:
                held -= page.size
