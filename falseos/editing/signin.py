"""The second factor: asked for after the password, set up at the first sign-in."""

from __future__ import annotations

from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_otp import devices_for_user, login, match_token, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
RECOVERY = "recovery codes"
APP = "authenticator app"


class CodeForm(forms.Form):
    """One code, from the app or from the list of recovery codes."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Take a code with the blanks that apps show in it."""
        return "".join(self.cleaned_data["code"].split()).lower()


def _half_signed_in(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def _to_sign_in() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:login"))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else reverse("admin:index")


@never_cache
def second_step(request: HttpRequest, site: Any) -> HttpResponse:
    """Ask for a code. Somebody without a second factor is led to setting one up."""
    if not _half_signed_in(request):
        return _to_sign_in()
    if not user_has_device(request.user):
        return HttpResponseRedirect(reverse("admin:enrol"))
    credentials = {"username": request.user.get_username()}
    if settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, credentials):
        return get_lockout_response(request, credentials)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(request.user, form.cleaned_data["code"])
        if device is not None:
            request.session.cycle_key()
            login(request, device)
            return HttpResponseRedirect(_next(request))
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        form.add_error("code", _("That code is not right, or it was used before. Wait for the next one."))
    context = {**site.each_context(request), "title": _("Second step"), "form": form, "next": _next(request)}
    return TemplateResponse(request, "admin/editing/second_step.html", context)


@never_cache
def enrol(request: HttpRequest, site: Any) -> HttpResponse:
    """Set up the second factor: scan, type a code, keep the recovery codes."""
    if not _half_signed_in(request):
        return _to_sign_in()
    if user_has_device(request.user):
        # Whoever only has the password must not be able to add a factor of their own.
        return HttpResponseRedirect(reverse("admin:second-step"))
    device, _created = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": APP})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            return _enrolled(request, site, device)
        form.add_error("code", _("That code is not right. Wait for the next one and type it at once."))
    context = {
        **site.each_context(request),
        "title": _("Set up your second factor"),
        "form": form,
        "qr": qr_path(device.config_url),
        "key": _key_in_groups(device),
    }
    return TemplateResponse(request, "admin/editing/enrol.html", context)


def _enrolled(request: HttpRequest, site: Any, device: TOTPDevice) -> HttpResponse:
    with transaction.atomic():
        device.confirmed = True
        device.save()
        codes = new_recovery_codes(request.user)
    request.session.cycle_key()
    login(request, device)
    return _show_codes(request, site, codes)


def recovery_codes(request: HttpRequest, site: Any) -> HttpResponse:
    """Replace the recovery codes, for somebody who has used some or lost the list."""
    if request.method == "POST" and user_has_device(request.user):
        messages.success(request, _("The earlier codes no longer work."))
        return _show_codes(request, site, new_recovery_codes(request.user))
    left = StaticToken.objects.filter(device__user=request.user).count()
    context = {**site.each_context(request), "title": _("Recovery codes"), "left": left}
    return TemplateResponse(request, "admin/editing/recovery_codes.html", context)


def new_recovery_codes(user: Any) -> list[str]:
    """Return fresh codes, each good for one sign-in, and forget the ones before."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def forget_factors(user: Any) -> int:
    """Remove every second factor of a user who lost them; the next sign-in sets up a new one. Returns how many."""
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    return len(devices)


def _show_codes(request: HttpRequest, site: Any, codes: list[str]) -> HttpResponse:
    context = {**site.each_context(request), "title": _("Keep these recovery codes"), "codes": codes}
    return TemplateResponse(request, "admin/editing/recovery_codes.html", context)


def _key_in_groups(device: TOTPDevice) -> str:
    from base64 import b32encode

    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def qr_path(text: str) -> dict[str, Any]:
    """Return a QR code as an SVG path and its size in modules, quiet zone included: no inline style, no image."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            x += 1
    return {"path": "".join(parts), "size": len(rows)}
