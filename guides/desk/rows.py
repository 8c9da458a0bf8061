"""Reads records of every kind in one query, however many kinds there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from falseos.base_models import Status
from guides.desk.kinds import Kind, all_kinds, day, number, records, text
from guides.desk.places import Row
from jurisdictions.citing import Key, key_expression, union_of

OVERDUE, AWAITING, NEVER = "overdue", "awaiting", "never"


@dataclass(frozen=True)
class Due:
    """A record that waits for something: a review, its first check, or its first check live."""

    row: Row
    why: str
    note: str
    last_checked: datetime.date | None


def due_records(today: datetime.date | None = None) -> list[Due]:
    """Return every record that is overdue, awaits its check, or was never checked live. One query."""
    today = today or timezone.localdate()
    by_name = {kind.name: kind for kind in records()}
    rows = union_of([_due(kind, today) for kind in by_name.values()])
    return [
        Due(Row(by_name[kind], pk, key, title, place), why, note, last)
        for kind, pk, key, title, place, why, note, last in rows
    ]


def _due(kind: Kind, today: datetime.date) -> QuerySet[Any, Any]:
    limit = today - datetime.timedelta(days=kind.model.review_days)  # type: ignore[attr-defined]
    published = Q(status=Status.PUBLISHED)
    why = Case(
        When(status=Status.AWAITING_CHECK, then=Value(AWAITING)),
        When(published & Q(desk_last=None), then=Value(NEVER)),
        When(published & Q(desk_last__lt=limit), then=Value(OVERDUE)),
        default=Value(""),
        output_field=models.CharField(),
    )
    return (
        _named(kind)
        .annotate(desk_last=day(kind.last_checked))
        .annotate(desk_why=why, desk_note=text(kind.note))
        .exclude(desk_why="")
        .values_list(
            "desk_kind", "desk_pk", "desk_key", "desk_title", "desk_place", "desk_why", "desk_note", "desk_last"
        )
    )


def named_rows(keys: Iterable[Key]) -> dict[Key, Row]:
    """Return the record behind each kind and key; those that are gone are missing. One query."""
    wanted: dict[str, set[str]] = {}
    for name, key in keys:
        wanted.setdefault(name, set()).add(key)
    by_name = {kind.name: kind for kind in all_kinds() if kind.name in wanted}
    if not by_name:
        return {}
    rows = union_of(
        [
            _named(kind)
            .filter(desk_key__in=wanted[name])
            .values_list("desk_kind", "desk_pk", "desk_key", "desk_title", "desk_place")
            for name, kind in by_name.items()
        ]
    )
    return {(name, key): Row(by_name[name], pk, key, title, place) for name, pk, key, title, place in rows}


def _named(kind: Kind) -> QuerySet[Any, Any]:
    return kind.model._default_manager.order_by().annotate(
        desk_kind=Value(kind.name, output_field=models.CharField()),
        desk_pk=F("pk"),
        desk_key=key_expression(kind.model),
        desk_title=text(kind.title),
        desk_place=number(kind.place),
    )


def in_order(found: Iterable[Due], why: str) -> Iterator[Due]:
    """Yield the records that wait for one thing, those that wait longest first."""
    mine = [due for due in found if due.why == why]
    yield from sorted(mine, key=lambda due: (due.last_checked or datetime.date.min, due.row.kind.name, due.row.key))
