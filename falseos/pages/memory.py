"""Giving memory back: the C library keeps what a rendering or a compression needed unless it is told."""

import ctypes
import logging

logger = logging.getLogger(__name__)

# mallopt's number for the greatest number of arenas; each thread's own arena would keep its peak for ever.
M_ARENA_MAX = -8


def one_arena() -> None:
    """Have all threads share one heap, from which `give_back` can return. Before the first thread starts."""
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what is free. A few milliseconds; for a quiet moment."""
    if hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)


_libc = ctypes.CDLL(None)
