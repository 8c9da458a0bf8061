"""What a page shows of itself elsewhere: in a chat, in a search result, on a lock screen.

By default a link betrays nothing: a preview says neither what the page is about nor whom it is for. Somebody who wants
the title to show sends the second form of the address, which starts with /titled/.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 155
SITE = "FalseOS"
SUFFIX = f" - {SITE}"

Node = dict[str, Any]


def shorten(text: str, longest: int) -> str:
    """Return a text on one line and no longer than asked, cut between words."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.(") + "…"


def first_that_fits(candidates: Iterable[str], longest: int = LONGEST_TITLE) -> str:
    """Return the first candidate that is short enough; the last one, cut, where none is."""
    text = ""
    for text in candidates:
        if len(text) <= longest:
            return text
    return shorten(text, longest)


def document_title(text: str) -> str:
    """Return what stands in the browser's tab: with the site's name where there is room for it."""
    title = shorten(text, LONGEST_TITLE)
    return title + SUFFIX if len(title) + len(SUFFIX) <= LONGEST_TITLE else title


def neutral_title() -> str:
    """Return the title that a link shows by default."""
    return gettext("A page to read")


def neutral_description() -> str:
    """Return the description that a link shows by default."""
    return gettext("Somebody sent you this page. Open it when you have a quiet moment.")


def web_page(url: str, title: str, description: str, language: str, site_url: str) -> Node:
    """Return the JSON-LD node of a page, with its licence and the site it belongs to."""
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": title,
        "description": description,
        "inLanguage": language,
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isPartOf": {"@type": "WebSite", "@id": f"{site_url}/", "url": f"{site_url}/", "name": SITE},
    }


def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Node:
    """Return the JSON-LD node for the way to a page: names and absolute addresses, the first page first."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def page_addresses(request: HttpRequest) -> dict[str, Any]:
    """Give every template the addresses of its page: in each language, with its title in previews, and the image."""
    prefix, path = ("/fr", request.path[3:]) if request.path.startswith("/fr/") else ("", request.path)
    site = settings.SITE_URL
    return {
        "alternates": {"en": site + path, "fr": f"{site}/fr{path}"},
        # The same page in the other language: its address and the language's own name.
        "english_url": path,
        "other_language": {"code": "en", "name": "English", "path": path}
        if prefix
        else {"code": "fr", "name": "Français", "path": f"/fr{path}"},
        "titled_url": f"{site}{prefix}/titled{path}",
        "titled": getattr(request, "titled", False),
        "neutral_image": site + reverse("preview-neutral"),
    }
