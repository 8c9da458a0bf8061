"""How a page names the record behind a block."""

from typing import Any

from django import template
from django.utils.translation import get_language

from jurisdictions.citing import reference
from jurisdictions.late import is_late, late_texts

register = template.Library()
register.filter("reference", reference)


@register.filter
def text_of(record: Any) -> str:
    """Return what a record is called, for the name of a button."""
    for name in ("title", "name"):
        if text := getattr(record, name, ""):
            return str(text)
    return ""


@register.simple_tag(takes_context=True)
def late(context: template.Context, record: Any) -> bool:
    """Say whether a French text of this block is older than its English. One query a French page, none in English."""
    if get_language() != "fr":
        return False
    request = context["request"]
    if not hasattr(request, "late_texts"):
        request.late_texts = late_texts()
    return is_late(record, request.late_texts)
