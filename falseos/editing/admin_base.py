"""The admin page of every record: required notes, the second editor, the preview, the history, and no lost edit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from falseos import admin_base
from falseos.base_models import Status
from falseos.content.states import state_from_database
from falseos.editing import flow
from falseos.editing.citing import cited_by, link_to
from falseos.editing.conflicts import seen_now
from falseos.editing.forms import NOTE_FIELDS, SEEN_FIELDS, RecordForm
from falseos.editing.history_views import HistoryMixin
from falseos.editing.records import parent_of, part_parent_name, spec_of
from falseos.editing.resolving import ResolveMixin
from falseos.editing.saving import pending_for

NOTE_SET = (_("This change"), {"fields": (*NOTE_FIELDS, *SEEN_FIELDS)})


class FlowMixin:
    """What records and their parts share: one way of saving."""

    form = RecordForm
    change_form_template = "admin/editing/record_form.html"

    def record_of(self, obj: Any) -> Any:
        """Return the record that is saved when `obj` is."""
        return obj

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put what is said of the change behind the record's own fields."""
        own = NOTE_FIELDS + SEEN_FIELDS
        sets = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in own]})
            for title, options in super().get_fieldsets(request, obj)  # type: ignore[misc]
        ]
        return [*sets, NOTE_SET] if self._may_save(request, obj) else sets

    def _may_save(self, request: HttpRequest, obj: Any) -> bool:
        may = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return bool(may)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Say in the form what the editor has before them, so that a later save knows what changed meanwhile."""
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        if obj is not None and request.method == "GET" and "seen_state" in form.base_fields:
            record = self.record_of(obj)
            spec = spec_of(type(record))
            for name, value in seen_now(spec, record, state_from_database(spec, record)).items():
                form.base_fields[name].initial = value
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Save in one transaction, and undo it where the change has to go another way: review, conflict, preview."""
        try:
            with transaction.atomic():
                flow.begin(request, self, object_id)
                self._warn_of_pending(request)
                return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc, no-any-return]
        except flow.Held as held:
            try:
                return held.answer(request, self)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return HttpResponseRedirect(request.path)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the way of saving decide once the whole record, with its parts, is as the editor wants it."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        flow.decide(request, self.record_of(form.instance), form.note())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and for a part its record as well, whose history it belongs to."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        record = self.record_of(obj)
        if record is not obj:
            record.save()

    def _warn_of_pending(self, request: HttpRequest) -> None:
        if request.method == "GET" and (record := flow.record_at(request)) is not None:
            pending = pending_for(spec_of(type(record)), record)
            if pending:
                address = reverse("admin:editing_proposal_change", args=[pending.pk])
                text = _("A change of this record waits for a second editor.")
                messages.warning(request, format_html('{} <a href="{}">{}</a>', text, address, _("Look at it")))


class RecordAdmin(FlowMixin, HistoryMixin, ResolveMixin, admin_base.RecordAdmin):
    """A record of the guide."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what identifies a record once it is known outside: in a file, or in an address."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if obj is not None and (obj.loaded_state is not None or obj.status != Status.DRAFT):
            fields += spec_of(type(obj)).key_fields
        return fields

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer no deletion of many at once: each has to show what cites it."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse to delete what something cites, or what stands in the fixtures, and say what that is."""
        to_delete, counts, perms_needed, _protected = super().get_deleted_objects(objs, request)
        reasons: list[Any] = []
        for record in objs:
            for other in cited_by(record):
                reasons.append(format_html('{}: <a href="{}">{}</a>', other._meta.verbose_name, link_to(other), other))
            if record.loaded_state is not None:
                reasons.append(
                    _("It stands in the fixtures. Retire it: readers no longer see it, and nothing is lost.")
                )
        return to_delete, counts, perms_needed if not reasons else set(), reasons


class PartAdmin(FlowMixin, admin_base.PartAdmin):
    """A part with sources of its own. Saving it is a change of its record."""

    def record_of(self, obj: Any) -> Any:
        """Return the record it belongs to."""
        return parent_of(obj)[1]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave a part with its record."""
        return (*super().get_readonly_fields(request, obj), part_parent_name(self.model))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are added on their record's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are removed on their record's page."""
        return False
