"""The database back into the fixtures, so that an edit becomes a difference somebody can review.

Only values that an editor changed are rewritten; a file nobody edited keeps every byte. The same three states as in a
load are compared, so that an export never writes over a change in a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from falseos.content.compare import Choices, Fate
from falseos.content.files import LoadError, Problem, records_in
from falseos.content.loader import Planned, decide, key_in_file, read_plan, stored_records
from falseos.content.spec import Spec, all_specs
from falseos.content.states import FileReader, State, state_from_database
from falseos.content.yaml_edit import edited_file
from falseos.content.yaml_text import record_lines


@dataclass
class Exported:
    """What an export did: files written, and records whose file is newer than the database."""

    written: list[str] = field(default_factory=list)
    newer_files: list[str] = field(default_factory=list)


def export(root: Path, *, choices: Choices | None = None) -> Exported:
    """Write what editors changed into the fixtures under `root`, or raise LoadError and leave every file as it was."""
    choices = choices or Choices()
    specs = all_specs()
    plan = read_plan(root, specs)
    stored = {spec.folder: stored_records(spec) for spec in specs}
    problems = list(choices.mistakes({planned.label for planned in plan}))
    problems += decide(plan, stored, choices)
    problems += _not_loaded(plan)
    texts: dict[Path, str] = {}
    if not problems:
        texts = dict(_edited_files(root, plan)) | dict(_new_files(root, plan, stored))
        problems = list(_proof(root, plan, stored, texts))
    if problems:
        raise LoadError(problems)
    for path, text in texts.items():
        _write(path, text)
    names = sorted(path.relative_to(root.parent).as_posix() for path in texts)
    return Exported(names, [planned.label for planned in plan if planned.fate is Fate.FILE])


def _not_loaded(plan: list[Planned]) -> Iterator[Problem]:
    for planned in plan:
        if planned.fate is Fate.CREATE:
            yield Problem(planned.file, planned.label, "", "stands in no database yet: run load_guide first")


def _edited_files(root: Path, plan: list[Planned]) -> Iterator[tuple[Path, str]]:
    files: dict[str, list[Planned]] = {}
    for planned in sorted(plan, key=lambda planned: planned.number):
        files.setdefault(planned.file, []).append(planned)
    for name, records in files.items():
        changes = {
            planned.number: (planned.state, state_from_database(planned.spec, planned.instance))
            for planned in records
            if planned.fate is Fate.DATABASE
        }
        if changes:
            path = root.parent / name
            yield path, edited_file(path.read_text(encoding="utf-8"), records[0].spec, changes)


def _new_files(root: Path, plan: list[Planned], stored: dict[str, dict[str, Any]]) -> Iterator[tuple[Path, str]]:
    """Yield a file for each record that an editor made in the admin."""
    in_files = {(planned.spec.folder, planned.key) for planned in plan}
    for spec in all_specs():
        for key, instance in stored[spec.folder].items():
            if (spec.folder, key) not in in_files and instance.loaded_state is None:
                lines = record_lines(spec, state_from_database(spec, instance), 0)
                yield _free_path(root / spec.folder, key), "\n".join(lines) + "\n"


def _free_path(folder: Path, key: str) -> Path:
    path = folder / f"{key}.yaml"
    number = 2
    while path.exists():
        path = folder / f"{key}-{number}.yaml"
        number += 1
    return path


def _proof(
    root: Path, plan: list[Planned], stored: dict[str, dict[str, Any]], texts: dict[Path, str]
) -> Iterator[Problem]:
    """Read the new texts back and yield a problem wherever they do not say what the database says."""
    specs = {spec.folder: spec for spec in all_specs()}
    unchanged = {planned.label: planned.state for planned in plan if planned.fate is not Fate.DATABASE}
    for path, text in texts.items():
        name = path.relative_to(root.parent).as_posix()
        spec = specs[path.relative_to(root).parts[0]]
        for key, state in _states_in(text, spec):
            wanted = unchanged.get(f"{spec.folder}/{key}")
            if wanted is None:
                found = stored[spec.folder].get(key)
                wanted = state_from_database(spec, found) if found else {}
            if state != wanted:
                yield Problem(name, key, "", "the written text would not read back as it should; nothing was written")


def _states_in(text: str, spec: Spec) -> Iterator[tuple[str, State]]:
    for data in records_in(text):
        key = key_in_file(spec, data)
        yield key, FileReader("", key).state(spec, data)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
