"""Which version of the content is current: read in the background, cheaply, so that no request waits for it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

logger = logging.getLogger(__name__)

# Seconds between two looks. With the store's grace it stays well below the promised two seconds.
LOOK_EVERY = 0.4
# A database that does not answer for so many seconds is taken for gone.
SILENCE = 3.0


class Version(NamedTuple):
    """A state of the content. `token` differs for any two states; `raised` is when it came, in seconds since 1970."""

    token: str
    raised: float


class Watch:
    """Keeps the current version. `read` asks the database and raises whatever it raises when there is none."""

    def __init__(self, read: Callable[[], Version], every: float = LOOK_EVERY) -> None:
        self._read = read
        self._every = every
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self.current: Version | None = None
        # When this process learned of it, on the monotonic clock: how long an older page may still be shown.
        self.learned = 0.0
        self.failing = False
        self._answered = time.monotonic()

    @property
    def silent(self) -> bool:
        """Whether the database refuses, or has not answered for seconds: then an older page is better than none."""
        return self.failing or time.monotonic() - self._answered > SILENCE

    def start(self) -> None:
        """Begin to look, once; in the process that calls it, so after any fork."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._answered = time.monotonic()
                    self._thread = threading.Thread(target=self._look_forever, name="content-version", daemon=True)
                    self._thread.start()

    def wake(self) -> None:
        """Look now: somebody in this process has just published."""
        self._wake.set()

    def look(self) -> Version:
        """Ask the database now and return its answer; raises what the database raises."""
        try:
            found = self._read()
        except Exception:
            if not self.failing:
                logger.warning("the database does not answer; pages come from memory and from the baked copy")
            self.failing = True
            raise
        if self.failing:
            logger.warning("the database answers again")
        self.failing, self._answered = False, time.monotonic()
        with self._lock:
            if found != self.current:
                self.current, self.learned = found, time.monotonic()
        return found

    def _look_forever(self) -> None:
        while True:
            try:
                self.look()
            except Exception:
                logger.debug("no version", exc_info=True)
            self._wake.wait(self._every)
            self._wake.clear()
