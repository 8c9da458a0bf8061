"""Who rests on a source: every record and part that cites it, or links to it, in every app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from falseos.history import ChangeRow
from jurisdictions.models import Citation, Source
from jurisdictions.models.checks import AddressState, CheckEvent

OURS = (AddressState, CheckEvent)
# A database takes only so many values in one statement.
AT_ONCE = 500
Key = tuple[str, str]


@dataclass(frozen=True)
class Tie:
    """One foreign key to a source: the model that holds it, and the record it speaks for."""

    model: type[models.Model]
    column: str
    record: type[models.Model]
    prefix: str


def ties() -> Iterator[Tie]:
    """Yield every way in which a record may rest on a source."""
    for relation in Source._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many and isinstance(relation.related_model, type)):
            continue
        model, column = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if model in OURS or issubclass(model, ChangeRow):
            continue
        if issubclass(model, Citation):
            record: Any = cast(Any, model)._meta.get_field("record").related_model
            yield Tie(model, column, record, "record__")
        else:
            yield Tie(model, column, model, "")


def kind_of(model: type[models.Model]) -> str:
    """Return a model's name as the desk writes it: offences.offence."""
    return model._meta.label_lower


def key_paths(model: type[models.Model]) -> tuple[str, ...]:
    """Return the look-ups that name a record or a part."""
    return tuple(getattr(model, "natural_key_fields", ("pk",)))


def key_expression(model: type[models.Model], prefix: str = "") -> Any:
    """Return the SQL for a record's natural key: canada/criminal-harassment."""
    parts: list[Any] = []
    for path in key_paths(model):
        parts += [Value("/")] if parts else []
        parts.append(F(prefix + path))
    if len(parts) == 1:
        return Cast(parts[0], models.CharField())
    return Concat(*parts, output_field=models.CharField())


def union_of(querysets: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Return the rows of all these querysets in one query."""
    return querysets[0].union(*querysets[1:], all=True) if len(querysets) > 1 else querysets[0]


def citers(sources: Iterable[int]) -> dict[int, list[Key]]:
    """Return for each of these sources the kind and key of every record that rests on it.

    One query for each five hundred sources.
    """
    wanted = list(sources)
    found: dict[int, list[Key]] = {source: [] for source in wanted}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for source, kind, key in union_of([_rows(tie, some) for tie in ties()]):
            if (kind, key) not in found[source]:
                found[source].append((kind, key))
    return found


def _rows(tie: Tie, sources: list[int]) -> QuerySet[Any, Any]:
    return (
        tie.model._default_manager.filter(**{f"{tie.column}__in": sources})
        .order_by()
        .annotate(
            desk_source=F(f"{tie.column}_id"),
            desk_kind=Value(kind_of(tie.record), output_field=models.CharField()),
            desk_key=key_expression(tie.record, tie.prefix),
        )
        .values_list("desk_source", "desk_kind", "desk_key")
    )


def reference(record: Any) -> str:
    """Return a record's kind and key as one text: "offences.offence canada/criminal-harassment"."""
    values = []
    for path in key_paths(type(record)):
        value: Any = record
        for part in path.split("__"):
            value = getattr(value, part)
        values.append(str(value))
    return f"{kind_of(type(record))} {'/'.join(values)}"
