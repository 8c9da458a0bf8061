"""The versions of cards: what a card says, part by part, and what has changed between two of them."""

import difflib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from falseos.codes import VERSION_SYLLABLES, spoken_code
from jurisdictions.models import Jurisdiction, ReportingChannel
from jurisdictions.selectors import every_ladder, every_route, paper_trails
from offences.models import CardVersion, Offence
from offences.selectors import every_full_card

LANGUAGES = ("en", "fr")
Content = dict[str, dict[str, str]]

# The parts of a card in the order in which they stand on it, with their headings.
PARTS: dict[str, str | Promise] = {
    "name": _("Name"),
    "section": _("Section"),
    "statute": _("Statute"),
    "classification": _("Type"),
    "classification_note": _("Type"),
    "maximum": _("Maximum"),
    "law_status": _("Status"),
    "in_force_from": _("In force from"),
    "law_read_on": _("Law read as it stood on"),
    "law_changed_on": _("The law changed"),
    "law_changed_by": _("The law changed"),
    "earlier_rule": _("The law changed"),
    "content_note": _("Before you read:"),
    "action": _("Do this"),
    "summary": _("Short version"),
    "body": _("Full text"),
    "elements": _("What must be shown"),
    "evidence": _("Evidence that helps"),
    "say": _("Words to say"),
    "channels": _("Where to file"),
    "caution": _("Take care"),
    "ladder": _("If you are brushed off"),
    "abroad": _("If the person is in another country"),
    "sources": _("Sources"),
}
TRANSLATED = (
    "name", "section", "classification_note", "maximum", "law_changed_by", "earlier_rule", "content_note", "action",
    "summary", "body", "evidence", "say", "caution",
)  # fmt: skip
PLAIN = ("classification", "law_status", "in_force_from", "law_read_on", "law_changed_on")


@dataclass(frozen=True)
class Change:
    """What one part of a card lost and gained, paragraph by paragraph, as Markdown."""

    part: str | Promise
    before: str
    now: str


class Surroundings:
    """What a card shows of its place: ways to report, the ladder, the routes. Read once for all cards."""

    def __init__(self) -> None:
        """Read it in five queries."""
        self._channels: dict[int, list[ReportingChannel]] = defaultdict(list)
        for channel in paper_trails():
            self._channels[channel.jurisdiction_id].append(channel)
        self._ladders = {ladder.jurisdiction_id: ladder for ladder in every_ladder()}
        self._routes = every_route()

    def content(self, place: Jurisdiction, language: str) -> dict[str, str]:
        """Return the parts that come from a place."""
        country = place.parent_id or place.pk
        ladders = [self._ladders[key] for key in dict.fromkeys((country, place.pk)) if key in self._ladders]
        # A part's own rungs take the place of its country's, as on the page.
        rungs = {rung.slug: rung for ladder in ladders for rung in ladder.rungs.all()}
        return {
            "channels": _lines(_channel_line(channel, language) for channel in self._channels[place.pk]),
            "ladder": _lines(
                ": ".join(filter(None, (_text(rung, "title", language), _text(rung, "action", language))))
                for rung in rungs.values()
            ),
            "abroad": _lines(
                _text(route, "title", language) for route in self._routes if route.destination_id != country
            ),
        }


def card_content(offence: Offence, surroundings: Surroundings) -> Content:
    """Return what a card says in each language. No query for a card out of `every_full_card`."""
    return {language: _in_language(offence, surroundings, language) for language in LANGUAGES}


def _in_language(offence: Offence, surroundings: Surroundings, language: str) -> dict[str, str]:
    content = {name: _text(offence, name, language) for name in TRANSLATED}
    content |= {name: str(getattr(offence, name) or "") for name in PLAIN}
    if offence.statute:
        parts = (_text(offence.statute, "name", language), _text(offence.statute, "citation", language))
        content["statute"] = ", ".join(filter(None, parts))
    content["elements"] = _lines(_text(element, "text", language) for element in offence.elements.all())
    content["sources"] = _lines(
        f"{_text(citation.source, 'title', language)}, {citation.locator}".rstrip(", ")
        for citation in offence.citations.all()
    )
    content |= surroundings.content(offence.jurisdiction, language)
    return {name: text for name, text in content.items() if text}


def _text(record: Any, field: str, language: str) -> str:
    return str(getattr(record, f"{field}_{language}") or getattr(record, f"{field}_en") or "")


def _channel_line(channel: ReportingChannel, language: str) -> str:
    number = channel.public_phone.number if channel.public_phone else ""
    address = channel.link.public_url if channel.link else ""
    parts = (_text(channel, "name", language), _text(channel, "action", language), number, address)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _lines(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def code_of(content: Content) -> str:
    """Return the version code of a content."""
    return spoken_code(json.dumps(content, sort_keys=True, ensure_ascii=False), VERSION_SYLLABLES)


@transaction.atomic
def keep_versions(**_signal: Any) -> None:
    """Keep today's version of each published card that says something new. Ten queries, and one to write."""
    surroundings = Surroundings()
    latest = dict(CardVersion.objects.filter(pk__in=_latest_keys()).values_list("offence_id", "code"))
    fresh = []
    for offence in every_full_card():
        content = card_content(offence, surroundings)
        code = code_of(content)
        if latest.get(offence.pk) != code:
            fresh.append(CardVersion(offence=offence, code=code, day=timezone.localdate(), content=content))
    CardVersion.objects.bulk_create(fresh)


def _latest_keys() -> list[int]:
    newest = CardVersion.objects.order_by().values("offence").annotate(newest=Max("pk"))
    return list(newest.values_list("newest", flat=True))


def changes_between(old: CardVersion, new: CardVersion, language: str) -> list[Change]:
    """Return what differs for a reader of one language, in the order of the card. No query."""
    before, now = (version.content.get(language, {}) for version in (old, new))
    changes = []
    for part, heading in PARTS.items():
        if before.get(part, "") != now.get(part, ""):
            lost, gained = _paragraphs(before.get(part, ""), now.get(part, ""))
            changes.append(Change(heading, lost, gained))
    return changes


def _paragraphs(before: str, now: str) -> tuple[str, str]:
    """Return the paragraphs that only the older text has, and those that only the newer one has."""
    lost, gained = [], []
    for line in difflib.ndiff(before.split("\n\n"), now.split("\n\n")):
        if line.startswith("- "):
            lost.append(line[2:])
        elif line.startswith("+ "):
            gained.append(line[2:])
    return "\n\n".join(lost), "\n\n".join(gained)
