"""Answers for machines: robots.txt, health, and the error pages that no template engine may break."""

import logging

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string

from falseos import security
from falseos.http import is_admin
from falseos.outage import current_outage, words_for_editors

logger = logging.getLogger(__name__)

# Shown when templates, static files or translations are broken.
LAST_RESORT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong</title></head><body>
<p><a id="exit" href="/leave/" rel="nofollow noreferrer">Leave this site</a></p>
<h1>Something went wrong on our side</h1>
<p>In danger now? Call your emergency number: <a href="tel:911">911</a> in Canada and the United States.</p>
<p><a href="/">Go to the first page</a></p>
</body></html>
"""


def leave(request: HttpRequest) -> HttpResponse:
    """Send the reader away to a dull page, and ask the browser to forget what it holds of ours.

    A link, not a form: the policy's `form-action` would block the redirect. Nothing is logged.
    """
    return HttpResponse(
        status=303,
        headers={
            "Location": settings.EXIT_URL,
            "Clear-Site-Data": '"cache", "storage"',
            "Cache-Control": security.BROWSER_CACHE,
            "CDN-Cache-Control": security.BROWSER_CACHE,
        },
    )


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the icon by its old address to the one we have."""
    return redirect(static("img/favicon.svg"))


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read everything but the editors' desk."""
    lines = [
        "User-agent: *",
        f"Disallow: /{settings.ADMIN_PATH}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 with the frame of the site and nothing of what was sent."""
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the frame of the site."""
    return _error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with a way on. What was asked for is not repeated."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where the database is at fault, with the frame of the site if that still stands.

    Editors are told what is wrong with the database.
    """
    if outage := current_outage():
        return _error(request, 503, words_for_editors(outage) if is_admin(request.path_info) else "")
    return _error(request, 500)


def _error(request: HttpRequest, status: int, for_editors: str = "") -> HttpResponse:
    try:
        return render(request, f"{status}.html", {"failed": True, "for_editors": for_editors}, status=status)
    except Exception:  # whatever broke, a reader still gets the emergency line and the way out
        logger.exception("the error page itself failed")
        return HttpResponse(LAST_RESORT, status=status)


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers, without asking the database."""
    return _for_machines("ok\n")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers too and holds the guide: 503 if it does not."""
    try:
        import_string(settings.CONTENT_VERSION)()
    except Error:
        return _for_machines("database does not answer\n", status=503)
    return _for_machines("ok\n")


def _for_machines(text: str, status: int = 200) -> HttpResponse:
    """Answer in plain text what nobody may keep: it is true for this moment only."""
    headers = {"CDN-Cache-Control": security.BROWSER_CACHE}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)
