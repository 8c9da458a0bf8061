"""Three states of a record: in the file, in the database, and as it was last loaded.

Only the file changed: the record is updated. Only the database changed: it is kept. Both changed, and not in the same
way: somebody has to choose, because either choice loses somebody's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from falseos.content.differences import Difference, differences
from falseos.content.files import Problem
from falseos.content.spec import Spec
from falseos.content.states import State, as_column_text

SHORT = 60


class Fate(Enum):
    """What shall become of a record that stands in a file."""

    CREATE = "create"
    SAME = "same"
    FILE = "the file changed"
    DATABASE = "the database changed"
    BOTH = "both changed"


@dataclass(frozen=True)
class Choices:
    """Which side an operator chose, by label: `sources/criminal-code`."""

    file: frozenset[str] = field(default_factory=frozenset)
    database: frozenset[str] = field(default_factory=frozenset)

    def settle(self, label: str, fate: Fate) -> Fate:
        """Return the fate after the operator's choice, which counts only where there is something to choose."""
        if fate in (Fate.DATABASE, Fate.BOTH, Fate.FILE):
            if label in self.file:
                return Fate.FILE
            if label in self.database:
                return Fate.DATABASE
        return fate

    def mistakes(self, known: set[str]) -> Iterator[Problem]:
        """Yield a problem for each choice that names no record, or names it on both sides."""
        for label in sorted((self.file | self.database) - known):
            yield Problem("", label, "", "no such record to choose for; write it as folder/key")
        for label in sorted(self.file & self.database):
            yield Problem("", label, "", "both sides were chosen")


def as_today(spec: Spec, base: State | None) -> State | None:
    """Return a remembered state in today's columns, so that a new or dropped column is not taken for an edit."""
    if base is None:
        return None
    columns = spec.columns
    known = {name: value for name, value in base.items() if name in columns or name in spec.children}
    for name, column in columns.items():
        if name not in known and not column.many_to_many and column.has_default():
            default = as_column_text(column.get_default())
            if default:
                known[name] = default
    return known


def fate_of(file: State, base: State | None, stored: State | None) -> Fate:
    """Return what shall become of a record; `base` is None if it was never loaded, `stored` if it is not there."""
    if stored is None:
        return Fate.CREATE
    if stored == file:
        return Fate.SAME
    if base is not None and stored == base:
        return Fate.FILE
    if base is not None and file == base:
        return Fate.DATABASE
    return Fate.BOTH


def conflict(file_name: str, label: str, file: State | None, base: State | None, stored: State) -> Iterator[Problem]:
    """Yield one problem for each field in which file and database differ, saying which side changed it."""
    from_base = {one.path for one in differences(base, file)}
    in_database = {one.path for one in differences(base, stored)}
    for one in differences(file, stored):
        sides = [s for s, paths in (("the file", from_base), ("the database", in_database)) if one.path in paths]
        yield Problem(file_name, label, one.path, _conflict_message(one, " and ".join(sides) or "both", label))


def removed_but_edited(label: str, base: State, stored: State) -> Iterator[Problem]:
    """Yield one problem for each field that was edited in the database of a record that left the files."""
    for one in differences(base, stored):
        message = f"the record left the files, but the database changed this field. {_choose(label)}"
        yield Problem("(no file)", label, one.path, message)


def _conflict_message(one: Difference, sides: str, label: str) -> str:
    return (
        f"changed in {sides} since the last load: the file says {_short(one.old)}, "
        f"the database says {_short(one.new)}. {_choose(label)}"
    )


def _choose(label: str) -> str:
    return f"Choose with --take-file {label} or --keep-database {label}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return "nothing"
    return f"“{line}”" if len(line) <= SHORT else f"“{line[:SHORT]}…”"
