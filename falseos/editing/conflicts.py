"""Two editors on one record: the second sees what the first changed, and chooses where both changed the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from falseos.content.spec import Spec
from falseos.content.states import State
from falseos.editing.records import fingerprint
from falseos.editing.saving import Note
from falseos.history import last_row, rows_of

SALT = "editing.conflict"


@dataclass(frozen=True)
class Meeting:
    """One field that differs between what was saved meanwhile and what this editor wants to save."""

    name: str
    before: Any
    theirs: Any
    mine: Any

    @property
    def both_changed(self) -> bool:
        """Whether somebody has to choose: both changed it, and not to the same."""
        return self.theirs != self.before and self.mine != self.before and self.theirs != self.mine

    @property
    def settled(self) -> Any:
        """The value where nobody has to choose: the one that changed."""
        return self.theirs if self.mine == self.before else self.mine


@dataclass(frozen=True)
class Conflict:
    """What an editor sent, what was saved meanwhile, and what both started from."""

    before: State
    theirs: State
    mine: State
    note: Note

    def meetings(self) -> Iterator[Meeting]:
        """Yield every field in which the three differ."""
        names = dict.fromkeys([*self.theirs, *self.mine, *self.before])
        for name in names:
            one = Meeting(name, *(state.get(name, "") for state in (self.before, self.theirs, self.mine)))
            if not one.before == one.theirs == one.mine:
                yield one

    def merged(self, take_mine: set[str]) -> State:
        """Return the state with each change of either, and this editor's own where both changed and it was chosen."""
        merged: State = {}
        known = {one.name: one for one in self.meetings()}
        for name in dict.fromkeys([*self.theirs, *self.mine]):
            value = self.theirs.get(name, "")
            if (one := known.get(name)) is not None:
                value = (one.mine if name in take_mine else one.theirs) if one.both_changed else one.settled
            if value not in ("", []):
                merged[name] = value
        return merged

    def sealed(self) -> str:
        """Return everything in a form that the browser hands back unchanged."""
        parts = {"before": self.before, "theirs": self.theirs, "mine": self.mine, "note": vars(self.note)}
        return signing.dumps(parts, salt=SALT, compress=True)


def unsealed(text: str) -> Conflict:
    """Return a conflict that was handed back; raises signing.BadSignature."""
    parts = signing.loads(text, salt=SALT)
    return Conflict(parts["before"], parts["theirs"], parts["mine"], Note(**parts["note"]))


def seen_now(spec: Spec, record: Any, state: State) -> dict[str, str]:
    """Return the hidden fields that say what an editor has before them."""
    row = last_row(record)
    known = row is not None and row.record_state == state
    return {"seen_state": fingerprint(state), "seen_row": str(row.history_id) if known else ""}


def changed_meanwhile(request: HttpRequest, record: Any, now: State) -> State | None:
    """Return the state the editor started from if the record has changed since, else None.

    Where the history does not know that state, every difference counts as a change of both.
    """
    seen = request.POST.get("seen_state", "")
    if not seen or seen == fingerprint(now):
        return None
    rows = rows_of(type(record)).objects.filter(id=record.pk, record_state__isnull=False)
    number = request.POST.get("seen_row", "")
    row = rows.filter(history_id=number).first() if number.isdecimal() else None
    return row.record_state if row is not None and fingerprint(row.record_state) == seen else {}
