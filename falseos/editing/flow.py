"""One save in the admin, from the form to the record: lock, preview, review, history."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from falseos.base_models import Status
from falseos.content.spec import LANGUAGES, Spec
from falseos.content.states import State, key_of
from falseos.editing.conflicts import Conflict, changed_meanwhile
from falseos.editing.pages import page_as_readers_see_it, reader_path
from falseos.editing.records import spec_of, state_now
from falseos.editing.saving import Note, needs_review, pending_for, remember, submit


class Held(ABC, Exception):
    """A save that was undone because the change goes another way; `answer` says which."""

    @abstractmethod
    def answer(self, request: HttpRequest, page: Any) -> HttpResponse:
        """Return what the editor sees instead. `page` is the model admin."""


@dataclass
class Begun:
    """The record as it was before this request, None for a new one."""

    record: Any
    before: State | None


def begin(request: HttpRequest, page: Any, object_id: str | None) -> None:
    """Note what the record is before anything is saved."""
    obj = page.get_object(request, unquote(object_id)) if object_id else None
    record = page.record_of(obj) if obj is not None else None
    before = state_now(spec_of(type(record)), record) if record is not None and request.method == "POST" else None
    request._begun = Begun(record, before)  # type: ignore[attr-defined]


def record_at(request: HttpRequest) -> Any:
    """Return the record that a request is about, None for a new one."""
    return request._begun.record  # type: ignore[attr-defined]


def decide(request: HttpRequest, record: Any, note: Note) -> None:
    """Let a finished save stand, or raise Held to undo it. The record is in the database as the editor wants it."""
    begun: Begun = request._begun  # type: ignore[attr-defined]
    spec = spec_of(type(record))
    mine = state_now(spec, record)
    if "_preview" in request.POST:
        raise Previewed(preview_of(record, language_asked(request.POST["_preview"])))
    if begun.before is not None:
        if pending_for(spec, begun.record):
            raise Waiting(begun.record)
        base = changed_meanwhile(request, begun.record, begun.before)
        if base is not None and begun.before != mine:
            raise Met(spec, begun.record, Conflict(base, begun.before, mine, note))
    if needs_review(spec, begun.before, mine):
        raise ForReview(spec, begun.record, mine, note)
    remember(spec, record, note, request.user)


def language_asked(code: str | None) -> str:
    """Return the language in which an editor wants to see a page; English unless they name another that there is."""
    return code if code in LANGUAGES else LANGUAGES[0]


def preview_of(record: Any, language: str) -> HttpResponse | None:
    """Return the public page of a record as it would look once published. Call inside a transaction that is undone."""
    if record.status in (Status.DRAFT, Status.IN_REVIEW):
        type(record)._default_manager.filter(pk=record.pk).update(status=Status.PUBLISHED)
        record.refresh_from_db()
    return page_as_readers_see_it(record, language)


class Previewed(Held):
    """The editor only looked."""

    def __init__(self, response: HttpResponse | None) -> None:
        self.response = response

    def answer(self, request: HttpRequest, page: Any) -> HttpResponse:
        """Show the page, or say that there is none."""
        return self.response or no_page(request, page.admin_site)


def no_page(request: HttpRequest, site: Any) -> HttpResponse:
    """Say that readers have no page that shows this record."""
    context = {**site.each_context(request), "title": _("No page shows this yet")}
    return TemplateResponse(request, "admin/editing/no_page.html", context)


class Waiting(Held):
    """Another change of the record waits for a second editor."""

    def __init__(self, record: Any) -> None:
        self.record = record

    def answer(self, request: HttpRequest, page: Any) -> HttpResponse:
        """Lead to the change that waits."""
        pending = pending_for(spec_of(type(self.record)), self.record)
        messages.error(
            request, _("Nothing was saved: a change of this record waits for a second editor. Decide on it first.")
        )
        if pending is None:
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:editing_proposal_change", args=[pending.pk]))


class ForReview(Held):
    """The change needs a second editor."""

    def __init__(self, spec: Spec, record: Any, state: State, note: Note) -> None:
        self.spec, self.record, self.state, self.note = spec, record, state, note

    def answer(self, request: HttpRequest, page: Any) -> HttpResponse:
        """Propose it and show the proposal."""
        proposal = submit(self.spec, self.record, self.state, self.note, request.user)
        return after_submit(request, self.spec, proposal)


def after_submit(request: HttpRequest, spec: Spec, proposal: Any) -> HttpResponse:
    """Lead to the proposal, or to the list of records where the change was saved at once."""
    if proposal is None:
        messages.success(request, _("The change was saved."))
        opts = spec.model._meta
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
    messages.warning(request, _("Sent for review. Readers see it when a second editor approves."))
    return HttpResponseRedirect(reverse("admin:editing_proposal_change", args=[proposal.pk]))


class Met(Held):
    """Somebody else saved the record meanwhile."""

    def __init__(self, spec: Spec, record: Any, conflict: Conflict) -> None:
        self.spec, self.record, self.conflict = spec, record, conflict

    def answer(self, request: HttpRequest, page: Any) -> HttpResponse:
        """Show both changes."""
        return meeting_page(request, page.admin_site, self.spec, self.record, self.conflict)


def meeting_page(request: HttpRequest, site: Any, spec: Spec, record: Any, conflict: Conflict) -> HttpResponse:
    """Show what was saved meanwhile beside what this editor wants to save."""
    opts = spec.model._meta
    context = {
        **site.each_context(request),
        "title": _("Somebody else changed this record while you were editing"),
        "opts": opts,
        "record": record,
        "key": key_of(record),
        "reader_path": reader_path(record),
        "meetings": list(conflict.meetings()),
        "sealed": conflict.sealed(),
        "last": _last_change(record),
        "record_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]),
        "action": reverse(f"admin:{opts.app_label}_{opts.model_name}_resolve", args=[record.pk]),
    }
    return TemplateResponse(request, "admin/editing/conflict.html", context, status=409)


def _last_change(record: Any) -> Any:
    return record.history.select_related("history_user").first()
