"""The loader: reads all fixtures, checks all of them, then applies them in one transaction.

A record remembers the state it was last loaded with. Comparing file, database and that state tells which side changed
(see compare.py); where both did, nothing is applied and the fields are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from falseos.content.compare import Choices, Fate, as_today, conflict, fate_of
from falseos.content.files import LoadError, Problem, read_folder, stray_files
from falseos.content.leaving import Leaving, leaving_records, retire
from falseos.content.reports import Report
from falseos.content.rules import check_rules
from falseos.content.spec import ChildSpec, Spec, all_specs
from falseos.content.states import FileReader, State, key_of, state_from_database
from falseos.content.writer import Writer, problems_of
from falseos.history import note_loads, was_state_since
from falseos.publication import announce

Progress = Callable[[int, int], None]


@dataclass
class Planned:
    """One record of the files: where it stands, what it says, and what shall become of it."""

    spec: Spec
    file: str
    key: str
    state: State
    number: int = 0
    instance: Any = None
    fate: Fate = Fate.CREATE

    @property
    def label(self) -> str:
        """Folder and key, as the options --take-file and --keep-database name it."""
        return f"{self.spec.folder}/{self.key}"


def load(root: Path, *, choices: Choices | None = None, progress: Progress | None = None) -> Report:
    """Bring the database to what the fixtures under `root` say, or raise LoadError and leave it exactly as it was."""
    choices = choices or Choices()
    specs = all_specs()
    with transaction.atomic():
        # Also when no record changes: what is computed from them may come from an older program.
        announce()
        plan = read_plan(root, specs)
        stored = {spec.folder: stored_records(spec) for spec in specs}
        problems = [*check_references(plan, stored), *check_rules(plan)]
        if problems:
            raise LoadError(problems)
        leaving = leaving_records(plan, specs, stored, choices)
        problems = [
            *choices.mistakes({one.label for one in plan} | {one.label for one in leaving}),
            *decide(plan, stored, choices),
            *(problem for one in leaving for problem in one.problems()),
        ]
        if problems:
            raise LoadError(problems)
        return apply(plan, leaving, Writer(stored), progress)


def read_plan(root: Path, specs: list[Spec]) -> list[Planned]:
    """Read every file. Raises LoadError with all structural mistakes."""
    problems = list(stray_files(root, {spec.folder for spec in specs}))
    plan: list[Planned] = []
    seen: dict[tuple[str, str], str] = {}
    for spec in specs:
        for record in read_folder(root, spec.folder, problems):
            key = key_in_file(spec, record.data)
            reader = FileReader(record.file, key)
            state = reader.state(spec, record.data)
            problems.extend(reader.problems)
            if other := seen.get((spec.folder, key)):
                problems.append(Problem(record.file, key, "slug", f"duplicate: {other} has the same"))
            seen[spec.folder, key] = record.file
            plan.append(Planned(spec, record.file, key, state, record.number))
    if problems:
        raise LoadError(problems)
    return parents_first(plan)


def key_in_file(spec: Spec, data: dict[str, Any]) -> str:
    """Return the natural key of a record as a file writes it."""
    return "/".join(str(data.get(name, "")).strip() for name in spec.key_fields)


def parents_first(plan: list[Planned]) -> list[Planned]:
    """Return the plan with each record behind those of its own kind that it points to: a nation behind its country."""
    by_key = {(planned.spec.folder, planned.key): planned for planned in plan}
    ordered: dict[int, Planned] = {}

    def place(planned: Planned, waiting: frozenset[int]) -> None:
        if id(planned) in ordered or id(planned) in waiting:
            return
        for name, column in planned.spec.columns.items():
            if column.is_relation and not column.many_to_many and column.related_model is planned.spec.model:
                other = by_key.get((planned.spec.folder, planned.state.get(name, "")))
                if other:
                    place(other, waiting | {id(planned)})
        ordered[id(planned)] = planned

    for planned in plan:
        place(planned, frozenset())
    return list(ordered.values())


def stored_records(spec: Spec) -> dict[str, Any]:
    """Return the stored records of one kind by key, with everything their state needs, in a few queries."""
    relations = [name for name, column in spec.columns.items() if column.is_relation and not column.many_to_many]
    prefetch = [name for name, column in spec.columns.items() if column.many_to_many]
    for child in spec.children.values():
        prefetch.extend(_prefetch_paths(child))
    queryset = spec.model._default_manager.select_related(*relations).prefetch_related(*prefetch)
    return {key_of(instance): instance for instance in queryset}


def _prefetch_paths(child: ChildSpec, prefix: str = "") -> Iterator[str]:
    path = f"{prefix}{child.related_name}"
    yield path
    for name, column in child.columns.items():
        if column.is_relation:
            yield f"{path}__{name}"
    for grandchild in child.children.values():
        yield from _prefetch_paths(grandchild, f"{path}__")


def check_references(plan: list[Planned], stored: dict[str, dict[str, Any]]) -> list[Problem]:
    """Return a problem for each reference that neither the files nor the database can resolve."""
    known: dict[type[models.Model], set[str]] = {}
    for planned in plan:
        known.setdefault(planned.spec.model, set()).add(planned.key)
    for planned in plan:
        known[planned.spec.model] |= stored[planned.spec.folder].keys()
    problems = []
    for planned in plan:
        for path, model, key in references(planned.spec, planned.state):
            if key not in known.get(model, set()):
                message = f"there is no {model._meta.verbose_name} {key!r}"
                problems.append(Problem(planned.file, planned.key, path, message))
    return problems


def references(spec: Spec | ChildSpec, state: State, path: str = "") -> Iterator[tuple[str, type[models.Model], str]]:
    """Yield each reference of a state: where it stands, the model it points to, and the key."""
    for name, column in spec.columns.items():
        if column.is_relation and name in state:
            keys = state[name] if column.many_to_many else [state[name]]
            for key in keys:
                yield f"{path}{name}", column.related_model, key  # type: ignore[misc]
    for name, child in spec.children.items():
        for number, item in enumerate(state.get(name, []), start=1):
            yield from references(child, item, f"{path}{name}[{number}].")


def decide(plan: list[Planned], stored: dict[str, dict[str, Any]], choices: Choices) -> list[Problem]:
    """Set each record's fate, and return a problem for each field on which somebody has to choose."""
    problems: list[Problem] = []
    for planned in plan:
        planned.instance = stored[planned.spec.folder].get(planned.key)
        now = state_from_database(planned.spec, planned.instance) if planned.instance else None
        base = as_today(planned.spec, planned.instance.loaded_state) if planned.instance else None
        fate = fate_of(planned.state, base, now)
        if fate is Fate.BOTH and was_state_since(planned.instance, base, planned.state):
            # The file is an export of an earlier edit; the database has moved on from it.
            fate = Fate.DATABASE
        planned.fate = choices.settle(planned.label, fate)
        if planned.fate is Fate.BOTH and now is not None:
            problems.extend(conflict(planned.file, planned.label, planned.state, base, now))
    return problems


def apply(plan: list[Planned], leaving: list[Leaving], writer: Writer, progress: Progress | None) -> Report:
    """Write what the plan says. Raises LoadError where a model refuses; the caller's transaction is rolled back."""
    report = Report()
    problems: list[Problem] = []
    written: list[Planned] = []
    for number, planned in enumerate(plan, start=1):
        label = f"{planned.spec.name} {planned.key}"
        if planned.fate is Fate.DATABASE:
            report.kept.append(label)
            remember(planned)
        elif planned.fate is Fate.SAME:
            report.unchanged += 1
            remember(planned)
        else:
            try:
                writer.write(planned)
            except ValidationError as error:
                problems.extend(problems_of(planned, error))
            written.append(planned)
            (report.created if planned.fate is Fate.CREATE else report.updated).append(label)
        if progress:
            progress(number, len(plan))
    if problems:
        raise LoadError(problems)
    writer.link_many_to_many()
    note_loads((planned.instance, planned.state, planned.fate is Fate.CREATE) for planned in written)
    retire(leaving, report)
    return report


def remember(planned: Planned) -> None:
    """Note what the file says where the record itself stays as it is."""
    if planned.instance.loaded_state != planned.state:
        planned.spec.model._default_manager.filter(pk=planned.instance.pk).update(loaded_state=planned.state)
