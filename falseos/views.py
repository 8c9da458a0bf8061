"""Answers for machines: robots.txt, health, and the error pages that no template engine may break."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from falseos import security


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


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read everything but the editors' desk."""
    lines = [
        "User-agent: *",
        f"Disallow: /{settings.ADMIN_PATH}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers, without asking the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers too: 503 if it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
