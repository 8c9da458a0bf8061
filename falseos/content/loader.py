"""The loader: reads all fixtures, checks all of them, then applies them in one transaction.

A record remembers the state it was last loaded with. Comparing file, database and that state tells whether the file
changed (the record is updated), whether an editor changed the record (it is left alone and named), or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from falseos.base_models import Status
from falseos.content.files import LoadError, Problem, read_folder, stray_files
from falseos.content.rules import check_rules
from falseos.content.spec import ChildSpec, Spec, all_specs
from falseos.content.states import FileReader, State, key_of, state_from_database
from falseos.publication import announce

Progress = Callable[[int, int], None]


@dataclass
class Planned:
    """One record of the files: where it stands, what it says, and what shall become of it."""

    spec: Spec
    file: str
    key: str
    state: State
    instance: Any = None
    fate: str = ""


@dataclass
class Report:
    """What a load did, by key."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> int:
        """How many records the load wrote."""
        return len(self.created) + len(self.updated) + len(self.retired)


def load(root: Path, *, progress: Progress | None = None) -> Report:
    """Bring the database to what the fixtures under `root` say, or raise LoadError and leave it exactly as it was."""
    specs = all_specs()
    with transaction.atomic():
        # Also when no record changes: what is computed from them may come from an older program.
        announce()
        plan = read_plan(root, specs)
        stored = {spec.folder: stored_records(spec) for spec in specs}
        problems = [*check_references(plan, stored), *check_rules(plan)]
        if problems:
            raise LoadError(problems)
        return apply(plan, specs, stored, progress)


def read_plan(root: Path, specs: list[Spec]) -> list[Planned]:
    """Read every file. Raises LoadError with all structural mistakes."""
    problems = list(stray_files(root, {spec.folder for spec in specs}))
    plan: list[Planned] = []
    seen: dict[tuple[str, str], str] = {}
    for spec in specs:
        for record in read_folder(root, spec.folder, problems):
            key = "/".join(str(record.data.get(name, "")).strip() for name in spec.key_fields)
            reader = FileReader(record.file, key)
            state = reader.state(spec, record.data)
            problems.extend(reader.problems)
            if other := seen.get((spec.folder, key)):
                problems.append(Problem(record.file, key, "slug", f"duplicate: {other} has the same"))
            seen[spec.folder, key] = record.file
            plan.append(Planned(spec, record.file, key, state))
    if problems:
        raise LoadError(problems)
    return parents_first(plan)


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


def decide(spec: Spec, file_state: State, instance: Any) -> str:
    """Return what shall become of a record: create, same, update or keep."""
    if instance is None:
        return "create"
    stored = state_from_database(spec, instance)
    if stored == file_state:
        return "same"
    # An editor's change is never overwritten, whether or not the file moved on meanwhile.
    return "update" if stored == instance.loaded_state else "keep"


def apply(
    plan: list[Planned], specs: list[Spec], stored: dict[str, dict[str, Any]], progress: Progress | None
) -> Report:
    """Write what the plan says. Raises LoadError where a model refuses; the caller's transaction is rolled back."""
    report = Report()
    problems: list[Problem] = []
    writer = Writer(stored)
    for number, planned in enumerate(plan, start=1):
        planned.instance = stored[planned.spec.folder].get(planned.key)
        planned.fate = decide(planned.spec, planned.state, planned.instance)
        label = f"{planned.spec.name} {planned.key}"
        if planned.fate == "keep":
            report.kept.append(label)
        elif planned.fate == "same":
            report.unchanged += 1
            if planned.instance.loaded_state != planned.state:
                planned.spec.model._default_manager.filter(pk=planned.instance.pk).update(loaded_state=planned.state)
        else:
            try:
                writer.write(planned)
            except ValidationError as error:
                problems.extend(_problems_of(planned, error))
            (report.created if planned.fate == "create" else report.updated).append(label)
        if progress:
            progress(number, len(plan))
    if problems:
        raise LoadError(problems)
    writer.link_many_to_many()
    report.retired = retire(plan, specs, stored)
    return report


def retire(plan: list[Planned], specs: list[Spec], stored: dict[str, dict[str, Any]]) -> list[str]:
    """Take from the readers what left the fixtures. Nothing is deleted; what editors changed is left alone."""
    in_files = {(planned.spec.folder, planned.key) for planned in plan}
    retired = []
    for spec in specs:
        for key, instance in stored[spec.folder].items():
            if (spec.folder, key) in in_files or instance.loaded_state is None or instance.status == Status.RETIRED:
                continue
            if state_from_database(spec, instance) != instance.loaded_state:
                continue
            instance.status = Status.RETIRED
            instance.loaded_state = instance.loaded_state | {"status": Status.RETIRED.value}
            instance.save()
            retired.append(f"{spec.name} {key}")
    return retired


class Writer:
    """Writes planned records, resolving references among those written and those stored."""

    def __init__(self, stored: dict[str, dict[str, Any]]) -> None:
        self._by_model: dict[type[models.Model], dict[str, Any]] = {}
        for spec in all_specs():
            self._by_model[spec.model] = dict(stored[spec.folder])
        self._links: list[tuple[Any, str, list[str]]] = []

    def write(self, planned: Planned) -> None:
        """Save one record with its children. Raises ValidationError."""
        spec, state = planned.spec, planned.state
        instance = planned.instance or spec.model()
        self._set_columns(spec, instance, state)
        instance.loaded_state = state
        instance.full_clean()
        instance.save()
        self._by_model[spec.model][planned.key] = instance
        for name, column in spec.columns.items():
            if column.many_to_many:
                self._links.append((instance, name, state.get(name, [])))
        self._write_children(spec, instance, state)

    def link_many_to_many(self) -> None:
        """Set the many-to-many fields once every record exists."""
        for instance, name, keys in self._links:
            model = instance._meta.get_field(name).related_model
            getattr(instance, name).set([self._by_model[model][key] for key in keys])

    def _set_columns(self, spec: Spec | ChildSpec, instance: Any, state: State) -> None:
        for name, column in spec.columns.items():
            if column.many_to_many:
                continue
            text = state.get(name, "")
            if column.is_relation:
                target = self._by_model[column.related_model][text] if text else None  # type: ignore[index]
                setattr(instance, name, target)
            elif text:
                setattr(instance, name, column.to_python(text))
            else:
                setattr(instance, name, None if column.null else "")

    def _write_children(self, spec: Spec | ChildSpec, parent: Any, state: State) -> None:
        for name, child in spec.children.items():
            getattr(parent, child.related_name).all().delete()
            for position, item in enumerate(state.get(name, []), start=1):
                row = child.model(**{child.parent: parent})
                if any(f.name == "position" for f in child.model._meta.concrete_fields):
                    row.position = position  # type: ignore[attr-defined]
                self._set_columns(child, row, item)
                try:
                    row.full_clean()
                except ValidationError as error:
                    raise _inside(error, f"{name}[{position}]") from error
                row.save()
                self._write_children(child, row, item)


def _inside(error: ValidationError, path: str) -> ValidationError:
    """Return the same error with its fields named from the record's point of view."""
    fields = {f"{path}.{name}": messages for name, messages in error.message_dict.items()}
    renamed = ValidationError("; ".join(f"{name}: {' '.join(m)}" for name, m in fields.items()))
    renamed.path_messages = fields  # type: ignore[attr-defined]
    return renamed


def _problems_of(planned: Planned, error: ValidationError) -> Iterator[Problem]:
    messages = getattr(error, "path_messages", None)
    if messages is None:
        messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in messages.items():
        yield Problem(planned.file, planned.key, "" if name == "__all__" else name, " ".join(texts))
