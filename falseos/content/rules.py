"""Editorial rules that no column can hold: what is published names a source that exists for readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from falseos.base_models import Status
from falseos.content.files import Problem

if TYPE_CHECKING:
    from falseos.content.loader import Planned

# Addresses that would hide behind a place: /canada/offences/ and /about/ are ours.
RESERVED_FIRST = {
    "about", "accessibility", "admin", "api", "booklet", "c", "case-folder", "changes", "data", "essentials", "fr",
    "handout", "handouts", "healthz", "leave", "plan", "platforms", "preview", "privacy", "readyz", "robots", "safety",
    "search", "sitemap", "sources", "static", "titled", "wrong",
}  # fmt: skip
RESERVED_SECOND = {"offences", "police", "brushed-off", "harasser-abroad"}


def check_rules(plan: list[Planned]) -> Iterator[Problem]:
    """Yield every breach of the editorial rules."""
    for planned in plan:
        yield from _reserved_slug(planned)
        if planned.state.get("status") == Status.PUBLISHED:
            yield from _missing_sources(planned)


def _reserved_slug(planned: Planned) -> Iterator[Problem]:
    if planned.spec.folder != "jurisdictions":
        return
    slug = planned.state["slug"]
    taken = RESERVED_SECOND if "parent" in planned.state else RESERVED_FIRST
    if slug in taken or slug.startswith("harasser-in-"):
        yield Problem(planned.file, planned.key, "slug", f"{slug!r} is the address of a page of ours")


def _missing_sources(planned: Planned) -> Iterator[Problem]:
    for cited in planned.spec.cites:
        if cited == "record":
            if not planned.state.get("sources"):
                yield Problem(planned.file, planned.key, "sources", "a published record names its source")
            continue
        for number, child in enumerate(planned.state.get(cited, []), start=1):
            if not child.get("sources"):
                place = f"{cited}[{number}].sources"
                yield Problem(planned.file, planned.key, place, "a published statement names its source")
