"""A record as plain data: the same shape whether it comes from a file or from the database, so that they compare."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from falseos.content.files import Problem
from falseos.content.spec import ChildSpec, Spec, required_columns

State = dict[str, Any]


def key_of(instance: models.Model) -> str:
    """Return a record's natural key as one string: canada/criminal-harassment."""
    return "/".join(instance.natural_key())  # type: ignore[attr-defined]


def state_from_database(spec: Spec | ChildSpec, instance: models.Model) -> State:
    """Return a stored record as its file would have it."""
    state: State = {}
    for name, column in spec.columns.items():
        value: Any
        if column.many_to_many:
            value = sorted(key_of(other) for other in getattr(instance, name).all())
        elif column.is_relation:
            other = getattr(instance, name)
            value = key_of(other) if other else ""
        else:
            value = as_column_text(getattr(instance, name))
        if value not in ("", []):
            state[name] = value
    for name, child in spec.children.items():
        # Rows of the same position have no order of their own; the order of making keeps the state the same twice.
        rows = sorted(getattr(instance, child.related_name).all(), key=lambda row: (_position(row), row.pk))
        if states := [state_from_database(child, row) for row in rows]:
            state[name] = states
    return state


def _position(row: models.Model) -> int:
    return getattr(row, "position", 0)


def as_column_text(value: Any) -> str:
    """Return a column's value as text. Line ends and outer blanks mean nothing: a browser sends others than a file."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return tidy(str(value))


def tidy(text: str) -> str:
    """Return a text without outer blanks, with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class FileReader:
    """Turns file data into a state, and collects what is wrong with it."""

    def __init__(self, file: str, record: str) -> None:
        self.file, self.record = file, record
        self.problems: list[Problem] = []

    def state(self, spec: Spec | ChildSpec, data: dict[str, Any], path: str = "") -> State:
        """Return the state of one record or child; problems stand in `self.problems`."""
        state: State = {}
        columns = spec.columns
        for name, value in data.items():
            if name in spec.children:
                if children := self._children(spec.children[name], value, f"{path}{name}"):
                    state[name] = children
            elif name in columns:
                if (text := self._value(columns[name], value, f"{path}{name}")) not in ("", []):
                    state[name] = text
            else:
                self._problem(f"{path}{name}", "there is no such field")
        for name, column in columns.items():
            if name not in state and column.has_default() and not column.many_to_many:
                default = as_column_text(column.get_default())
                if default:
                    state[name] = default
        for name in required_columns(spec.model, columns):
            if name not in state:
                self._problem(f"{path}{name}", "missing")
        return state

    def _children(self, spec: ChildSpec, value: Any, path: str) -> list[State]:
        if not isinstance(value, list):
            self._problem(path, "must be a list")
            return []
        states = []
        for number, item in enumerate(value, start=1):
            place = f"{path}[{number}]"
            if isinstance(item, str) and spec.short:
                item = {spec.short: item}
            if isinstance(item, dict):
                states.append(self.state(spec, item, f"{place}."))
            else:
                self._problem(place, "must be a mapping of keys and values")
        return states

    def _value(self, column: models.Field[Any, Any], value: Any, path: str) -> Any:
        if column.many_to_many:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                return sorted(value)
            self._problem(path, "must be a list of references")
            return []
        if not isinstance(value, str):
            self._problem(path, "must be a text, not a list or a mapping")
            return ""
        # A block scalar ends with a line break that means nothing, and Windows line ends are not a change.
        text = tidy(value)
        if text and not column.is_relation:
            try:
                return as_column_text(column.clean(text, None))
            except ValidationError as error:
                self._problem(path, " ".join(error.messages))
        return text

    def _problem(self, path: str, message: str) -> None:
        self.problems.append(Problem(self.file, self.record, path, message))
