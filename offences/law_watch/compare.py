"""Compares cards and wording with a consolidation, and says what differs in words that an editor understands."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff

from django.utils.formats import date_format

from offences.law_watch import terms
from offences.law_watch.consolidation import LEFT_OUT, Consolidation, Section, bare, lines_of
from offences.law_watch.terms import translated
from offences.models import LawFinding, Offence, OfficialWording

What = LawFinding.What
LawStatus = Offence.LawStatus
ACT = re.compile(r"\d{4}, c\. ?\d+, s\. ?\d+(?:\.\d+)*")
LANGUAGE_NAMES = {"en": "English", "fr": "French"}


@dataclass(frozen=True)
class Finding:
    """One difference, of a card or of a wording shown on cards."""

    section_number: str
    what: str
    message: str
    card: Offence | None = None
    difference: str = ""
    wording: OfficialWording | None = None


def compare(
    english: Consolidation, french: Consolidation, cards: Iterable[Offence], wordings: Iterable[OfficialWording]
) -> list[Finding]:
    """Return everything in which our records and the consolidation differ, section by section."""
    findings: list[Finding] = []
    for card in cards:
        findings += _about_card(card, english)
    for wording in wordings:
        for consolidation in (english, french):
            findings += _about_wording(wording, consolidation)
    return sorted(findings, key=lambda one: ([int(part) for part in one.section_number.split(".")], one.what))


def _about_card(card: Offence, law: Consolidation) -> Iterator[Finding]:
    number = card.section_number
    section = law.sections.get(number)
    pending = law.pending.get(number)
    if section is None and pending is None:
        yield Finding(number, What.MISSING, f"There is no s. {number} in the consolidation of {_day(law.day)}.", card)
        return
    if section is not None and section.is_repealed:
        yield Finding(number, What.MISSING, f"S. {number} is repealed: {section.plain}", card)
        return
    yield from _in_force(card, section, law)
    if section is not None:
        yield from _history(card, section, law)
        yield from _penalty(card, section)
    elif pending is not None:
        yield from _penalty(card, pending)


def _in_force(card: Offence, section: Section | None, law: Consolidation) -> Iterator[Finding]:
    number, says_not = card.section_number, card.law_status == LawStatus.NOT_IN_FORCE
    if section is None and not says_not:
        by = law.pending_by[number]
        yield Finding(number, What.IN_FORCE, f"S. {number} is not in force ({by}); the card shows it as law.", card)
    if section is None:
        return
    if says_not:
        since = f" since {_day(section.in_force_from)}" if section.in_force_from else ""
        yield Finding(number, What.IN_FORCE, f"S. {number} is in force{since}; the card says it is not.", card)
    elif card.in_force_from and section.dates and card.in_force_from not in section.dates:
        message = f"The card's rule is in force from {_day(card.in_force_from)}; nothing in s. {number} is."
        yield Finding(number, What.IN_FORCE, message, card)


def _history(card: Offence, section: Section, law: Consolidation) -> Iterator[Finding]:
    number, last = section.number, section.last_amended
    known = max(filter(None, (card.law_changed_on, card.law_read_on)), default=None)
    if last and known and last > known:
        by = section.history[-1].citation if section.history else "?"
        message = f"S. {number} was amended on {_day(last)} ({by}); the card was read as of {_day(known)}."
        yield Finding(number, What.HISTORY, message, card)
    if not section.history:
        return
    acts = " ".join(re.sub(r"\s+", " ", item.citation) for item in section.history)
    named = ACT.search(translated(card, "law_changed_by"))
    if named and not re.search(rf"{re.escape(named.group())}(?![\d.])", acts):
        message = f"The card says that {named.group()} changed s. {number}; its history does not have that Act."
        yield Finding(number, What.HISTORY, message, card)


def _penalty(card: Offence, section: Section) -> Iterator[Finding]:
    # These cards speak of other sections' penalties, which theirs does not have.
    if card.law_status == LawStatus.NO_OFFENCE or not translated(card, "maximum"):
        return
    number = section.number
    text = terms.relevant_text(card, section)
    law, said = terms.maximum_of(text), terms.years_on_card(card)
    strange = said - terms.years_in(section.plain)
    if law is not None and law not in said and card.classification in terms.MODES:
        message = f"The highest term in s. {number} is {terms.in_words(law)}; the card does not state it."
        yield Finding(number, What.MAXIMUM, message, card)
    elif strange and card.classification in terms.MODES:
        listed = ", ".join(terms.in_words(years) for years in sorted(strange))
        yield Finding(number, What.MAXIMUM, f"The card states {listed}; s. {number} does not.", card)
    mode = terms.mode_of(text)
    if mode and card.classification in terms.MODES and mode != card.classification:
        label = terms.Mode(mode).label
        message = f"By its words s. {number} is a {label}; the card says {card.get_classification_display()}."
        yield Finding(number, What.MODE, message, card)


def _about_wording(wording: OfficialWording, law: Consolidation) -> Iterator[Finding]:
    number, language = wording.section_number, LANGUAGE_NAMES[law.language]
    section = law.sections.get(number) or law.pending.get(number)
    if section is None:
        message = f"The {language} consolidation of {_day(law.day)} has no s. {number}; its wording is shown."
        yield Finding(number, What.MISSING, message, wording=wording)
        return
    text = translated(wording, "text", law.language)
    labels = _labels_that_differ(text, section)
    if labels:
        where = ", ".join(f"{number}{label}" for label in labels)
        message = f"The {language} text of {where} differs from the wording that is shown."
        difference = _difference(text, section, labels)
        yield Finding(number, What.WORDING, message, difference=difference, wording=wording)
        return
    # The subsections we show may read the same while others changed: then the day of the last change tells.
    if section.last_amended and section.last_amended > wording.consolidated_to:
        message = (
            f"S. {number} was amended on {_day(section.last_amended)}; "
            f"its wording was read as of {_day(wording.consolidated_to)}."
        )
        yield Finding(number, What.HISTORY, message, wording=wording)


def _labels_that_differ(text: str, section: Section) -> list[str]:
    """Return the subsections whose wording is not the same; those left out of an excerpt are not compared."""
    ours, theirs = lines_of(text), section.lines
    excerpt = LEFT_OUT in text
    labels = [label for label in dict.fromkeys([*theirs, *ours]) if not (excerpt and label not in ours)]
    return [label for label in labels if _essence(ours.get(label, [])) != _essence(theirs.get(label, []))]


def _essence(lines: list[str]) -> str:
    """Return what makes a wording: its letters and signs, without any space or mark."""
    return re.sub(r"\s", "", bare("\n".join(lines)))


def _difference(text: str, section: Section, labels: list[str]) -> str:
    ours = lines_of(text)
    before = [bare(line) for label in labels for line in ours.get(label, [])]
    after = [bare(line) for label in labels for line in section.lines.get(label, [])]
    lines = [
        line for line in unified_diff(before, after, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]
    return "\n".join(f"{line[0]} {line[1:]}" for line in lines)


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else "?"
