"""Reads an Act as the Department of Justice publishes it, section by section, in the shape of our wording."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LIMS = "{http://justice.gc.ca/lims}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
INDENT = {"Paragraph": 0, "Subparagraph": 1, "Clause": 2, "Subclause": 3}
BOLD = ("DefinedTermEn", "DefinedTermFr", "DefinitionRef", "DefinitionEnOnly", "DefinitionFrOnly")
ITALIC = ("XRefExternal", "Emphasis", "Language")
# Stands in a wording record where subsections are left out.
LEFT_OUT = "[…]"
SKIPPED = ("MarginalNote", "Label", "HistoricalNote", "Footnote")


class NotAConsolidation(Exception):
    """The file is not an Act as the Department publishes it; the message says why and where."""


@dataclass(frozen=True)
class Amendment:
    """One line of a section's history: "2026, c. 19, s. 27", and since when it counts, where the file says so."""

    citation: str
    in_force: datetime.date | None


@dataclass
class Section:
    """One section of an Act. `lines` has, for each subsection (or ""), its lines in Markdown without margin notes."""

    number: str
    heading: str
    text: str
    lines: dict[str, list[str]]
    last_amended: datetime.date | None = None
    in_force_from: datetime.date | None = None
    history: list[Amendment] = field(default_factory=list)
    dates: set[datetime.date] = field(default_factory=set)

    @property
    def is_repealed(self) -> bool:
        """Whether nothing but the note of its repeal is left of it."""
        return self.plain.startswith(("[Repealed", "[Abrog"))

    @property
    def plain(self) -> str:
        """The whole text without marks."""
        return bare("\n".join(line for lines in self.lines.values() for line in lines))


@dataclass
class Consolidation:
    """An Act as it stood on a day. `pending` has sections that Parliament passed and that are not in force."""

    language: str
    day: datetime.date
    title: str
    sections: dict[str, Section]
    pending: dict[str, Section]
    pending_by: dict[str, str]


def read_consolidation(content: bytes, name: str) -> Consolidation:
    """Return an Act out of its XML. Raises NotAConsolidation, naming the file."""
    try:
        root = fromstring(content)
    except ParseError as error:
        line, column = error.position
        raise NotAConsolidation(f"{name}: not well-formed XML at line {line}, column {column + 1}: {error}") from error
    except DefusedXmlException as error:
        raise NotAConsolidation(f"{name}: the XML declares entities, which a consolidation never does") from error
    body = root.find("Body")
    if root.tag != "Statute" or body is None:
        raise NotAConsolidation(f"{name}: the root is <{root.tag}>; an Act is a <Statute> with a <Body>")
    day = _day(root.get(f"{LIMS}pit-date"))
    if day is None:
        raise NotAConsolidation(f"{name}: the <Statute> does not say of which day it is (lims:pit-date)")
    sections = {section.number: section for section in _sections(body)}
    if not sections:
        raise NotAConsolidation(f"{name}: the <Body> has no section")
    pending, pending_by = _pending(root)
    title = "".join(root.findtext("Identification/ShortTitle") or "")
    return Consolidation(root.get(XML_LANGUAGE, "en"), day, title, sections, pending, pending_by)


def _sections(parent: Element) -> Iterator[Section]:
    # A section quoted by an amending one stands inside it and is no section of this Act.
    for element in parent:
        if element.tag == "Section":
            # A star marks a note on when the section comes into force.
            if number := _text(element.find("Label")).lstrip("*"):
                yield _section(element, number)
        else:
            yield from _sections(element)


def _pending(root: Element) -> tuple[dict[str, Section], dict[str, str]]:
    """Return the sections that amendments not in force would add, and the Act that would add each."""
    found: dict[str, Section] = {}
    by: dict[str, str] = {}
    for amendment in root.iter("RelatedOrNotInForce"):
        citation = _text(amendment.find("Heading/TitleText")).lstrip("— ")
        for element in amendment.iterfind(".//AmendedText/Section"):
            if number := _text(element.find("Label")):
                found[number], by[number] = _section(element, number), citation
    return found, by


def _section(element: Element, number: str) -> Section:
    lines, text = _Writer().write(element)
    history = [
        Amendment(_text(item), _day(item.get(f"{LIMS}inforce-start-date")))
        for item in element.iterfind("HistoricalNote/HistoricalNoteSubItem")
    ]
    dates = {_day(part.get(f"{LIMS}inforce-start-date")) for part in element.iter()} - {None}
    return Section(
        number,
        heading=_text(element.find("MarginalNote")),
        text=text,
        lines=lines,
        last_amended=_day(element.get(f"{LIMS}lastAmendedDate")),
        in_force_from=_day(element.get(f"{LIMS}inforce-start-date")),
        history=history,
        dates=dates,  # type: ignore[arg-type]
    )


class _Writer:
    """Writes a section in Markdown as our wording records have it, and keeps its lines by subsection."""

    def __init__(self) -> None:
        self._label = ""
        self._lines: dict[str, list[str]] = {}
        self._blocks: list[str] = []

    def write(self, section: Element) -> tuple[dict[str, list[str]], str]:
        self._children(section, 0)
        return self._lines, "\n".join(self._blocks).strip() + "\n"

    def _children(self, parent: Element, depth: int) -> None:
        for child in parent:
            if child.tag == "Subsection":
                self._subsection(child)
            elif child.tag in INDENT:
                self._item(child, depth)
            elif child.tag == "Text":
                self._line("    " * depth + _marked(child))
            elif child.tag not in SKIPPED and (not len(child) or (child.text or "").strip()):
                # [Repealed, 2014, c. 31, s. 16], and notes with titles of Acts in them.
                self._line("    " * depth + _marked(child))
            elif child.tag not in SKIPPED:
                # Definitions, continued text, formulas: whatever text they hold, in order.
                self._children(child, depth)

    def _subsection(self, element: Element) -> None:
        self._label = _text(element.find("Label"))
        if (note := element.find("MarginalNote")) is not None:
            self._blocks += [f"**{_marked(note, bold='*')}**", ""]
        text = element.find("Text")
        self._line(f"**{self._label}** {_marked(text) if text is not None else ''}".strip())
        rest = [child for child in element if child.tag not in SKIPPED and child is not text]
        wrapper = Element("Rest")
        wrapper.extend(rest)
        self._children(wrapper, 0)

    def _item(self, element: Element, depth: int) -> None:
        text = element.find("Text")
        label = _text(element.find("Label"))
        self._line(f"{'    ' * depth}- {label} {_marked(text) if text is not None else ''}".rstrip(), tight=True)
        wrapper = Element("Rest")
        wrapper.extend(child for child in element if child.tag not in SKIPPED and child is not text)
        self._children(wrapper, depth + 1)

    def _line(self, line: str, *, tight: bool = False) -> None:
        if not line.strip():
            return
        self._lines.setdefault(self._label, []).append(line)
        if tight and self._blocks and self._blocks[-1] == "" and len(self._blocks) > 1 and _is_item(self._blocks[-2]):
            self._blocks.pop()
        self._blocks += [line, ""]


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _text(element: Element | None) -> str:
    return _tidy("".join(element.itertext())) if element is not None else ""


def _tidy(text: str) -> str:
    """Return a text with single spaces; those that must not break stay as they are."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _marked(element: Element, bold: str = "**") -> str:
    """Return an element's text with defined terms bold and titles of Acts in italics."""
    parts = [element.text or ""]
    for child in element:
        inner = _marked(child, bold)
        if inner and child.tag in BOLD:
            inner = f"{bold}{inner}{bold}"
        elif inner and child.tag in ITALIC:
            inner = f"*{inner}*"
        parts += [inner, child.tail or ""]
    return _tidy("".join(parts)) if element.tag in ("Text", "MarginalNote") else "".join(parts)


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value or "")
    except ValueError:
        return None


def lines_of(markdown: str) -> dict[str, list[str]]:
    """Return a wording record's lines by subsection, without margin notes, as a section read from XML has them."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in markdown.splitlines():
        if line.strip() in ("", LEFT_OUT) or _is_margin_note(line.strip()):
            continue
        if start := re.match(r"\*\*(\(\d+(?:\.\d+)*\))\*\*", line):
            label = start.group(1)
        found.setdefault(label, []).append(line)
    return found


def _is_margin_note(line: str) -> bool:
    return bool(re.fullmatch(r"\*\*.+\*\*", line)) and not line.startswith("**(")


def bare(text: str) -> str:
    """Return a text without marks, with straight apostrophes and single spaces: what is left is the wording."""
    text = re.sub(r"[*_]", "", text).replace("\u2019", "'").replace("\u00a0", " ").replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"^\s*- ", "", text, flags=re.M)).strip()
