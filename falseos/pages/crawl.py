"""Every public address, found as a reader finds them: from the sitemap, and by the links on the pages themselves."""

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from falseos.pages.answers import Rendered

START = ("/sitemap.xml", "/robots.txt", "/")
LINK = re.compile(rb"<(?:a|link)\b[^>]*?\bhref=\"(/[^\"#?]*)\"")
LOCATION = re.compile(rb"<loc>([^<]+)</loc>")
# An address that nobody has, so that the copy has an error page.
NOWHERE = "/page-that-is-not-there/"


def public_pages(render: Callable[[str], Rendered], leave_out: tuple[str, ...]) -> Iterator[tuple[str, Rendered, int]]:
    """Yield each public page once: its address, what it says, and how many are known to wait behind it."""
    waiting = list(START)
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        rendered = render(path)
        if rendered.status >= 500:
            raise RuntimeError(f"{path} answered {rendered.status}")
        if not rendered.may_be_kept:
            continue
        for found in _addresses(rendered):
            if found not in seen and not found.startswith(leave_out):
                seen.add(found)
                waiting.append(found)
        yield path, rendered, len(waiting)


def _addresses(rendered: Rendered) -> Iterator[str]:
    if rendered.header("content-type").startswith("text/html"):
        for match in LINK.finditer(rendered.body):
            yield unquote(html.unescape(match[1].decode()))
    elif b"<urlset" in rendered.body[:200]:
        for match in LOCATION.finditer(rendered.body):
            yield unquote(urlsplit(html.unescape(match[1].decode())).path)
