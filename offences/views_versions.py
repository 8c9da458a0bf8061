"""What has changed on a card since a sheet was printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from offences import selectors
from offences.models import Offence
from offences.versions import changes_between


def card_changes(request: HttpRequest, code: str) -> HttpResponse:
    """Compare the sheet that carries this code with the card of today.

    A version that we never kept answers 404, but with the card: the reader holds a sheet and needs to know.
    """
    card_code, _, version_code = code.partition("-")
    try:
        offence, printed, today = selectors.printed_version(card_code, version_code)
    except Offence.DoesNotExist:
        raise Http404 from None
    same = printed is not None and today is not None and printed.code == today.code
    changes = changes_between(printed, today, get_language() or "en") if printed and today and not same else []
    context = {
        "offence": offence,
        "place": offence.jurisdiction,
        "code": code,
        "printed": printed,
        "today": today,
        "same": same,
        "changes": changes,
        "noindex": True,
    }
    return render(request, "offences/card_changes.html", context, status=200 if printed else 404)
