"""The booklet's address."""

from django.http import Http404, HttpRequest, HttpResponse

from guides.models import Guide
from guides.sharing.booklet import booklet, policy
from jurisdictions.models import Jurisdiction


def booklet_file(request: HttpRequest, place: str) -> HttpResponse:
    """Give a place's whole guide as one self-contained file."""
    try:
        found = Jurisdiction.objects.published().select_related("parent").get(slug=place)
        html = booklet(found)
    except (Jurisdiction.DoesNotExist, Guide.DoesNotExist):
        raise Http404 from None
    response = HttpResponse(html)
    response._csp_replace = policy()  # type: ignore[attr-defined]
    return response
