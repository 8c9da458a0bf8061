"""The history of a record: every version with what it changed, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from falseos.content.differences import differences
from falseos.content.spec import Spec
from falseos.content.states import State
from falseos.editing import flow
from falseos.editing.forms import RestoreForm
from falseos.editing.records import spec_of, state_now
from falseos.editing.saving import pending_for, submit

PAGE_SIZE = 25


class HistoryMixin:
    """Replaces the admin's own history, which knows who saved and not what."""

    def get_urls(self) -> Any:
        """Add the address of one version."""
        opts = self.model._meta  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.version_view)  # type: ignore[attr-defined]
        own = path("<path:object_id>/version/<int:row>/", view, name=f"{opts.app_label}_{opts.model_name}_version")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """List the versions of a record, newest first, each with its differences from the one before."""
        record = self._record_or_404(request, object_id)
        page = Paginator(versions(record), PAGE_SIZE).get_page(request.GET.get("p"))
        rows = list(page.object_list)
        context = self._context(request, record) | {
            "title": _("History of %(name)s") % {"name": record},
            "versions": [{"row": row, "changes": list(changes_of(row))} for row in rows],
            "page": page,
        }
        return TemplateResponse(request, "admin/editing/history.html", context)

    def version_view(self, request: HttpRequest, object_id: str, row: int) -> HttpResponse:
        """Show how an earlier version differs from today's record, and bring it back on request."""
        record = self._record_or_404(request, object_id)
        version = versions(record).filter(history_id=row, record_state__isnull=False).first()
        if version is None:
            raise Http404
        spec = spec_of(type(record))
        now = state_now(spec, record)
        state = restored(version.record_state, now)
        form = RestoreForm(request.POST or None)
        may_restore = self.has_change_permission(request, record)  # type: ignore[attr-defined]
        if request.method == "POST":
            if not may_restore:
                raise PermissionDenied
            if form.is_valid():
                return self._restore(request, spec, record, state, form)
        context = self._context(request, record) | {
            "title": _("Version of %(day)s") % {"day": version.history_date.date()},
            "version": version,
            "changes": list(differences(now, state)),
            "form": form,
            "may_restore": may_restore,
        }
        return TemplateResponse(request, "admin/editing/version.html", context)

    def _restore(self, request: HttpRequest, spec: Spec, record: Any, state: State, form: RestoreForm) -> HttpResponse:
        if pending_for(spec, record):
            return flow.Waiting(record).answer(request, self)
        try:
            proposal = submit(spec, record, state, form.note(), request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)
        return flow.after_submit(request, spec, proposal)

    def _record_or_404(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        if record is None:
            raise Http404
        return record

    def _context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        opts = record._meta
        name = f"admin:{opts.app_label}_{opts.model_name}"
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": opts,
            "record": record,
            "record_url": reverse(f"{name}_change", args=[record.pk]),
            "history_url": reverse(f"{name}_history", args=[record.pk]),
            "version_name": f"{name}_version",
        }


def versions(record: Any) -> Any:
    """Return the rows of a record's history, newest first, with the people in them. One query."""
    return record.history.select_related("history_user", "approved_by").order_by("-history_id")


def changes_of(row: Any) -> Any:
    """Return what a version changed; nothing where the version before is not known in full."""
    if row.record_state is None:
        return []
    before = (
        type(row)
        .objects.filter(id=row.id, history_id__lt=row.history_id, record_state__isnull=False)
        .order_by("-history_id")
        .values_list("record_state", flat=True)
        .first()
    )
    return differences(before, row.record_state) if before is not None else []


def restored(version: State, now: State) -> State:
    """Return an earlier version as it would be saved: what it said, and the standing the record has today."""
    return version | {"status": now["status"]}
