"""Handouts: cards, blocks and essentials that somebody picked, at an address made of their codes."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from falseos.base_models import Status
from falseos.codes import spoken_code
from guides.models import BlockCitation, Essential, EssentialCitation, GuideBlock
from guides.sharing.aliases import card_by_code
from jurisdictions.models import Jurisdiction
from jurisdictions.selectors import authorities_of, channels_of, ladder_of, with_sources
from offences.models import CardVersion, Offence
from offences.selectors import every_full_card

MOST_PARTS = 60
Block = GuideBlock.Slug
# Blocks that are only a heading for records which a handout has no room for.
LEFT_OUT = {Block.OFFENCES, Block.ABROAD, Block.ESSENTIALS}


def block_code(place: str, block: str) -> str:
    """Return the code of one block of a place's guide."""
    return spoken_code(f"{place}#{block}")


def essential_code(slug: str) -> str:
    """Return the code of an essential."""
    return spoken_code(f"essential#{slug}")


@dataclass
class Surroundings:
    """What one place's cards and blocks show beside their own words; each kind read when first asked for."""

    place: Jurisdiction

    @cached_property
    def channels(self) -> dict[str, list[Any]]:
        """The ways to report by stage."""
        by_stage = defaultdict(list)
        for channel in channels_of(self.place):
            by_stage[channel.stage].append(channel)
        return by_stage

    @cached_property
    def ladder(self) -> Any:
        """The ladder."""
        return ladder_of(self.place)

    def authorities(self, kind: str) -> list[Any]:
        """The bodies of one kind."""
        return authorities_of(self.place, kind)


@dataclass
class Part:
    """One part of a handout: a card, a block or an essential, with the records that it shows."""

    kind: str
    record: Any
    place: Jurisdiction | None = None
    channels: list[Any] = field(default_factory=list)
    ladder: Any = None
    authorities: list[Any] = field(default_factory=list)
    version: CardVersion | None = None


@dataclass
class Handout:
    """The parts in the order in which they were asked for, and whether some are no longer in the guide."""

    parts: list[Part]
    incomplete: bool


def handout(codes: list[str]) -> Handout:
    """Return what these codes stand for. The number of queries grows with the number of places, not of parts."""
    asked = list(dict.fromkeys(codes))[:MOST_PARTS]
    known = _cards(asked) | _blocks(asked) | _essentials(asked)
    for code in asked:
        if code not in known and (renamed := card_by_code(code)):
            known[code] = Part("card", renamed, renamed.jurisdiction)
    parts = [known[code] for code in asked if code in known]
    _surround(parts)
    return Handout(parts, incomplete=len(parts) < len(asked))


def _cards(codes: list[str]) -> dict[str, Part]:
    cards = list(every_full_card().filter(short_code__in=codes))
    versions = {v.offence_id: v for v in CardVersion.objects.filter(offence__in=cards).order_by("pk")}
    for version in versions.values():
        version.offence = next(card for card in cards if card.pk == version.offence_id)
    return {card.short_code: Part("card", card, card.jurisdiction, version=versions.get(card.pk)) for card in cards}


def _blocks(codes: list[str]) -> dict[str, Part]:
    wanted = {}
    for block in all_blocks():
        place = block.guide.jurisdiction
        if (code := block_code(place.slug, block.slug)) in codes:
            wanted[code] = Part("block", block, place)
    return wanted


def all_blocks() -> list[GuideBlock]:
    """Return the blocks of every published guide that a handout can take, with sources. Two queries."""
    return list(
        GuideBlock.objects.filter(guide__status=Status.PUBLISHED, guide__jurisdiction__status=Status.PUBLISHED)
        .exclude(slug__in=LEFT_OUT)
        .select_related("guide__jurisdiction__parent")
        .prefetch_related(with_sources("citations", BlockCitation))
        .order_by("guide__jurisdiction__position", "position")
    )


def _essentials(codes: list[str]) -> dict[str, Part]:
    found = Essential.objects.published().prefetch_related(with_sources("citations", EssentialCitation))
    return {code: Part("essential", each) for each in found if (code := essential_code(each.slug)) in codes}


def _surround(parts: list[Part]) -> None:
    """Give each part what its place adds to it."""
    places: dict[int, Surroundings] = {}
    for part in parts:
        if part.place is None:
            continue
        around = places.setdefault(part.place.pk, Surroundings(part.place))
        if part.kind == "card" or part.record.slug == Block.STEP_1:
            part.channels = around.channels["paper_trail"]
        elif part.record.slug == Block.STEP_2:
            part.channels = around.channels["national_body"]
        elif part.record.slug == Block.LADDER:
            part.ladder = around.ladder
        elif part.record.slug in (Block.OVERSIGHT, Block.HELPLINES):
            kind = "oversight" if part.record.slug == Block.OVERSIGHT else "helpline"
            part.authorities = around.authorities(kind)


@dataclass(frozen=True)
class Choice:
    """Something that can go into a handout: its code, its record and the field that names it."""

    code: str
    record: Any
    name: str


def choices(place: Jurisdiction) -> dict[str, list[Choice]]:
    """Return what a place offers for handouts, by kind. Four queries."""
    cards = Offence.objects.published().filter(jurisdiction=place).order_by("group", "position")
    blocks = [block for block in all_blocks() if block.guide.jurisdiction_id == place.pk]
    return {
        "cards": [Choice(card.short_code, card, "name") for card in cards],
        "blocks": [Choice(block_code(place.slug, block.slug), block, "title") for block in blocks],
        "essentials": [Choice(essential_code(each.slug), each, "title") for each in Essential.objects.published()],
    }
