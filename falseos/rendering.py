"""Markdown to safe HTML. The only module that marks text as safe.

Markdown is rendered first and its *output* is sanitised: a filter on the source would let
`[x](javascript:...)` through.
"""

import html as html_entities
import re
from functools import lru_cache

import markdown
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

INLINE_TAGS = frozenset({"a", "abbr", "code", "em", "strong"})
BLOCK_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "br"}
BLOCK_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": ["href", "rel"], "abbr": ["title"], "ol": ["start"]}
PROTOCOLS = frozenset({"https", "tel", "mailto"})

# A North American number as authors write it: 1-888-495-8501 or 416-808-2222.
PHONE = re.compile(r"(?<![\w/+-])(?:1-)?([2-9]\d{2})-(\d{3})-(\d{4})(?![\w-])")
HEADING = re.compile(r"<(/?)h([1-6])>")


class _LinkFilter(Filter):
    """Sends nobody's address along an outward link, and links phone numbers that stand in running text."""

    def __iter__(self):  # type: ignore[no-untyped-def]
        inside_link = False
        for token in super().__iter__():
            kind, name = token["type"], token.get("name")
            if name == "a" and kind in ("StartTag", "EndTag"):
                inside_link = kind == "StartTag"
                if inside_link and (token["data"].get((None, "href")) or "").startswith("https:"):
                    token["data"][(None, "rel")] = "noreferrer noopener"
            if kind == "Characters" and not inside_link:
                yield from _with_phone_links(token["data"])
            else:
                yield token


def _with_phone_links(text: str):  # type: ignore[no-untyped-def]
    at = 0
    for match in PHONE.finditer(text):
        if match.start() > at:
            yield {"type": "Characters", "data": text[at : match.start()]}
        tel = f"tel:+1{''.join(match.groups())}"
        yield {"type": "StartTag", "name": "a", "namespace": None, "data": {(None, "href"): tel}}
        yield {"type": "Characters", "data": match.group()}
        yield {"type": "EndTag", "name": "a", "namespace": None, "data": {}}
        at = match.end()
    if at < len(text):
        yield {"type": "Characters", "data": text[at:]}


def _cleaner(tags: frozenset[str]) -> Cleaner:
    return Cleaner(tags=tags, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, filters=[_LinkFilter])


_HIDDEN_TEXT = re.compile(r"<(script|style|iframe|svg|math|template)\b.*?(</\1\s*>|\Z)", re.I | re.S)


def _to_html(text: str) -> str:
    html = markdown.markdown(text, extensions=["tables", "sane_lists", "abbr"], output_format="html")
    # The sanitiser drops these tags but would print the text inside them.
    return _HIDDEN_TEXT.sub("", html)


@lru_cache(maxsize=8192)
def render_block(text: str, level: int = 3) -> SafeString:
    """Render Markdown as paragraphs, lists and headings.

    `level` is the heading that `##` becomes: 3 under an h2. The answer is safe HTML, empty for empty text.
    """
    html = _cleaner(BLOCK_TAGS).clean(_to_html(text))
    shifted = HEADING.sub(lambda m: f"<{m[1]}h{min(max(int(m[2]) + level - 2, 2), 6)}>", html)
    return mark_safe(shifted)  # noqa: S308 - this module is where sanitised output becomes safe


@lru_cache(maxsize=8192)
def render_inline(text: str) -> SafeString:
    """Render Markdown within one line: emphasis, links and phone numbers, and no block."""
    html = _cleaner(INLINE_TAGS).clean(_to_html(text))
    return mark_safe(" ".join(html.split()))  # noqa: S308 - as above


def plain(text: str) -> str:
    """Return what a reader of the Markdown would read, for titles and descriptions."""
    return html_entities.unescape(" ".join(strip_tags(render_block(text)).split()))
