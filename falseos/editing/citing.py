"""What would lose its footing if a record went away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse

from falseos.base_models import ContentRecord
from falseos.editing.records import parent_of
from falseos.history import ChangeRow

MOST = 200


def cited_by(record: models.Model) -> list[Any]:
    """Return the records that cite, name or depend on a record, each once."""
    found: dict[tuple[type, Any], Any] = {}
    for row in _rows_pointing_at(record):
        owner = _owner(row)
        if owner is not None and owner != record:
            found.setdefault((type(owner), owner.pk), owner)
    return list(found.values())


def _rows_pointing_at(record: models.Model) -> Iterator[models.Model]:
    for relation in record._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        model = relation.related_model
        if issubclass(model, ChangeRow) or model._meta.auto_created:  # type: ignore[arg-type, union-attr]
            continue
        field = relation.field  # type: ignore[union-attr]
        yield from model._default_manager.filter(**{field.name: record})[:MOST]  # type: ignore[union-attr]


def _owner(row: Any) -> Any:
    """Return the record that a row belongs to: a citation's card, a rung's ladder."""
    while not isinstance(row, ContentRecord):
        try:
            _spec, row = parent_of(row)
        except KeyError:
            owner = getattr(row, "record", None)
            if owner is None:
                return None
            row = owner
    return row


def link_to(record: Any) -> str:
    """Return the address of a record's admin page, or nothing."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""
