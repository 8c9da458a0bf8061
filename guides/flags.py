"""Readers' flags: "something wrong here?", a code and nothing else.

No text, no cookie, no address, nothing finer than a day. What limits the rate looks at counts only: nobody can learn
from it who flagged what, and somebody who floods it makes a number stop, not a page.
"""

import time
from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from falseos.base_models import Status
from guides.models import BrushOff, Essential, GuideBlock, Page, Platform, PlatformRoute
from jurisdictions.citing import key_paths, kind_of
from jurisdictions.models import (
    Authority,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    LadderRung,
    ReaderFlag,
    ReportingChannel,
    RouteStep,
    Treaty,
)
from offences.models import Offence

Code = ReaderFlag.Code
# Whatever stands on a page as a block, and what must be published for it to stand there.
BLOCKS: dict[str, tuple[Any, str]] = {
    kind_of(model): (model, published)
    for model, published in (
        (GuideBlock, "guide__status"),
        (LadderRung, "ladder__status"),
        (RouteStep, "route__status"),
        (Offence, "status"),
        (ReportingChannel, "status"),
        (Authority, "status"),
        (EscalationLadder, "status"),
        (Treaty, "status"),
        (CrossBorderRoute, "status"),
        (Jurisdiction, "status"),
        (BrushOff, "status"),
        (Platform, "status"),
        (PlatformRoute, "status"),
        (Essential, "status"),
        (Page, "status"),
    )
}
MOST_A_BLOCK = 20
MOST_A_DAY = 500
MOST_A_MINUTE = 60


@dataclass(frozen=True)
class Block:
    """The block that a reader flags."""

    kind: str
    key: str
    record: Any


class Limit:
    """So many a minute in this process, whoever they come from."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._times: deque[float] = deque()

    def allows(self) -> bool:
        """Count one, unless the minute is full."""
        now = time.monotonic()
        with self._lock:
            while self._times and self._times[0] < now - 60:
                self._times.popleft()
            if len(self._times) >= self._most:
                return False
            self._times.append(now)
            return True

    def reset(self) -> None:
        """Forget the minute."""
        with self._lock:
            self._times.clear()


limit = Limit(MOST_A_MINUTE)


# No session to protect and no cookie to set, so no token either; another site's form is turned away by its origin.
@csrf_exempt
def flag(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with a block, then count the answer. The address says nothing of the block."""
    if request.method != "POST":
        return render(request, "guides/flag.html", {"noindex": True})
    # A page elsewhere has no business here; browsers say where a form comes from.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Http404
    block = find_block(request.POST.get("block", ""))
    code = request.POST.get("code", "")
    if block is None or (code and code not in Code.values):
        raise Http404
    if not code:
        context = {"flagged": block, "codes": Code.choices, "noindex": True}
        return render(request, "guides/flag.html", context)
    if not limit.allows() or not count(block, code):
        return render(request, "guides/flag.html", {"too_many": True, "noindex": True}, status=429)
    return HttpResponseRedirect(reverse("flag-thanks"), status=303)


def flag_thanks(request: HttpRequest) -> HttpResponse:
    """Say that editors will look."""
    return render(request, "guides/flag.html", {"thanks": True, "noindex": True})


def find_block(reference: str) -> Block | None:
    """Return the published block of this name, or None. One query."""
    kind, _space, key = reference.partition(" ")
    if kind not in BLOCKS or "\x00" in key:
        return None
    model, published = BLOCKS[kind]
    paths = key_paths(model)
    parts = key.split("/")
    if len(parts) != len(paths):
        return None
    look_up = dict(zip(paths, parts, strict=True)) | {published: Status.PUBLISHED}
    record = model._default_manager.filter(**look_up).first()
    return Block(kind, key, record) if record else None


def count(block: Block, code: str) -> bool:
    """Count one flag, up to the limits of a block and of a day; return False once the day's is reached."""
    today = timezone.localdate()
    with transaction.atomic():
        if (ReaderFlag.objects.filter(day=today).aggregate(n=Sum("count"))["n"] or 0) >= MOST_A_DAY:
            return False
        row, _new = ReaderFlag.objects.get_or_create(kind=block.kind, key=block.key, code=code, day=today)
        ReaderFlag.objects.filter(pk=row.pk, count__lt=MOST_A_BLOCK).update(count=F("count") + 1)
    return True
