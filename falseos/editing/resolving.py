"""The second editor of two puts both changes together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from falseos.editing import flow
from falseos.editing.conflicts import Conflict, unsealed
from falseos.editing.records import spec_of, state_now
from falseos.editing.saving import pending_for, submit


class ResolveMixin:
    """Adds the address to which the page of a conflict is sent."""

    def get_urls(self) -> Any:
        """Add it before Django's own, which take everything."""
        opts = self.model._meta  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.resolve_view)  # type: ignore[attr-defined]
        own = path("<path:object_id>/resolve/", view, name=f"{opts.app_label}_{opts.model_name}_resolve")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def resolve_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Save what the two changes make together; show the page again if a third came in between."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if not self.has_change_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        if record is None or request.method != "POST":
            raise Http404
        try:
            conflict = unsealed(request.POST.get("sealed", ""))
        except BadSignature:
            raise Http404 from None
        spec = spec_of(type(record))
        take_mine = {name[5:] for name, value in request.POST.items() if name.startswith("take_") and value == "mine"}
        state = conflict.merged(take_mine)
        try:
            with transaction.atomic():
                now = state_now(spec, record)
                if now != conflict.theirs:
                    again = Conflict(conflict.theirs, now, state, conflict.note)
                    return flow.meeting_page(request, self.admin_site, spec, record, again)  # type: ignore[attr-defined]
                if pending_for(spec, record):
                    return flow.Waiting(record).answer(request, self)
                proposal = submit(spec, record, state, conflict.note, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            opts = spec.model._meta
            return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]))
        messages.info(request, _("Both changes are put together."))
        return flow.after_submit(request, spec, proposal)
