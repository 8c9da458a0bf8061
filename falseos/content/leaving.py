"""Records that stand in the database and no longer in the files: taken from the readers, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from falseos.base_models import Status
from falseos.content.compare import Choices, Fate, as_today, removed_but_edited
from falseos.content.files import Problem
from falseos.content.reports import Report
from falseos.content.spec import Spec
from falseos.content.states import State, state_from_database
from falseos.history import note_loads

if TYPE_CHECKING:
    from falseos.content.loader import Planned


@dataclass
class Leaving:
    """A record that an earlier load brought and that the files no longer have."""

    spec: Spec
    key: str
    instance: Any
    base: State
    now: State
    fate: Fate

    @property
    def label(self) -> str:
        """Folder and key, as the options of the command name it."""
        return f"{self.spec.folder}/{self.key}"

    def problems(self) -> Iterator[Problem]:
        """Yield what somebody has to choose on, if an editor changed what the files dropped."""
        if self.fate is Fate.BOTH:
            yield from removed_but_edited(self.label, self.base, self.now)


def leaving_records(
    plan: list[Planned], specs: list[Spec], stored: dict[str, dict[str, Any]], choices: Choices
) -> list[Leaving]:
    """Return what left the files since the last load, each with its fate. A record made by hand never leaves."""
    in_files = {(planned.spec.folder, planned.key) for planned in plan}
    found = []
    for spec in specs:
        for key, instance in stored[spec.folder].items():
            base = as_today(spec, instance.loaded_state)
            if (spec.folder, key) in in_files or base is None:
                continue
            now = state_from_database(spec, instance)
            one = Leaving(spec, key, instance, base, now, _fate(base, now))
            one.fate = choices.settle(one.label, one.fate)
            found.append(one)
    return found


def _fate(base: State, now: State) -> Fate:
    if now == base:
        return Fate.SAME if base.get("status") == Status.RETIRED else Fate.FILE
    if base.get("status") == Status.RETIRED or now == base | {"status": Status.RETIRED.value}:
        # Its leaving was carried out before, by a load or by an editor; what changed since is the database alone.
        return Fate.DATABASE
    return Fate.BOTH


def retire(leaving: list[Leaving], report: Report) -> None:
    """Take from the readers what left the files; keep and name what an editor has changed since, or wants kept."""
    retired = []
    for one in leaving:
        label = f"{one.spec.name} {one.key}"
        if one.fate is Fate.FILE:
            state = one.now | {"status": Status.RETIRED.value}
            one.instance.status = Status.RETIRED
            one.instance.loaded_state = state
            one.instance.skip_history_when_saving = True
            one.instance.save()
            retired.append((one.instance, state, False))
            report.retired.append(label)
        elif one.fate is Fate.DATABASE:
            if one.now.get("status") != Status.RETIRED:
                report.kept.append(label)
            # From here on it is a record made by hand: the files have nothing to say of it.
            one.spec.model._default_manager.filter(pk=one.instance.pk).update(loaded_state=None)
    note_loads(retired)
