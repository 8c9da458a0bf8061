"""What happens to a change: it is saved, or it waits for a second editor; either way it is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from falseos.base_models import Status
from falseos.content.spec import Spec
from falseos.content.states import State, key_of
from falseos.editing.models import Proposal, ReaderNote
from falseos.editing.pages import reader_path
from falseos.editing.records import find, spec_in, state_now, write
from falseos.editing.sensitive import fields_for_second_editor
from falseos.history import snapshot


class Refused(Exception):
    """A change that cannot be made; the message says why, in the editor's language."""


@dataclass(frozen=True)
class Note:
    """What an editor says of a change: to the other editors, and to readers if it is notable."""

    why: str
    note_en: str = ""
    note_fr: str = ""


def needs_review(spec: Spec, before: State | None, after: State) -> bool:
    """Say whether a change waits for a second editor: because it must, or because its author asks for it."""
    return after.get("status") == Status.IN_REVIEW or bool(fields_for_second_editor(spec, before, after))


def pending_for(spec: Spec, record: Any) -> Proposal | None:
    """Return the change of a record that waits for a second editor, if there is one."""
    return Proposal.objects.filter(folder=spec.folder, key=key_of(record), decision=Proposal.Decision.PENDING).first()


def submit(spec: Spec, record: Any, state: State, note: Note, user: Any) -> Proposal | None:
    """Save a state, or propose it where a second editor is needed; the proposal is the answer then.

    `record` is None for a new one. Raises ValidationError where the record itself refuses.
    """
    with transaction.atomic():
        before = state_now(spec, record) if record else None
        if needs_review(spec, before, state):
            return _propose(spec, record, before, state, note, user)
        remember(spec, write(spec, record, state), note, user)
        return None


def remember(spec: Spec, record: Any, note: Note, user: Any, approved_by: Any = None) -> None:
    """Complete the history of a saved record, and tell readers if the change is notable."""
    state = state_now(spec, record)
    snapshot(record, state, note.why, user, approved_by)
    if note.note_en and state.get("status") == Status.PUBLISHED:
        ReaderNote.objects.create(
            name=str(record)[:300], path=reader_path(record), note_en=note.note_en, note_fr=note.note_fr
        )


def _propose(spec: Spec, record: Any, before: State | None, state: State, note: Note, user: Any) -> Proposal:
    """Keep a change for a second editor. What readers see stays; what they do not see yet is saved as in review."""
    proposed = state | {"status": Status.PUBLISHED.value}
    fields = fields_for_second_editor(spec, before, proposed)
    if before is None or before.get("status") != Status.PUBLISHED:
        record = write(spec, record, state | {"status": Status.IN_REVIEW.value})
        remember(spec, record, Note(note.why), user)
    return Proposal.objects.create(
        folder=spec.folder,
        key=key_of(record),
        name=str(record)[:300],
        state=proposed,
        base=state_now(spec, record),
        fields=fields,
        why=note.why,
        note_en=note.note_en,
        note_fr=note.note_fr,
        author=user,
    )


def approve(proposal_id: int, user: Any) -> Any:
    """Publish a proposed change as its second editor and return the record. Raises Refused or ValidationError."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        if not proposal.is_pending:
            raise Refused(_("This change has been decided already."))
        if proposal.author_id == user.pk:
            raise Refused(_("Somebody else has to approve this change: you proposed it."))
        spec = spec_in(proposal.folder)
        record = find(spec, proposal.key)
        if record is None or state_now(spec, record) != proposal.base:
            raise Refused(
                _("The record has changed since this was proposed. Send it back, so that it is looked at anew.")
            )
        record = write(spec, record, proposal.state)
        note = Note(proposal.why, proposal.note_en, proposal.note_fr)
        remember(spec, record, note, proposal.author, approved_by=user)
        _decide(proposal, Proposal.Decision.APPROVED, user)
        return record


def send_back(proposal_id: int, user: Any, answer: str) -> None:
    """Decline a proposed change with an answer; its author may withdraw it the same way. Raises Refused."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        if not proposal.is_pending:
            raise Refused(_("This change has been decided already."))
        own = proposal.author_id == user.pk
        proposal.answer = answer
        _decide(proposal, Proposal.Decision.WITHDRAWN if own else Proposal.Decision.SENT_BACK, user)


def _decide(proposal: Proposal, decision: str, user: Any) -> None:
    proposal.decision = decision
    proposal.decided_by = user
    proposal.decided_at = timezone.now()
    proposal.save()
