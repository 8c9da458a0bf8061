"""References of a booklet: a number in the text, each source once at the end."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from falseos.templatetags.content_tags import phrase
from guides.sharing.booklet import type_of

register = template.Library()


@register.simple_tag(takes_context=True)
def refs(context: Context, citations: Any) -> SafeString:
    """Print the numbers of these citations' sources with their places in them; the list at the end has the rest."""
    numbered = context["references"]
    marks = [(numbered.number(c.source), f", {c.locator}" if c.locator else "") for c in citations.all()]
    if not marks:
        return SafeString("")
    joined = format_html_join("; ", '<a href="#s{0}">{0}</a>{1}', marks)
    return format_html('<p class="refs">[{}]</p>', joined)


@register.simple_tag(takes_context=True)
def type_note(context: Context, offence: Any) -> SafeString:
    """Print a card's type: with its note, or as a link to the one place where a shared note stands."""
    name = capfirst(offence.get_classification_display())
    shared = list(context["types"])
    if type_of(offence) in shared:
        return format_html('<a href="#type-{}">{}</a>.', shared.index(type_of(offence)) + 1, name)
    return format_html("{}. {}", name, phrase(offence, "classification_note"))
