"""The queue of changes that wait for a second editor, and the public change log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from falseos.content.differences import differences
from falseos.editing import flow
from falseos.editing.citing import link_to
from falseos.editing.forms import DecisionForm
from falseos.editing.models import Proposal, ReaderNote
from falseos.editing.records import find, spec_in, write
from falseos.editing.saving import Refused, approve, send_back

# Their pages would show other people's keys. A lost factor is reset by `manage.py add_editor NAME --reset`.
admin.site.unregister([TOTPDevice, StaticDevice])


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What is looked at and never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come about by saving records."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said stays said."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened is not forgotten."""
        return False


@admin.register(ReaderNote)
class ReaderNoteAdmin(ReadOnlyAdmin):
    """The public change log."""

    list_display = ("made_at", "name", "note", "path")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Changes for review."""

    list_display = ("name", "folder", "author", "made_at", "decision", "decided_by")
    list_filter = ("decision", "folder")
    search_fields = ("name", "key", "why")
    list_select_related = ("author", "decided_by")

    def get_urls(self) -> Any:
        """Add the preview."""
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="editing_proposal_preview"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what would change, and take the decision."""
        if object_id is None:
            raise PermissionDenied
        proposal = self._proposal(request, object_id)
        form = DecisionForm(request.POST or None)
        if request.method == "POST":
            if not self._may_decide(request, proposal):
                raise PermissionDenied
            if form.is_valid():
                return self._decide(request, proposal, form)
        record = find(spec_in(proposal.folder), proposal.key)
        context = {
            **self.admin_site.each_context(request),
            "title": proposal.name,
            "opts": self.opts,
            "proposal": proposal,
            "changes": list(differences(proposal.base, proposal.state)),
            "form": form,
            "own": proposal.author_id == request.user.pk,
            "may_decide": self._may_decide(request, proposal),
            "record_url": link_to(record) if record else "",
        }
        return TemplateResponse(request, "admin/editing/proposal.html", context)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the real page with the change in it. Everything is undone afterwards."""
        proposal = self._proposal(request, str(pk))
        try:
            with transaction.atomic():
                spec = spec_in(proposal.folder)
                record = write(spec, find(spec, proposal.key), proposal.state)
                language = flow.language_asked(request.GET.get("language"))
                raise flow.Previewed(flow.preview_of(record, language))
        except flow.Previewed as shown:
            return shown.answer(request, self)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:editing_proposal_change", args=[pk]))

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return found  # type: ignore[no-any-return]

    def _may_decide(self, request: HttpRequest, proposal: Proposal) -> bool:
        if not proposal.is_pending:
            return False
        return proposal.author_id == request.user.pk or request.user.has_perm("editing.approve_proposal")

    def _decide(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
        try:
            if form.cleaned_data["decision"] == "approve":
                approve(proposal.pk, request.user)
                messages.success(request, _("Approved. Readers see it now."))
            else:
                send_back(proposal.pk, request.user, form.cleaned_data["answer"])
                messages.success(request, _("The change does not go to readers. The record is as it was."))
        except (Refused, ValidationError) as error:
            messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return HttpResponseRedirect(request.path)
