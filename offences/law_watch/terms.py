"""Maximum terms and mode of trial, as a section of the Criminal Code states them and as a card does."""

from __future__ import annotations

import re

from offences.law_watch.consolidation import Section, bare
from offences.models import Offence

LIFE = 1000
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-five": 25,
}  # fmt: skip
YEARS = re.compile(rf"\b(\d+|{'|'.join(WORDS)}) years?\b(?! less a day)(?! of age)", re.I)
AGE = re.compile(r"under the age of \w+ years|\b\w+ years of age|the age of \w+ years", re.I)
MAXIMUM = re.compile(
    rf"(?:not exceeding|not more than|maximum term of|liable to imprisonment for)\s+(\d+|{'|'.join(WORDS)}) years?\b"
    r"(?! less a day)",
    re.I,
)
FOR_LIFE = re.compile(r"imprisonment for life|\blife\b(?= in prison|,| if|\.|$)", re.I)
SUBSECTION = re.compile(r"(?<![\d.])(\d+(?:\.\d+)*)((?:\(\d+(?:\.\d+)*\))?)")
# A clause about another section: "Breaking it (s. 811): indictable, 4 years". The standard maximum is one of them.
OF_A_SECTION = re.compile(r"\bss?\. ?(\d+(?:\.\d+)*)")
Mode = Offence.Classification
MODES = (Mode.HYBRID, Mode.INDICTABLE, Mode.SUMMARY)


def translated(record: object, name: str, language: str = "en") -> str:
    """Return a record's text in one language, never another one's; empty for none."""
    return str(getattr(record, f"{name}_{language}", None) or "")


def number(word: str) -> int:
    """Return a number that stands in digits or in words."""
    return int(word) if word.isdigit() else WORDS[word.lower()]


def relevant_text(card: Offence, section: Section) -> str:
    """Return the subsections that a card names, where they state a penalty; otherwise the whole section."""
    named = {part for base, part in SUBSECTION.findall(translated(card, "section")) if base == section.number and part}
    lines = [line for label in named for line in section.lines.get(label, [])]
    text = bare("\n".join(lines))
    return text if text and MAXIMUM.search(text) else section.plain


def maximum_of(text: str) -> int | None:
    """Return the highest term of imprisonment a section states, in years; LIFE for life, None for none."""
    found = [number(word) for word in MAXIMUM.findall(AGE.sub("", text))]
    if re.search(r"imprisonment for life", text, re.I):
        found.append(LIFE)
    return max(found, default=None)


def years_in(text: str) -> set[int]:
    """Return every number of years a section states for whatever purpose, and LIFE where it says life."""
    found = {number(word) for word in YEARS.findall(AGE.sub("", text))}
    return found | ({LIFE} if re.search(r"\blife\b", text, re.I) else set())


def years_on_card(card: Offence) -> set[int]:
    """Return the terms that a card states for its own section, in years, minimums left out."""
    text = re.sub(r"2 years less a day", "", translated(card, "maximum"))
    text = re.sub(r"at least \d+ (years?|months?)", "", text)
    found: set[int] = set()
    for sentence in re.split(r"(?<=[.;])\s(?=[A-Z])", text):
        sections = set(OF_A_SECTION.findall(sentence)) - {"787"}
        if sections and card.section_number not in sections:
            continue
        found |= {number(word) for word in YEARS.findall(sentence)}
        if FOR_LIFE.search(sentence):
            found.add(LIFE)
    return found


def mode_of(text: str) -> str:
    """Return how an offence is tried by a section's words; empty where they do not say."""
    indictable = bool(re.search(r"indictable offence|by way of indictment|by indictment", text, re.I))
    summary = bool(re.search(r"punishable on summary conviction", text, re.I))
    if indictable and summary:
        return Mode.HYBRID
    return Mode.INDICTABLE if indictable else Mode.SUMMARY if summary else ""


def in_words(years: int | None) -> str:
    """Return a term for an editor: "10 years", "life", "none"."""
    if years is None:
        return "none"
    return "life" if years == LIFE else f"{years} years"
