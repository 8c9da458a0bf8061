"""The few public addresses that take a form. Everything else only reads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def takes_post(view: View) -> View:
    """Mark a public view that takes a form.

    There is no session to protect and there shall be no cookie, so Django's token is not asked for. Such a view must
    do no harm when another site sends its form.
    """
    marked: Any = csrf_exempt(view)
    marked.takes_post = True
    return marked


def may_post(request: HttpRequest) -> bool:
    """Say whether the address of a request takes a form."""
    try:
        return bool(getattr(resolve(request.path_info).func, "takes_post", False))
    except Resolver404:
        return False
