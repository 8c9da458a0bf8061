"""The history of every record: who changed what and why, with the whole record as it stood, children included.

django-simple-history keeps a row for each save. This module adds to the row what the guide needs of it, and registers
the models once all of them, and their translated columns, exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history import register

LOADED = "Loaded from the fixtures"
NOT_KEPT = ["loaded_state", "updated_at"]
BATCH = 200

HELP = {
    "id": _("The record that this row is about."),
    "history_date": _("When the change was saved."),
    "history_change_reason": _("What changed and why."),
    "history_type": _("Made, changed or deleted."),
    "history_user": _("Who saved it. Empty: a command."),
}


class ChangeRow(models.Model):
    """What a row of history says beside the columns of its record."""

    record_state = models.JSONField(
        _("the whole record"),
        null=True,
        editable=False,
        help_text=_("With its children, as a fixture would have it. Empty: not saved in the admin or by a load."),
    )
    from_files = models.BooleanField(_("from the files"), default=False, help_text=_("Whether a load wrote it."))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The second editor, where one was needed."),
    )

    class Meta:
        abstract = True


def keep_history(model: type[models.Model]) -> None:
    """Register a model for history. Call once, in an app's ready(), after the translations are registered."""
    register(
        model,
        bases=[ChangeRow],
        excluded_fields=NOT_KEPT,
        history_change_reason_field=models.TextField(null=True),
    )
    for column in rows_of(model)._meta.get_fields():
        if column.name in HELP:
            column.help_text = HELP[column.name]


def rows_of(model: type[models.Model]) -> Any:
    """Return the model of a record's history rows."""
    return model.history.model  # type: ignore[attr-defined]


def note_loads(loads: Iterable[tuple[Any, dict[str, Any], bool]]) -> None:
    """Write one row for each record that a load wrote: the record, its state, and whether it is new."""
    rows: dict[Any, list[Any]] = {}
    now = timezone.now()
    for instance, state, is_new in loads:
        rows.setdefault(rows_of(type(instance)), []).append(_row(instance, state, "+" if is_new else "~", now))
    for model, batch in rows.items():
        model.objects.bulk_create(batch, batch_size=BATCH)


def _row(instance: Any, state: dict[str, Any], kind: str, now: Any) -> Any:
    model = rows_of(type(instance))
    columns = {column.attname: getattr(instance, column.attname) for column in model.tracked_fields}
    return model(
        history_date=now,
        history_type=kind,
        history_change_reason=LOADED,
        record_state=state,
        from_files=True,
        **columns,
    )


def snapshot(instance: Any, state: dict[str, Any], why: str, user: Any, approved_by: Any = None) -> None:
    """Complete the row that the last save of a record wrote: the whole record, why, who, and who approved it."""
    row = rows_of(type(instance)).objects.filter(id=instance.pk).order_by("-history_id").first()
    row.record_state = state
    row.history_change_reason = why
    row.history_user = user
    row.approved_by = approved_by
    row.save()


def last_row(instance: Any) -> Any:
    """Return the newest row of a record that has the whole record, or None."""
    rows = rows_of(type(instance)).objects.filter(id=instance.pk, record_state__isnull=False)
    return rows.order_by("-history_id").first()


def was_state_since(instance: Any, base: dict[str, Any] | None, state: dict[str, Any]) -> bool:
    """Say whether the database itself has had `state` after it last had `base`."""
    rows = rows_of(type(instance)).objects.filter(id=instance.pk).order_by("history_id")
    states = list(rows.values_list("record_state", flat=True))
    if base is None or base not in states:
        return False
    last = len(states) - 1 - states[::-1].index(base)
    return state in states[last + 1 :]
