"""How a page names itself in its head, and how it is handed on: titles, previews, structured data, QR codes."""

from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from falseos.preview import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    breadcrumbs,
    document_title,
    first_that_fits,
    neutral_description,
    neutral_title,
    shorten,
    web_page,
)
from falseos.rendering import data_block, qr_code
from falseos.templatetags.content_tags import plain_text, translated

register = template.Library()


class _Captured(Node):
    """Prints a block once in a short form, and keeps its text for the other places in the head that need it."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        """Print the text; whoever follows finds it in the context under this node's name."""
        # What the block printed is escaped already, and is escaped again on its way out.
        text = _unescaped(" ".join(self.nodelist.render(context).split()))
        context.dicts[0][self.name] = text
        shown = document_title(text) if self.name == "page_title" else shorten(text, LONGEST_DESCRIPTION)
        return conditional_escape(shown)


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


@register.tag
def page_title(parser: Parser, token: Token) -> Node:
    """Print the title of the page, at most 60 characters; kept as `page_title`."""
    return _captured("page_title", parser)


@register.tag
def page_description(parser: Parser, token: Token) -> Node:
    """Print the description of the page, at most 155 characters; kept as `page_description`."""
    return _captured("page_description", parser)


def _captured(name: str, parser: Parser) -> Node:
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return _Captured(name, nodelist)


@register.simple_tag(takes_context=True)
def preview(context: Context) -> dict[str, str]:
    """Return what a link to this page shows elsewhere: neutral, unless the sender chose the titled form."""
    if context.get("titled"):
        image = context.get("preview_image", "")
        return {
            "title": shorten(context["page_title"], LONGEST_TITLE),
            "description": shorten(context["page_description"], LONGEST_DESCRIPTION),
            "image": image or context["neutral_image"],
        }
    return {"title": neutral_title(), "description": neutral_description(), "image": context["neutral_image"]}


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """Print what the page is, for search engines: the page, the way to it, and what its view adds."""
    url, site = context["canonical_url"], settings.SITE_URL
    page = web_page(url, context["page_title"], context["page_description"], get_language() or "en", site)
    graph = [page]
    if crumbs := context.get("crumbs"):
        way = [(name, site + path) for name, path in crumbs]
        graph.append(breadcrumbs([*way, (context["page_title"], url)]))
    graph += context.get("structured") or []
    return data_block({"@context": "https://schema.org", "@graph": graph})


@register.simple_tag
def qr(address: str) -> SafeString:
    """Draw an address as a QR code."""
    return qr_code(address, gettext("QR code of this page's address"))


@register.simple_tag
def card_title(offence: Any, place: Any) -> str:
    """Print a card's title: name, section and place, or as much of it as a title may hold."""
    name, where = plain_text(offence, "name"), translated(place, "name")[0]
    section = plain_text(offence, "section", 40)
    room = LONGEST_TITLE - len(where) - 2
    return first_that_fits((f"{name}, {section}, {where}", f"{name}, {where}", f"{shorten(name, room)}, {where}"))


@register.simple_tag
def mail_link(address: str, label: str) -> SafeString:
    """Link to the reader's own mail program, with a text that says nothing about the page."""
    subject, body = quote(neutral_title(), safe=""), quote(_message(address), safe="")
    return format_html('<a href="mailto:?subject={}&body={}">{}</a>', subject, body, label)


@register.simple_tag
def text_message_link(address: str, label: str) -> SafeString:
    """Link to the phone's own messages, with a text that says nothing about the page."""
    # "?&" is what both iOS and Android read.
    return format_html('<a href="sms:?&body={}">{}</a>', quote(_message(address), safe=""), label)


def _message(address: str) -> str:
    return gettext("Here is a page for you to read: %(address)s") % {"address": address}
