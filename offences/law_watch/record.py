"""Keeps what `check_law` found, and the law's own words where an editor asks for them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from falseos.base_models import Status
from offences.law_watch.compare import Finding
from offences.law_watch.consolidation import LEFT_OUT, Consolidation, Section
from offences.law_watch.terms import translated
from offences.models import LawFinding, Offence, OfficialWording, Statute


def cited(statute: Statute) -> tuple[list[Offence], list[OfficialWording]]:
    """Return the cards that name a section of an Act, and the wording shown on them. Two queries."""
    cards = (
        Offence.objects.exclude(status__in=[Status.RETIRED, Status.DRAFT])
        .exclude(section_number="")
        .filter(statute=statute)
        .select_related("jurisdiction__parent")
    )
    wordings = OfficialWording.objects.exclude(status=Status.RETIRED).filter(statute=statute)
    return list(cards), list(wordings)


@transaction.atomic
def keep(statute: Statute, law: Consolidation, findings: list[Finding]) -> None:
    """Replace what was found before. What stands as it stood keeps its date, and an editor's word on it."""
    now = timezone.now()
    before = {_identity(old): old for old in LawFinding.objects.filter(statute=statute)}
    LawFinding.objects.filter(statute=statute).delete()
    kept = []
    for finding in findings:
        new = LawFinding(
            statute=statute,
            section_number=finding.section_number,
            card=finding.card,
            wording=finding.wording,
            what=finding.what,
            message=finding.message[:500],
            difference=finding.difference,
            consolidated_to=law.day,
            found_at=now,
        )
        if old := before.get(_identity(new)):
            new.found_at, new.settled_at, new.settled_by_id = old.found_at, old.settled_at, old.settled_by_id
        kept.append(new)
    LawFinding.objects.bulk_create(kept)


def _identity(finding: LawFinding) -> tuple[object, ...]:
    return (
        finding.section_number,
        finding.card_id,
        finding.wording_id,
        finding.what,
        finding.message,
        finding.difference,
    )


@transaction.atomic
def take_wording(wordings: list[OfficialWording], english: Consolidation, french: Consolidation) -> list[str]:
    """Bring the wording records to what a consolidation prints; return the sections that changed.

    An excerpt keeps to its subsections, so it is left to an editor. Nothing older than the record is taken.
    """
    changed = []
    for wording in wordings:
        sections = [_find(law, wording.section_number) for law in (english, french)]
        if LEFT_OUT in translated(wording, "text") or english.day < wording.consolidated_to:
            continue
        texts = {f"text_{law.language}": section.text.strip() for law, section in sections if section}
        if len(texts) < len(sections):
            continue
        different = any(getattr(wording, name) != text for name, text in texts.items())
        if different or wording.consolidated_to != english.day:
            for name, text in texts.items():
                setattr(wording, name, text)
            wording.consolidated_to = english.day
            wording.save()
            changed.append(wording.section_number)
    return changed


def _find(law: Consolidation, number: str) -> tuple[Consolidation, Section | None]:
    return law, law.sections.get(number) or law.pending.get(number)
