"""Writes down what the visits found: the state of each address, its history, and what editors have to look at."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from falseos.base_models import Status
from jurisdictions.citing import citers
from jurisdictions.link_check.text import difference
from jurisdictions.link_check.visit import Outcome
from jurisdictions.models import (
    BROKEN,
    AddressState,
    CheckEvent,
    CheckRun,
    Phone,
    PhoneState,
    ReviewItem,
    Source,
    TextChange,
    Verdict,
)
from jurisdictions.models.checks import CheckState

# A round that was cut short this long ago is not taken up again: what it found is too old.
RESUME_WITHIN = datetime.timedelta(hours=24)
HISTORY_KEPT = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Job:
    """One address of one source."""

    source_id: int
    language: str
    url: str


def all_jobs() -> list[Job]:
    """Return every address that readers may be sent to, or that waits for its check. One query."""
    sources = Source.objects.exclude(status__in=[Status.DRAFT, Status.RETIRED]).order_by("pk")
    jobs = []
    for pk, english, french in sources.values_list("pk", "url_en", "url_fr"):
        jobs += [Job(pk, "en", english)] if english else []
        jobs += [Job(pk, "fr", french)] if french and french != english else []
    return jobs


def open_run(*, fresh: bool = False) -> tuple[CheckRun, list[Job], int]:
    """Return the round to go on with, what is left of it, and how much of it was done before."""
    jobs = all_jobs()
    unfinished = CheckRun.objects.filter(finished_at=None, started_at__gte=timezone.now() - RESUME_WITHIN).first()
    if unfinished is None or fresh:
        return CheckRun.objects.create(), jobs, 0
    done = set(AddressState.objects.filter(run=unfinished).values_list("source_id", "language", "address"))
    left = [job for job in jobs if (job.source_id, job.language, job.url) not in done]
    return unfinished, left, len(jobs) - len(left)


def close_run(run: CheckRun) -> None:
    """Note that a round is complete, and forget history that nobody will read again."""
    now = timezone.now()
    CheckRun.objects.filter(finished_at=None).update(finished_at=now)
    CheckEvent.objects.filter(at__lt=now - HISTORY_KEPT).delete()
    CheckRun.objects.filter(started_at__lt=now - HISTORY_KEPT).delete()


@transaction.atomic
def record(run: CheckRun, results: Iterable[tuple[Job, Outcome]]) -> None:
    """Store a handful of results, all or none of them, so that a round can be killed at any moment."""
    pairs = list(results)
    states = {
        (state.source_id, state.language): state
        for state in AddressState.objects.filter(source__in={job.source_id for job, _found in pairs})
    }
    events: list[CheckEvent] = []
    changed: list[tuple[AddressState, Outcome]] = []
    now = timezone.now()
    for job, found in pairs:
        key = (job.source_id, job.language)
        state = states.get(key) or AddressState(source_id=job.source_id, language=job.language)
        if state.address != job.url:
            # An editor gave another address: the old one's failures and text are not its own.
            state.failures, state.failing_since, state.fingerprint, state.text = 0, None, "", ""
        if differs(state, found):
            changed.append((state, found))
        elif found.fingerprint:
            state.fingerprint, state.text = found.fingerprint, found.text
        note_state(state, found, now)
        state.run, state.address = run, job.url
        state.status_code, state.final_address = found.status, found.final_address
        state.save()
        events.append(_event(job, found, now))
    events += note_phones(pairs, now)
    CheckEvent.objects.bulk_create(events)
    note_changes(changed, now)
    _forget_settled_changes(pairs, states)


def differs(state: AddressState, found: Outcome) -> bool:
    """Say whether an address that editors know shows another text than the one they accepted."""
    return bool(state.fingerprint and found.fingerprint and found.fingerprint != state.fingerprint)


def note_state(state: CheckState, found: Outcome, now: datetime.datetime) -> None:
    """Count failures in a row, and forget them when something else was found."""
    broken = found.verdict in BROKEN
    state.failing_since = (state.failing_since or now) if broken else None
    state.failures = state.failures + 1 if broken else 0
    state.verdict, state.checked_at, state.detail = found.verdict, now, found.detail[:300]


def _event(job: Job, found: Outcome, now: datetime.datetime) -> CheckEvent:
    return CheckEvent(
        source_id=job.source_id,
        language=job.language,
        at=now,
        verdict=found.verdict,
        status_code=found.status,
        final_address=found.final_address,
        fingerprint=found.fingerprint,
        detail=found.detail[:300],
    )


def note_phones(pairs: list[tuple[Job, Outcome]], now: datetime.datetime) -> list[CheckEvent]:
    """Look for each number on the page it was read on, and return the history to add.

    A page without text proves nothing.
    """
    numbers: dict[int, set[str]] = {}
    for job, found in pairs:
        # Its French page may print a number of its own.
        if found.text and job.language == "en":
            numbers.setdefault(job.source_id, set()).update(found.numbers)
    events = []
    for phone in Phone.objects.filter(source__in=numbers).select_related("state"):
        on_page = phone_is_among(phone, numbers[phone.source_id])
        found = Outcome(Verdict.ON_PAGE if on_page else Verdict.NOT_ON_PAGE)
        state = getattr(phone, "state", None) or PhoneState(phone=phone)
        note_state(state, found, now)
        state.save()
        events.append(CheckEvent(phone=phone, at=now, verdict=found.verdict))
    return events


def phone_is_among(phone: Phone, numbers: set[str]) -> bool:
    """Say whether one of these runs of digits is the number, with or without what is dialled before it."""
    wanted = {re.sub(r"\D", "", phone.number), re.sub(r"\D", "", phone.tel)} - {""}
    # +1, +27 and the 0 that countries put in its place.
    wanted |= {digits[skip:] for digits in wanted for skip in (1, 2, 3) if len(digits) - skip >= 8}
    return any(digits in numbers for digits in wanted)


def note_changes(changed: list[tuple[AddressState, Outcome]], now: datetime.datetime) -> None:
    """Put every record that cites a changed text into the review queue, with the difference.

    Where nothing cites it there is nothing to compare, and the new text is the accepted one at once.
    """
    cited = citers({state.source_id for state, _found in changed})
    for state, found in changed:
        if not cited[state.source_id]:
            TextChange.objects.filter(state=state).delete()
            AddressState.objects.filter(pk=state.pk).update(text=found.text, fingerprint=found.fingerprint)
            continue
        change, _new = TextChange.objects.update_or_create(
            state=state,
            defaults={
                "text": found.text,
                "fingerprint": found.fingerprint,
                "difference": difference(state.text, found.text),
            },
            create_defaults={
                "seen_at": now,
                "text": found.text,
                "fingerprint": found.fingerprint,
                "difference": difference(state.text, found.text),
            },
        )
        for kind, key in cited[state.source_id]:
            ReviewItem.objects.get_or_create(change=change, kind=kind, key=key)


def _forget_settled_changes(pairs: list[tuple[Job, Outcome]], states: dict[tuple[int, str], AddressState]) -> None:
    """A text that reads again as editors accepted it needs nobody's eyes any more."""
    back = [
        state.pk
        for job, found in pairs
        if (state := states.get((job.source_id, job.language))) and found.fingerprint == state.fingerprint != ""
    ]
    TextChange.objects.filter(state__in=back).delete()


def settle(item: ReviewItem) -> None:
    """Take a record out of the queue; with the last one, the new text becomes the accepted one."""
    with transaction.atomic():
        change = item.change
        item.delete()
        if change.items.exists():
            return
        AddressState.objects.filter(pk=change.state_id).update(text=change.text, fingerprint=change.fingerprint)
        change.delete()
