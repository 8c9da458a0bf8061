"""What differs between two states of a record, field by field: for messages, for reviewers, for the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from falseos.content.states import State


@dataclass(frozen=True)
class Difference:
    """One field, and what it says on either side; a side without it says ""."""

    path: str
    old: str
    new: str


def differences(old: State | None, new: State | None, path: str = "") -> Iterator[Difference]:
    """Yield what differs, in the order of the newer state; children are counted from 1: `rungs[3].title_en`."""
    old, new = old or {}, new or {}
    for name in [*new, *(name for name in old if name not in new)]:
        before, after = old.get(name, ""), new.get(name, "")
        if before == after:
            continue
        if _has_children(before) or _has_children(after):
            yield from _children(before or [], after or [], f"{path}{name}")
        else:
            yield Difference(f"{path}{name}", as_text(before), as_text(after))


def _has_children(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _children(old: list[State], new: list[State], path: str) -> Iterator[Difference]:
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else None
        after = new[number] if number < len(new) else None
        yield from differences(before, after, f"{path}[{number + 1}].")


def as_text(value: Any) -> str:
    """Return a value of a state as an editor reads it: a list of references has one on each line."""
    return "\n".join(value) if isinstance(value, list) else str(value)
