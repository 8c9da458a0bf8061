"""The admin site: a password, then the second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode


class DeskSite(AdminSite):
    """Django's admin, which lets nobody in whose session has not shown the second factor."""

    site_header = site_title = "FalseOS"

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for an active staff account and, unless it is switched off by setting, for the second factor."""
        if not super().has_permission(request):
            return False
        return not settings.SECOND_FACTOR or bool(request.user.is_verified())  # type: ignore[union-attr]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send somebody whose password was right on to the second factor."""
        if request.method == "GET" and super().has_permission(request) and not self.has_permission(request):
            query = urlencode({"next": request.GET["next"]}) if "next" in request.GET else ""
            return HttpResponseRedirect(f"{reverse('admin:second-step')}?{query}")
        return super().login(request, extra_context)

    def get_urls(self) -> Any:
        """Add the second factor's pages. They are outside `admin_view`, which would ask for what they give."""
        from falseos.editing import signin

        return [
            path("second-step/", signin.second_step, {"site": self}, name="second-step"),
            path("second-step/enrol/", signin.enrol, {"site": self}, name="enrol"),
            path("recovery-codes/", self.admin_view(signin.recovery_codes), {"site": self}, name="recovery-codes"),
            *super().get_urls(),
        ]
