"""The main text of a page, its fingerprint, and what differs between two of them in words a person can read."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from difflib import SequenceMatcher
from html.parser import HTMLParser

LONGEST_TEXT = 200_000
LONGEST_DIFFERENCE = 80
PIECE = 5_000
LONGEST_TAG = 200_000
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What stands around the text of a page, and changes without meaning anything.
SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "iframe",
}
BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th",
    "section", "article", "main", "blockquote", "pre", "br", "hr", "details", "summary", "figcaption", "caption",
}  # fmt: skip
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.I)
# A stamp that moves with every rebuild of a site says nothing about what we cite.
STAMP = re.compile(
    r"^(page details|date modified|last (updated|modified|reviewed)|updated( on)?|date de modification|"
    r"dernière (mise à jour|modification)|détails de la page)\b.{0,40}$|^\d{4}-\d\d-\d\d$",
    re.I,
)


# 1-888-495-8501, (416) 808 2222 and 0800.000.000 as bare digits.
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s().\u2010-\u2015-]+(?=\d)")
NUMBER = re.compile(r"\d{3,15}")


class _Text(HTMLParser):
    """Collects the lines of a page: all of them, and those inside <main> or <article> apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.main: list[str] = [""]
        self.everything: list[str] = [""]
        self._open: list[str] = []
        self._open_count: Counter[str] = Counter()
        self._skipping = self._inside_main = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._break()
        if tag in VOID:
            return
        mark = tag
        if tag in SKIPPED:
            self._skipping += 1
        elif tag in ("main", "article") or dict(attrs).get("role") == "main":
            self._inside_main += 1
            mark = f"{tag}!"
        self._open.append(mark)
        self._open_count[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
        # Pages forget to close things: close what was opened last under this name, and all that is inside it.
        closed = "" if self._open_count[tag] else tag
        while closed != tag:
            mark = self._open.pop()
            closed = mark.rstrip("!")
            self._open_count[closed] -= 1
            self._skipping -= mark in SKIPPED
            self._inside_main -= mark.endswith("!")

    def handle_data(self, data: str) -> None:
        self.everything[-1] += data
        if not self._skipping:
            self.lines[-1] += data
            if self._inside_main:
                self.main[-1] += data

    def _break(self) -> None:
        self.lines.append("")
        self.main.append("")
        self.everything.append("")


def main_text(html: str) -> tuple[str, frozenset[str]]:
    """Return the main text of a page, one line a paragraph, and every number on the page as bare digits.

    The text leaves out what stands around it; the numbers do not, since they often stand in a footer. Never raises.
    """
    reader = _Text()
    # Outside of XML "<![" opens a comment like any "<!"; Python's parser knows only a few words after it.
    html = html.replace("<![", "<!")
    # A tag that never closes costs the parser a time that grows with the square of what follows: so much, and no more.
    for start in range(0, len(html), PIECE):
        reader.feed(html[start : start + PIECE])
        if len(reader.rawdata) > LONGEST_TAG:
            break
    if len(reader.rawdata) < PIECE:
        reader.close()
    text = _tidy(reader.main) or _tidy(reader.lines)
    numbers = frozenset(digits for line in reader.everything for digits in NUMBER.findall(BETWEEN_DIGITS.sub("", line)))
    return text[:LONGEST_TEXT], numbers


def _tidy(lines: list[str]) -> str:
    tidied = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in tidied if line and not STAMP.match(line))


def decoded(body: bytes, content_type: str) -> tuple[str, bool]:
    """Return a page as text, and whether it was written in the encoding that it declares."""
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.I)
    meta = CHARSET.search(body[:4096])
    declared = header.group(1) if header else meta.group(1).decode("ascii") if meta else "utf-8"
    for encoding, as_declared in ((declared, True), ("utf-8", False), ("cp1252", False)):
        try:
            # Python also knows codecs that are no encoding of text, such as zlib: this refuses them.
            b"  ".decode(encoding)
            # The end may be cut in the middle of a character; what is wrong before that is wrong.
            return codecs.getincrementaldecoder(encoding)().decode(body), as_declared
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("latin-1"), False


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text; empty for none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def difference(old: str, new: str) -> str:
    """Return what differs, line by line: "- " gone, "+ " new, "…" what is left out for length."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            continue
        if lines:
            lines.append("")
        lines += [f"- {line}" for line in before[a:b]] + [f"+ {line}" for line in after[c:d]]
    if len(lines) > LONGEST_DIFFERENCE:
        lines = [*lines[:LONGEST_DIFFERENCE], "…"]
    return "\n".join(lines)
