"""A bar for commands that take more than a moment. It is drawn for people only, not into files."""

import sys
import time

WIDTH = 30


class Progress:
    """Draws how far a command is, at most ten times a second."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._next = 0.0
        self._shown = sys.stderr.isatty()

    def step(self, done: int, total: int) -> None:
        """Show that `done` of `total` is behind us."""
        now = time.monotonic()
        if not self._shown or (now < self._next and done < total):
            return
        self._next = now + 0.1
        filled = WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{self._label} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {end}")
        sys.stderr.flush()
