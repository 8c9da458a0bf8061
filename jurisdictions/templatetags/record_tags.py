"""How a page names the record behind a block."""

from typing import Any

from django import template

from jurisdictions.citing import reference

register = template.Library()
register.filter("reference", reference)


@register.filter
def text_of(record: Any) -> str:
    """Return what a record is called, for the name of a button."""
    for name in ("title", "name"):
        if text := getattr(record, name, ""):
            return str(text)
    return ""
