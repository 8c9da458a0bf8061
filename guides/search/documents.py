"""What can be found: one document for each card, page, part of a page, way to report and body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from falseos.base_models import Status
from guides.models import BrushOff, Essential, Guide, Page
from guides.plan.platforms import plan_platforms
from jurisdictions.models import Authority, CrossBorderRoute, EscalationLadder, Jurisdiction, ReportingChannel
from jurisdictions.selectors import destinations, pair_address
from offences.models import Behaviour, BehaviourMatch, Offence

CARD, BRUSH_OFF, ESSENTIAL, PLATFORM, ABROAD = "card", "brush-off", "essential", "platform", "abroad"
GUIDE, PART, CHANNEL, RUNG, BODY, PAGE = "guide", "part", "channel", "rung", "body", "page"
# The order among equals: cards first.
KINDS = {
    CARD: _("Card"),
    BRUSH_OFF: _("What to say"),
    ESSENTIAL: _("Essential"),
    PLATFORM: _("Platform"),
    ABROAD: _("Two countries"),
    GUIDE: _("Guide"),
    PART: _("Part of a guide"),
    CHANNEL: _("Way to report"),
    RUNG: _("Rung of the ladder"),
    BODY: _("Body"),
    PAGE: _("About this site"),
}
# How much a behaviour's words count for a card, by the card's place in the behaviour's list.
BY_POSITION = {1: 0.95, 2: 0.7, 3: 0.55}


@dataclass
class Document:
    """One thing to find. `phrases` are whole sentences with their weight, `text` is what else it says."""

    kind: str
    url: str
    name_en: str
    name_fr: str = ""
    place: str = ""
    country: str = ""
    destination: str = ""
    place_name_en: str = ""
    place_name_fr: str = ""
    section_en: str = ""
    section_fr: str = ""
    section_number: str = ""
    line_en: str = ""
    line_fr: str = ""
    phrases: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """What sort of thing it is, in the reader's language."""
        return str(KINDS[self.kind])


# Every kind of record that the index is made of: saving one of them renews it.
INDEXED = (
    Offence, Behaviour, BehaviourMatch, Essential, Guide, Page, BrushOff, ReportingChannel, EscalationLadder, Authority,
    Jurisdiction, CrossBorderRoute,
)  # fmt: skip


def documents() -> list[Document]:
    """Return everything that can be found. Twelve queries."""
    guides = list(_light(Guide).select_related("jurisdiction__parent").prefetch_related("blocks"))
    homes = {guide.jurisdiction_id: guide for guide in guides if guide.jurisdiction.status == Status.PUBLISHED}
    with override("en"):
        return [
            *_cards(),
            *_brush_offs(),
            *_essentials(),
            *platform_documents(),
            *_abroad(homes.values()),
            *_guides(homes.values()),
            *_channels(homes),
            *_rungs(homes),
            *_bodies(homes.values()),
            *_pages(),
        ]


def platform_documents() -> Iterator[Document]:
    """Yield the platforms' own pages."""
    for platform in plan_platforms():
        yield _document(PLATFORM, platform.get_absolute_url(), platform, "name", line="summary")


def _light(model: Any) -> QuerySet[Any]:
    return model.objects.published().defer("loaded_state")


def _document(
    kind: str, url: str, record: Any, name: str, *, place: Jurisdiction | None = None, line: str = "", **more: Any
) -> Document:
    """Return a document from a record's fields in both languages, with its victims' words as phrases."""
    document = Document(kind, url, _text(record, name, "en"), _text(record, name, "fr"), **more)
    if line:
        document.line_en, document.line_fr = _text(record, line, "en"), _text(record, line, "fr")
    if place:
        document.place, document.country = place.slug, (place.parent or place).slug
        document.place_name_en, document.place_name_fr = _text(place, "name", "en"), _text(place, "name", "fr")
    document.phrases.extend(_own_phrases(record, name))
    return document


def _text(record: Any, name: str, language: str) -> str:
    return getattr(record, f"{name}_{language}", None) or ""


def _own_phrases(record: Any, name: str, weight: float = 1.0) -> Iterator[tuple[str, str, float]]:
    """Yield a record's name and its victims' words, one line each."""
    for language in ("en", "fr"):
        if text := _text(record, name, language):
            yield text, language, weight
        for line in _text(record, "lay_terms", language).splitlines():
            if line.strip():
                yield line.strip(), language, weight


def _cards() -> Iterator[Document]:
    by_offence: dict[int, list[BehaviourMatch]] = {}
    matches = _light(BehaviourMatch).filter(behaviour__status=Status.PUBLISHED).select_related("behaviour")
    for match in matches.defer("loaded_state", "behaviour__loaded_state"):
        by_offence.setdefault(match.offence_id, []).append(match)
    for card in _light(Offence).select_related("jurisdiction__parent").defer("loaded_state", "body_en", "body_fr"):
        document = _document(CARD, card.get_absolute_url(), card, "name", place=card.jurisdiction, line="summary")
        document.section_en, document.section_fr = card.section_en or "", card.section_fr or ""
        document.section_number = card.section_number
        for match in by_offence.get(card.pk, []):
            weight = BY_POSITION.get(match.position, 0.4)
            document.phrases.extend(_own_phrases(match.behaviour, "name", weight))
        yield document


def _brush_offs() -> Iterator[Document]:
    for answer in _light(BrushOff).select_related("jurisdiction__parent"):
        yield _document(BRUSH_OFF, answer.get_absolute_url(), answer, "said", place=answer.jurisdiction, line="reply")


def _essentials() -> Iterator[Document]:
    for essential in _light(Essential):
        yield _document(ESSENTIAL, essential.get_absolute_url(), essential, "title", line="summary")


def _abroad(guides: Iterable[Guide]) -> Iterator[Document]:
    routes = destinations()
    for home in (guide.jurisdiction for guide in guides):
        for route in routes:
            if home == home.law_place and route.destination != (home.parent or home):
                document = _document(ABROAD, pair_address(home, route), route, "title", place=home, line="summary")
                document.destination = route.destination.slug if route.destination else ""
                yield document


def _guides(guides: Iterable[Guide]) -> Iterator[Document]:
    for guide in guides:
        place = guide.jurisdiction
        yield _document(GUIDE, place.get_absolute_url(), guide, "title", place=place, line="promise")
        for block in guide.blocks.all():
            url = f"{place.get_absolute_url()}#{block.slug}"
            document = _document(PART, url, block, "title", place=place, line="summary")
            document.phrases += [(text, lang, 0.8) for lang in ("en", "fr") if (text := _text(block, "action", lang))]
            yield document


def _channels(homes: dict[int, Guide]) -> Iterator[Document]:
    stages = [ReportingChannel.Stage.PAPER_TRAIL, ReportingChannel.Stage.NATIONAL_BODY]
    for channel in _light(ReportingChannel).filter(stage__in=stages).select_related("jurisdiction__parent"):
        if channel.jurisdiction_id in homes:
            url = f"{channel.jurisdiction.get_absolute_url()}#channel-{channel.slug}"
            yield _document(CHANNEL, url, channel, "name", place=channel.jurisdiction, line="summary")


def _rungs(homes: dict[int, Guide]) -> Iterator[Document]:
    for ladder in _light(EscalationLadder).select_related("jurisdiction__parent").prefetch_related("rungs"):
        if ladder.jurisdiction_id in homes:
            for rung in ladder.rungs.all():
                url = f"{ladder.jurisdiction.get_absolute_url()}#rung-{rung.slug}"
                yield _document(RUNG, url, rung, "title", place=ladder.jurisdiction, line="action")


def _bodies(guides: Iterable[Guide]) -> Iterator[Document]:
    """Yield the bodies that a guide lists, with their place on its page."""
    kinds = {"helplines": Authority.Kind.HELPLINE, "oversight": Authority.Kind.OVERSIGHT}
    by_place: dict[int, list[Authority]] = {}
    for body in _light(Authority).filter(kind__in=list(kinds.values())):
        by_place.setdefault(body.jurisdiction_id, []).append(body)
    for guide in guides:
        place = guide.jurisdiction
        shown = {kinds[block.slug] for block in guide.blocks.all() if block.slug in kinds}
        for body in [*by_place.get(place.pk, []), *by_place.get(place.parent_id or 0, [])]:
            if body.kind in shown:
                url = f"{place.get_absolute_url()}#authority-{body.slug}"
                yield _document(BODY, url, body, "name", place=place, line="role")


def _pages() -> Iterator[Document]:
    for page in _light(Page):
        yield _document(PAGE, reverse(page.slug), page, "title", line="summary")
