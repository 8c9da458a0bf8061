"""Any record by its kind and key: finding, reading and writing it as a state."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from falseos.content.loader import references
from falseos.content.spec import Spec, all_specs
from falseos.content.states import State, state_from_database
from falseos.content.writer import Writer


def spec_of(model: type[models.Model]) -> Spec:
    """Return how a model's records are loaded; raises KeyError for a model that is no record."""
    return {spec.model: spec for spec in all_specs()}[model]


def spec_in(folder: str) -> Spec:
    """Return the spec of a folder; raises KeyError."""
    return {spec.folder: spec for spec in all_specs()}[folder]


def parent_of(part: models.Model) -> tuple[Spec, Any]:
    """Return the record that a part belongs to, with its spec."""
    for spec in all_specs():
        for child in spec.children.values():
            if isinstance(part, child.model):
                return spec, getattr(part, child.parent)
    raise KeyError(type(part))


def part_parent_name(model: type[models.Model]) -> str:
    """Return the name of the foreign key by which a part hangs on its record."""
    for spec in all_specs():
        for child in spec.children.values():
            if child.model is model:
                return child.parent
    raise KeyError(model)


def find(spec: Spec, key: str) -> Any:
    """Return the record with a key, or None."""
    fields = spec.model.natural_key_fields  # type: ignore[attr-defined]
    return spec.model._default_manager.filter(**dict(zip(fields, key.split("/"), strict=True))).first()


def state_now(spec: Spec, record: Any) -> State:
    """Return what the database says of a record at this moment."""
    return state_from_database(spec, spec.model._default_manager.get(pk=record.pk))


def fingerprint(state: State) -> str:
    """Return a short text that is the same for the same state and for no other."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]


class RecordWriter(Writer):
    """Writes one record, finding what it refers to in the database."""

    def __init__(self) -> None:
        super().__init__({spec.folder: {} for spec in all_specs()})

    def find(self, model: type[models.Model], key: str) -> Any:
        """Return the record referred to; raises ValidationError."""
        found = find(spec_of(model), key)
        if found is None:
            raise ValidationError(
                _("There is no %(kind)s “%(key)s” any more.") % {"kind": model._meta.verbose_name, "key": key}
            )
        return found


def write(spec: Spec, record: Any, state: State) -> Any:
    """Bring a record, a new one for None, to a state with its children. Raises ValidationError. Needs a transaction."""
    writer = RecordWriter()
    for _path, model, key in references(spec, state):
        writer.find(model, key)
    record = record or spec.model()
    writer.write_state(spec, record, state)
    writer.link_many_to_many()
    return record
