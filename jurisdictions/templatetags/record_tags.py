"""How a page names the record behind a block."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from falseos.rendering import plain
from falseos.templatetags.content_tags import phrase, translated
from jurisdictions.citing import reference
from jurisdictions.late import is_late, late_texts

register = template.Library()
# "s. 264(1) to (3)", "ss. 9 and 10": numbers and signs but for two words.
SECTIONS = re.compile(r"ss?\. \d[\d.]*(?:\([\da-z.]+\))*(?:(?:, | to | and )[\d.]*(?:\([\da-z.]+\))*)*")
register.filter("reference", reference)


@register.simple_tag
def name_of(record: Any) -> SafeString | str:
    """Print what a record is called."""
    field = _naming_field(record)
    return phrase(record, field) if field else str(record)


@register.simple_tag
def plain_name_of(record: Any) -> str:
    """Print what a record is called without markup, for the name of a group."""
    field = _naming_field(record)
    return plain(translated(record, field)[0]) if field else str(record)


def _naming_field(record: Any) -> str:
    """Return the field that names a record, or "" for one that is named by what it belongs to."""
    return next((field for field in ("title", "name", "said") if hasattr(record, field)), "")


@register.simple_tag
def agreed_freshness(citations: Iterable[Any]) -> str:
    """Return what is known of every source of a list, when it is the same of all of two or more; else nothing."""
    known = [citation.source.freshness for citation in citations]
    return str(known[0]) if len(known) > 1 and len(set(known)) == 1 else ""


@register.filter
def place_in_law(locator: str) -> SafeString | str:
    """Print where in a source something stands; in French as French law writes it, or marked as English."""
    if get_language() != "fr":
        return locator
    if SECTIONS.fullmatch(locator):
        return locator.replace("ss.", "art.").replace("s.", "art.").replace(" to ", " à ").replace(" and ", " et ")
    return format_html('<span lang="en">{}</span>', locator)


@register.simple_tag(takes_context=True)
def late(context: template.Context, record: Any) -> bool:
    """Say whether a French text of this block is older than its English. One query a French page, none in English."""
    if get_language() != "fr":
        return False
    request = context["request"]
    if not hasattr(request, "late_texts"):
        request.late_texts = late_texts()
    return is_late(record, request.late_texts)
