"""What can be found: one document for each card, page, part of a page, way to report, body and tool."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from falseos.base_models import Status
from guides.models import BrushOff, Essential, Guide, Page, Platform
from jurisdictions.models import Authority, CrossBorderRoute, EscalationLadder, Jurisdiction, ReportingChannel
from jurisdictions.selectors import destinations, pair_address
from offences.models import Behaviour, BehaviourMatch, Offence

CARD, BRUSH_OFF, ESSENTIAL, PLATFORM, ABROAD = "card", "brush-off", "essential", "platform", "abroad"
GUIDE, PART, CHANNEL, RUNG, BODY, TOOL, PAGE = "guide", "part", "channel", "rung", "body", "tool", "page"
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
    TOOL: _("Find it by place"),
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
    Offence, Behaviour, BehaviourMatch, Essential, Platform, Guide, Page, BrushOff, ReportingChannel, EscalationLadder,
    Authority, Jurisdiction, CrossBorderRoute,
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """The pages of places: those with a guide of their own, and the parts that share one."""

    guides: dict[int, Guide]
    parts: dict[int, Jurisdiction]

    @classmethod
    def among(cls, places: Iterable[Jurisdiction], guides: Iterable[Guide]) -> "Shown":
        """Return the pages of these places."""
        own = {guide.jurisdiction_id: guide for guide in guides if guide.jurisdiction.status == Status.PUBLISHED}
        sharing = {place.pk: place for place in places if place.law_place != place and place.law_place.pk in own}
        return cls(own, sharing)

    def page_of(self, place_id: int) -> Jurisdiction | None:
        """Return the place if it has a page."""
        return self.guides[place_id].jurisdiction if place_id in self.guides else self.parts.get(place_id)

    def blocks_of(self, place: Jurisdiction) -> set[str]:
        """Return the anchors of the blocks on a place's page."""
        return {block.slug for block in self.guides[place.law_place.pk].blocks.all()}


def documents(places: Iterable[Jurisdiction]) -> list[Document]:
    """Return everything that can be found; `places` are all that are published. Thirteen queries."""
    shown = Shown.among(places, _light(Guide).select_related("jurisdiction__parent").prefetch_related("blocks"))
    with override("en"):
        return [
            *_cards(),
            *_brush_offs(),
            *_essentials(),
            *_platforms(),
            *_abroad(shown.guides.values()),
            *_guides(shown.guides.values()),
            *_parts(shown.parts.values()),
            *_channels(shown),
            *_rungs(shown),
            *_bodies(shown),
            *_tools(shown.parts.values()),
            *_pages(),
        ]


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


def _platforms() -> Iterator[Document]:
    for platform in _light(Platform):
        yield _document(PLATFORM, platform.get_absolute_url(), platform, "name", line="summary")


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


def _parts(parts: Iterable[Jurisdiction]) -> Iterator[Document]:
    for place in parts:
        yield _document(GUIDE, place.get_absolute_url(), place, "name", place=place, line="policing")


def _channels(shown: Shown) -> Iterator[Document]:
    """Yield the ways to report that a page lists; civil routes stand on the pages of parts alone."""
    for channel in _light(ReportingChannel):
        place = shown.page_of(channel.jurisdiction_id)
        civil = channel.stage == ReportingChannel.Stage.CIVIL
        if place and (not civil or (place.pk in shown.parts and "protection" in shown.blocks_of(place))):
            url = f"{place.get_absolute_url()}#channel-{channel.slug}"
            yield _document(CHANNEL, url, channel, "name", place=place, line="summary")


def _rungs(shown: Shown) -> Iterator[Document]:
    for ladder in _light(EscalationLadder).prefetch_related("rungs"):
        if place := shown.page_of(ladder.jurisdiction_id):
            for rung in ladder.rungs.all():
                url = f"{place.get_absolute_url()}#rung-{rung.slug}"
                yield _document(RUNG, url, rung, "title", place=place, line="action")


# The block under which a page lists bodies of a kind.
BLOCK_OF: dict[str, str] = {
    Authority.Kind.HELPLINE: "helplines",
    Authority.Kind.VICTIM_SERVICES: "helplines",
    Authority.Kind.OVERSIGHT: "oversight",
}


def _bodies(shown: Shown) -> Iterator[Document]:
    """Yield the bodies that a page lists, with their place on it.

    A guide's country's bodies stand on it too. On the page of a part they are left to the country's own.
    """
    by_place: dict[int, list[Authority]] = {}
    for body in _light(Authority).filter(kind__in=[*BLOCK_OF, Authority.Kind.POLICE]):
        by_place.setdefault(body.jurisdiction_id, []).append(body)
    for place in [*(guide.jurisdiction for guide in shown.guides.values()), *shown.parts.values()]:
        blocks, is_part = shown.blocks_of(place), place.pk in shown.parts
        for body in [*by_place.get(place.pk, []), *(by_place.get(place.parent_id or 0, []) if not is_part else [])]:
            if body.kind == Authority.Kind.POLICE:
                anchor = f"police-{body.slug}" if is_part else ""
            else:
                anchor = f"authority-{body.slug}" if BLOCK_OF[body.kind] in blocks else ""
            if anchor:
                yield _document(BODY, f"{place.get_absolute_url()}#{anchor}", body, "name", place=place, line="role")


# What is looked up by place: the heading of the page, and what it says of itself.
FINDER = (
    _("Who is your police?"),
    _("Type your town. Get the police service, its number, and whether its online form takes threats."),
)
EMERGENCY = (_("Emergency numbers"), "")


def _tools(parts: Iterable[Jurisdiction]) -> Iterator[Document]:
    """Yield the finder of police of each country that has one, and the emergency numbers."""
    for country in {part.law_place.pk: part.law_place for part in parts}.values():
        yield _tool(reverse("police", kwargs={"country": country.slug}), *FINDER, place=country)
    yield _tool(f"{reverse('home')}#emergency-numbers", *EMERGENCY)


def _tool(url: str, name: Any, line: Any, place: Jurisdiction | None = None) -> Document:
    said: dict[str, str] = {}
    for language in ("en", "fr"):
        with override(language):
            said |= {f"name_{language}": str(name), f"line_{language}": str(line)}
    return _document(TOOL, url, SimpleNamespace(**said), "name", place=place, line="line")


def _pages() -> Iterator[Document]:
    for page in _light(Page):
        yield _document(PAGE, reverse(page.slug), page, "title", line="summary")
