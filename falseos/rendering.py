"""Markdown to safe HTML. The only module that marks text as safe.

Markdown is rendered first and its *output* is sanitised: a filter on the source would let
`[x](javascript:...)` through.
"""

import html as html_entities
import json
import re
from functools import lru_cache
from typing import Any

import markdown
import segno
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

INLINE_TAGS = frozenset({"a", "abbr", "code", "em", "strong"})
BLOCK_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "br"}
BLOCK_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": ["href", "rel"], "abbr": ["title"], "ol": ["start"]}
PROTOCOLS = frozenset({"https", "tel", "mailto"})

# Numbers as authors write them, by country. A link dials what the page shows: most of these lines answer at home only,
# and where a North American number leaves the country code out, the link has it.
FORMATS = (
    r"(?:1[- \u00a0])?[2-9]\d{2}[- \u00a0]\d{3}-\d{4}",  # 1-888-495-8501, in French 1 888 495-8501
    r"1[38]00 (?:\d{3} \d{3}|\d\d \d{4})|13 \d\d \d\d|131 444",  # Australia: 1800 737 732, 13 11 14
    # United Kingdom, New Zealand, South Africa: nothing but a telephone number starts with a nought.
    r"0\d{3} (?:\d{3} \d{3,4}|\d{4}(?: \d{3})?|\d\d \d\d \d\d)",  # 0800 428 428, 0800 1111, 0800 83 85 87
    r"0\d{4} (?:\d{5}|\d\d \d\d \d\d)|0\d{2} \d{3,4} \d{4}",  # 08600 10111, 08088 01 03 02, 020 3866 4107
    r"\+\d{1,3}(?: \d{2,4}){2,4}",  # +44 28 9065 0222
    r"116 123",  # Samaritans
)
# Three digits are a number to call only where somebody is told to call them; elsewhere they are a section or a count.
SHORT_CODES = "911|999|112|101|105|111|000|10111|988|1737"
CALLING = (
    r"[Cc]all(?: or text)?|[Pp]hone|[Dd]ial|[Rr]ing|"
    r"(?:[Aa]ppele[rz]|[Cc]ompose[rz]|[Tt]éléphone[rz])(?: ou (?:texte[rz]|envoye[rz] un texto))?(?: le| au)"
)
PHONE = re.compile(
    rf"(?<![\w/+-])(?<!\d[ \u00a0])(?:(?P<number>{'|'.join(FORMATS)})(?![\w-]| \d)"
    rf"|(?P<verb>(?:{CALLING})[ \u00a0])(?P<code>{SHORT_CODES})(?![\w/(%-]|[.,]\d| (?:\d|times|days|fois|jours)))"
)
HEADING = re.compile(r"<(/?)h([1-6])>")


class _LinkFilter(Filter):
    """Sends nobody's address along an outward link, and links phone numbers that stand in running text."""

    numbers = True

    def __iter__(self):  # type: ignore[no-untyped-def]
        inside_link = False
        for token in super().__iter__():
            kind, name = token["type"], token.get("name")
            if name == "a" and kind in ("StartTag", "EndTag"):
                inside_link = kind == "StartTag"
                if inside_link and (token["data"].get((None, "href")) or "").startswith("https:"):
                    token["data"][(None, "rel")] = "noreferrer noopener"
            if kind == "Characters" and self.numbers and not inside_link:
                yield from _with_phone_links(token["data"])
            else:
                yield token


def _with_phone_links(text: str):  # type: ignore[no-untyped-def]
    at = 0
    for match in PHONE.finditer(text):
        name = "number" if match["number"] else "code"
        if match.start(name) > at:
            yield {"type": "Characters", "data": text[at : match.start(name)]}
        yield {"type": "StartTag", "name": "a", "namespace": None, "data": {(None, "href"): _tel(match[name])}}
        yield {"type": "Characters", "data": match[name]}
        yield {"type": "EndTag", "name": "a", "namespace": None, "data": {}}
        at = match.end(name)
    if at < len(text):
        yield {"type": "Characters", "data": text[at:]}


def _tel(number: str) -> str:
    """Return the address that dials a number as written."""
    digits = re.sub(r"[^\d+]", "", number)
    # Only North American numbers have a hyphen before their last four digits.
    return f"tel:+1{digits[-10:]}" if "-" in number else f"tel:{digits}"


class _NameFilter(_LinkFilter):
    """The same for a name."""

    numbers = False


def _cleaner(tags: frozenset[str], links: type[_LinkFilter] = _LinkFilter) -> Cleaner:
    return Cleaner(tags=tags, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, filters=[links])


_HIDDEN_TEXT = re.compile(r"<(script|style|iframe|svg|math|template)\b.*?(</\1\s*>|\Z)", re.I | re.S)


def _to_html(text: str) -> str:
    html = markdown.markdown(text, extensions=["tables", "sane_lists", "abbr"], output_format="html")
    # The sanitiser drops these tags but would print the text inside them.
    return _HIDDEN_TEXT.sub("", html)


def render_block(text: str, level: int = 3) -> SafeString:
    """Render Markdown as paragraphs, lists and headings.

    `level` is the heading that `##` becomes: 3 under an h2. The answer is safe HTML, empty for empty text. Links to our
    own pages stay in the reader's language.
    """
    return _in_language(_block(text, level))


def render_inline(text: str) -> SafeString:
    """Render Markdown within one line: emphasis, links and phone numbers, and no block."""
    return _in_language(_inline(text))


def render_name(text: str) -> SafeString:
    """Render what something is called: its numbers stay text, since a name often stands inside a link."""
    return _in_language(_inline(text, numbers=False))


def _in_language(html: SafeString) -> SafeString:
    if get_language() != "fr" or '<a href="/' not in html:
        return html
    return mark_safe(html.replace('<a href="/', '<a href="/fr/'))  # noqa: S308 - sanitised, and stays so


@lru_cache(maxsize=8192)
def _block(text: str, level: int) -> SafeString:
    html = _cleaner(BLOCK_TAGS).clean(_to_html(text))
    shifted = HEADING.sub(lambda m: f"<{m[1]}h{min(max(int(m[2]) + level - 2, 2), 6)}>", html)
    return mark_safe(shifted)  # noqa: S308 - this module is where sanitised output becomes safe


@lru_cache(maxsize=8192)
def _inline(text: str, numbers: bool = True) -> SafeString:
    html = _cleaner(INLINE_TAGS, _LinkFilter if numbers else _NameFilter).clean(_to_html(text))
    return mark_safe(" ".join(html.split()))  # noqa: S308 - as above


def plain(text: str) -> str:
    """Return what a reader of the Markdown would read, for titles and descriptions."""
    return html_entities.unescape(" ".join(strip_tags(render_block(text)).split()))


# What could end a script element early, or start a comment in one, written so that JSON still reads the same.
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def data_block(data: Any) -> SafeString:
    """Return JSON-LD for search engines as a data block: browsers neither run it nor count it against the policy."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped just above


@lru_cache(maxsize=1024)
def qr_code(address: str, label: str) -> SafeString:
    """Draw an address as a QR code: inline SVG, black on white with its quiet zone, named for screen readers."""
    # Fewer and larger squares read better from paper than more redundancy; segno adds what fits without growing.
    code = segno.make(address, error="l", micro=False)
    drawing = code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr", lineclass=None)
    opening = f'<svg role="img" aria-label="{html_entities.escape(label)}" '
    return mark_safe(drawing.replace("<svg ", opening, 1))  # noqa: S308 - geometry only; the label is escaped


def style_block(css: str) -> SafeString:
    """Return our own style sheet as an element, for a file that has to stand alone."""
    if "</" in css or "<!--" in css:
        raise ValueError("a style sheet holds no markup")
    return mark_safe(f"<style>{css}</style>")  # noqa: S308 - checked just above
