"""Compressing a second time and better, off the request path."""

import logging
import queue
import threading
import time
from collections.abc import Callable

from falseos.pages.answers import Page
from falseos.pages.memory import give_back

logger = logging.getLogger(__name__)

# The best Brotli of a page is made so many seconds after the page was: a rush has been answered by then.
AFTER = 1.0


class Polisher:
    """One thread that gives pages their best Brotli, one at a time. It does not outlive the process."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[float, Page, Callable[[], bool]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="polish", daemon=True).start()

    def add(self, page: Page, still_wanted: Callable[[], bool]) -> None:
        """Put a page in the queue; it is passed over if it has been replaced when its turn comes."""
        self._waiting.put((time.monotonic() + AFTER, page, still_wanted))

    def _work(self) -> None:
        while True:
            when, page, still_wanted = self._waiting.get()
            time.sleep(max(0.0, when - time.monotonic()))
            try:
                if still_wanted():
                    page.polish()
                if self._waiting.empty():
                    give_back()
            except Exception:
                logger.exception("a page was not compressed again")
