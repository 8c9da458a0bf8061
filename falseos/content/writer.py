"""Writing planned records, with their children and references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from falseos.content.files import Problem
from falseos.content.spec import ChildSpec, Spec, all_specs
from falseos.content.states import State

if TYPE_CHECKING:
    from falseos.content.loader import Planned


class Writer:
    """Writes planned records, resolving references among those written and those stored."""

    def __init__(self, stored: dict[str, dict[str, Any]]) -> None:
        self._by_model: dict[type[models.Model], dict[str, Any]] = {}
        for spec in all_specs():
            self._by_model[spec.model] = dict(stored[spec.folder])
        self._links: list[tuple[Any, str, list[str]]] = []

    def write(self, planned: Planned) -> None:
        """Save one record with its children, and remember it as loaded. Raises ValidationError."""
        instance = planned.instance = planned.instance or planned.spec.model()
        instance.loaded_state = planned.state
        # The row of history is written with the whole record, at the end of the load.
        instance.skip_history_when_saving = True
        self.write_state(planned.spec, instance, planned.state)
        self._by_model[planned.spec.model][planned.key] = instance

    def write_state(self, spec: Spec, instance: Any, state: State) -> None:
        """Save a record as a state says, children included; many-to-many fields wait for `link_many_to_many`."""
        self._set_columns(spec, instance, state)
        instance.full_clean()
        instance.save()
        for name, column in spec.columns.items():
            if column.many_to_many:
                self._links.append((instance, name, state.get(name, [])))
        self._write_children(spec, instance, state)

    def find(self, model: type[models.Model], key: str) -> Any:
        """Return the record that a reference means."""
        return self._by_model[model][key]

    def link_many_to_many(self) -> None:
        """Set the many-to-many fields once every record exists."""
        for instance, name, keys in self._links:
            model = instance._meta.get_field(name).related_model
            getattr(instance, name).set([self.find(model, key) for key in keys])

    def _set_columns(self, spec: Spec | ChildSpec, instance: Any, state: State) -> None:
        for name, column in spec.columns.items():
            if column.many_to_many:
                continue
            text = state.get(name, "")
            if column.is_relation:
                target = self.find(column.related_model, text) if text else None  # type: ignore[arg-type]
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


def problems_of(planned: Planned, error: ValidationError) -> Iterator[Problem]:
    """Yield a model's refusal as problems of a file, field by field."""
    messages = getattr(error, "path_messages", None)
    if messages is None:
        messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in messages.items():
        yield Problem(planned.file, planned.key, "" if name == "__all__" else name, " ".join(texts))
