"""The desk's own pages in the admin. Its front stands on the admin's first page; see templates/admin/index.html."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from falseos.editing.saving import Refused
from guides.desk.sections import TITLES, one_section
from guides.desk.settle import settle

MAY_LOOK = "jurisdictions.view_source"


def desk_section(request: HttpRequest, name: str) -> HttpResponse:
    """Show all of one section, a hundred lines at a time."""
    if name not in TITLES:
        raise Http404
    if not request.user.has_perm(MAY_LOOK):
        raise PermissionDenied
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isdigit() and len(asked) < 7 else 1
    section, pages = one_section(name, number)
    context = {
        **admin.site.each_context(request),
        "title": section.title,
        "section": section,
        "number": number,
        "pages": pages,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < pages else None,
    }
    return render(request, "admin/desk_section.html", context)


def desk_settle(request: HttpRequest) -> HttpResponse:
    """Take one line from the desk and go back to where the editor was."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        settle(request.POST.get("line", ""), request.user)  # type: ignore[arg-type]
        messages.success(request, gettext("Noted."))
    except Refused as error:
        messages.error(request, str(error))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:index")
    return HttpResponseRedirect(back)
