"""How templates print a record's text: in the reader's language, sanitised, and honest about a missing translation."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from falseos.rendering import plain, render_block, render_inline, render_name

register = template.Library()
DEFAULT_LANGUAGE = "en"


def translated(record: Any, field: str) -> tuple[str, str]:
    """Return a field's text and "" in the reader's language, or the English text and "en" where it is missing."""
    language = (get_language() or DEFAULT_LANGUAGE)[:2]
    own = getattr(record, f"{field}_{language}", None)
    if own:
        return own, ""
    fallback = getattr(record, f"{field}_{DEFAULT_LANGUAGE}", None) or ""
    return fallback, DEFAULT_LANGUAGE if fallback and language != DEFAULT_LANGUAGE else ""


# The fields that say what a record is called.
NAMES = ("title", "name", "said", "heading")


@register.simple_tag
def phrase(record: Any, field: str) -> SafeString | str:
    """Print a short text: one line, inline Markdown."""
    text, language = translated(record, field)
    render = render_name if field in NAMES else render_inline
    html = render(text) if text else ""
    return format_html('<span lang="{}">{}</span>', language, html) if language and html else html


# Long enough to say something, and ended where a capital follows, so that "s. 264" ends nothing.
_OPENING = re.compile(r".{60,}?[.!?](?=\s+[A-ZÀ-Ý«\"“]|\s*$)", re.S)


@register.simple_tag
def opening(record: Any, field: str) -> SafeString | str:
    """Print how a text begins, a sentence or two, for a list whose entries lead to the whole of it."""
    text, language = translated(record, field)
    found = _OPENING.match(text)
    html = render_inline(found[0] if found else text)
    return format_html('<span lang="{}">{}</span>', language, html) if language and html else html


@register.simple_tag
def prose(record: Any, field: str, level: int = 3) -> SafeString | str:
    """Print a long text as a block; nothing for an empty one. `level` is the heading that ## becomes."""
    text, language = translated(record, field)
    if not text:
        return ""
    if language:
        return format_html('<div class="prose" lang="{}">{}</div>', language, render_block(text, level))
    return format_html('<div class="prose">{}</div>', render_block(text, level))


@register.simple_tag
def markdown(text: str, level: int = 3) -> SafeString:
    """Print a text that is no record's field, such as one of an earlier version."""
    return render_block(text, level)


@register.filter
def named(record: Any, field: str) -> SafeString | str:
    """Return a record's name or title without markup, marked where it stands in English on a French page."""
    text, language = translated(record, field)
    return format_html('<span lang="{}">{}</span>', language, plain(text)) if language else plain(text)


@register.filter
def only_english(record: Any, field: str) -> bool:
    """Whether a reader of another language gets this text in English."""
    return translated(record, field)[1] == DEFAULT_LANGUAGE


@register.simple_tag
def plain_text(record: Any, field: str, longest: int = 155) -> str:
    """Print a text without any markup and no longer than asked, for titles and descriptions."""
    text = plain(translated(record, field)[0])
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


@register.simple_tag
def exit_url() -> str:
    """Print where the way out leads: a dull page that says nothing about the reader."""
    return str(settings.EXIT_URL)


@register.simple_tag
def external(source: Any) -> SafeString:
    """Link to an official page, without telling it where the reader came from."""
    # A long guide cites a hundred times, and the words are the same wherever a source is cited.
    known = (get_language(), *(source.__dict__.get(name) for name in SAID_OF_A_SOURCE))
    if known not in _links:
        if len(_links) >= MOST_LINKS:
            _links.clear()
        _links[known] = _external(source)
    return _links[known]


SAID_OF_A_SOURCE = ("url", "status", "title_en", "title_fr", "publisher_en", "publisher_fr")
MOST_LINKS = 4096
_links: dict[tuple[Any, ...], SafeString] = {}


def _external(source: Any) -> SafeString:
    title, language = translated(source, "title")
    publisher = translated(source, "publisher")[0]
    if source.awaits_check:
        # The exact page has not been seen, so the link must not promise it.
        name = gettext("Website of %(publisher)s") % {"publisher": publisher}
    else:
        name = title if publisher in title else f"{title}, {publisher}"
    return format_html(
        '<a href="{}" rel="noreferrer noopener"{}>{}</a>',
        source.public_url,
        format_html(' lang="{}"', language) if language else "",
        name,
    )
