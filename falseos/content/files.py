"""Reading the fixture files: YAML in which every value is text and every mistake has a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

try:
    _Base: Any = yaml.CBaseLoader
except AttributeError:  # a PyYAML without its C part
    _Base = yaml.BaseLoader


@dataclass(frozen=True)
class Problem:
    """A mistake in the fixtures, and where it is."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.record:
            place.append(f"record {self.record}")
        if self.field:
            place.append(f"field {self.field}")
        return f"{', '.join(place)}: {self.message}"


class LoadError(Exception):
    """The fixtures were not applied. `problems` lists every mistake found; the database is as it was."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class FileRecord:
    """One record as a file has it, and its number in that file, counted from 0."""

    file: str
    data: dict[str, Any]
    number: int = 0


class _Loader(_Base):  # type: ignore[misc]
    """All values as text, and a key that stands twice is a mistake rather than a silent loss."""


def _mapping(loader: Any, node: Any) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def records_in(text: str) -> list[Any]:
    """Return what a file holds, one record or several. Raises yaml.YAMLError."""
    content = yaml.load(text, Loader=_Loader)  # noqa: S506 - text only
    return content if isinstance(content, list) else [content]


def read_folder(root: Path, folder: str, problems: list[Problem]) -> Iterator[FileRecord]:
    """Yield the records of one kind, in the order of their files; mistakes go to `problems`."""
    for path in sorted((root / folder).rglob("*.y*ml")):
        name = path.relative_to(root.parent).as_posix()
        try:
            content = records_in(path.read_text(encoding="utf-8"))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = f"line {mark.line + 1}: " if mark else ""
            problems.append(Problem(name, "", "", f"not valid YAML: {line}{error.problem}"))
            continue
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(Problem(name, "", "", f"not valid YAML: {error}"))
            continue
        for number, data in enumerate(content):
            if isinstance(data, dict):
                yield FileRecord(name, data, number)
            else:
                problems.append(Problem(name, "", "", "a record is a mapping of keys and values"))


def stray_files(root: Path, folders: set[str]) -> Iterator[Problem]:
    """Yield a problem for each YAML file that lies in no known folder and would be silently ignored."""
    for path in sorted(root.rglob("*.y*ml")):
        first = path.relative_to(root).parts[0]
        if first not in folders:
            name = path.relative_to(root.parent).as_posix()
            yield Problem(name, "", "", f"no kind of record has the folder {first!r}")
