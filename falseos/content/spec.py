"""What can be loaded: which folder holds which model, and which children a record carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import models
from modeltranslation.translator import translator

NOT_IN_FILES = {"id", "loaded_state", "short_code", "updated_at"}
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class ChildSpec:
    """A list inside a record, kept in its own table and in the order of the file.

    `short` names the field that a plain string stands for: `sources: [criminal-code-s-264]`.
    """

    model: type[models.Model]
    parent: str
    related_name: str
    short: str = ""
    children: dict[str, ChildSpec] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, models.Field[Any, Any]]:
        """The columns a file may set, by name."""
        return columns_of(self.model, leave_out={self.parent, "position"})


@dataclass(frozen=True)
class Spec:
    """A kind of record, its folder under fixtures/, and its children.

    `cites` says what must name a source once it is published: the record itself ("record"), each child of a list
    (the list's name), or nothing ("").
    """

    model: type[models.Model]
    folder: str
    children: dict[str, ChildSpec] = field(default_factory=dict)
    cites: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, models.Field[Any, Any]]:
        """The columns a file may set, by name."""
        return columns_of(self.model, leave_out=set())

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The natural key as file keys, each once: ("jurisdiction", "slug")."""
        fields: tuple[str, ...] = self.model.natural_key_fields  # type: ignore[attr-defined]
        return tuple(dict.fromkeys(path.split("__")[0] for path in fields))

    @property
    def name(self) -> str:
        """The kind in the singular, for messages."""
        return str(self.model._meta.verbose_name)


def columns_of(model: type[models.Model], leave_out: set[str]) -> dict[str, models.Field[Any, Any]]:
    """Return the columns of a model that a file may set: for translated fields each language's own column."""
    translated = set(translated_fields(model))
    hidden = NOT_IN_FILES | leave_out | translated
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {f.name: f for f in fields if f.editable and f.name not in hidden}


def translated_fields(model: type[models.Model]) -> list[str]:
    """Return the names of a model's translated fields, without language."""
    return list(translator.get_options_for_model(model).fields) if model in translator._registry else []


def required_columns(model: type[models.Model], columns: dict[str, Any]) -> Iterator[str]:
    """Yield the columns a record cannot be without."""
    for name, column in columns.items():
        if column.blank or column.has_default() or column.many_to_many or is_translation(model, name):
            continue
        yield name
    for name in translated_fields(model):
        if not model._meta.get_field(name).blank:
            yield f"{name}_en"


def is_translation(model: type[models.Model], column: str) -> bool:
    """Say whether a column is one language of a translated field."""
    return any(column == f"{name}_{language}" for name in translated_fields(model) for language in LANGUAGES)


def all_specs() -> list[Spec]:
    """Return every app's specs, in an order in which references point backwards."""
    specs: list[Spec] = []
    for app in apps.get_app_configs():
        if app.name in ("jurisdictions", "offences", "guides"):
            specs.extend(import_module(f"{app.name}.content").SPECS)
    return specs
