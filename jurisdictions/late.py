"""Whether what a reader sees in French is older than its English."""

from __future__ import annotations

from typing import Any

from django.db import models

from jurisdictions.citing import Key, kind_of, reference
from jurisdictions.models import TranslationState


def late_texts() -> dict[Key, list[str]]:
    """Return the texts whose English changed after their French, by the kind and key of their record. One query."""
    rows = TranslationState.objects.exclude(behind=[]).values_list("kind", "key", "behind")
    return {(kind, key): behind for kind, key, behind in rows}


def is_late(record: models.Model, late: dict[Key, list[str]]) -> bool:
    """Say whether a text of this record, or of this part of one, is behind; parts with a name answer for themselves."""
    kind, _space, key = reference(record).partition(" ")
    paths = late.get((kind, key))
    if paths is not None:
        parts = {child.get_accessor_name() for child in record._meta.related_objects if _has_own_name(child)}
        return any(path.split(".")[0] not in parts for path in paths)
    holder = _holder(record)
    if holder is None or "/" not in key:
        return False
    parent_key, _slash, slug = key.rpartition("/")
    name = holder.remote_field.get_accessor_name()
    paths = late.get((kind_of(holder.related_model), parent_key), [])
    return any(path.startswith(f"{name}.{slug}.") for path in paths)


def _has_own_name(relation: Any) -> bool:
    return hasattr(relation.related_model, "natural_key_fields") and hasattr(relation.related_model, "slug")


def _holder(record: models.Model) -> Any:
    """Return the key to the record that a part belongs to: the first look-up of its name."""
    first, _dunder, rest = getattr(record, "natural_key_fields", ("pk",))[0].partition("__")
    return record._meta.get_field(first) if rest else None
