"""Two drawings, computed from records: how a case travels between two countries, and the ladder.

They hold geometry and words only; the templates draw them, so that colours follow the reader's scheme. Units are those
of the drawing's own view box, 1 to a pixel at its natural size.
"""

import itertools
from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext

from jurisdictions.models import Authority, EscalationLadder, Jurisdiction
from jurisdictions.selectors import liaison_bodies

Kind = Authority.Kind

LINE = 19
BOX_WIDTH = 164
LEFT, RIGHT = 3, 193
LETTERS_A_LINE = 17
GAP = 36


@dataclass(frozen=True)
class Box:
    """A body in the drawing: where its box stands, and its words line by line with the place of each."""

    x: int
    y: int
    height: int
    lines: list[tuple[int, str]]
    mine: bool = False

    @property
    def middle(self) -> int:
        """The x at which arrows leave and arrive."""
        return self.x + BOX_WIDTH // 2

    @property
    def bottom(self) -> int:
        """The y at which an arrow leaves."""
        return self.y + self.height


@dataclass(frozen=True)
class Arrow:
    """A way between two boxes, as a path and the three corners of its head. `formal` is the treaty's way."""

    path: str
    head: str
    formal: bool


@dataclass(frozen=True)
class RouteMap:
    """The way of a case: police to police on the left, the treaty's way on the right, and the same in words."""

    height: int
    boxes: list[Box]
    arrows: list[Arrow]
    words: str


def route_map(home: Jurisdiction, destination: Jurisdiction) -> RouteMap | None:
    """Draw how a case gets from `home` to `destination`; None where a bureau of either is not known. Two queries."""
    here, there = liaison_bodies(home), liaison_bodies(destination)
    if Kind.NCB not in here or Kind.NCB not in there:
        return None
    police = gettext("Police in %(place)s") % {"place": destination.name_in_text or destination.name}
    left = [gettext("You"), gettext("Your local police"), here[Kind.NCB], there[Kind.NCB], police]
    central = [bodies[Kind.CENTRAL_AUTHORITY] for bodies in (here, there) if Kind.CENTRAL_AUTHORITY in bodies]
    right = [gettext("The prosecutor"), *central] if len(central) == 2 else []
    boxes, side = _rows(left, right)
    arrows = [_down(one, other, formal=False) for one, other in itertools.pairwise(boxes)]
    if side:
        arrows.append(_across(boxes[1], side[0]))
        arrows.extend(_down(one, other, formal=True) for one, other in itertools.pairwise(side))
        arrows.append(_back(side[-1], boxes[-1]))
    return RouteMap(boxes[-1].bottom + 6, [*boxes, *side], arrows, _in_words(left, right))


def _in_words(left: list[str], right: list[str]) -> str:
    words = gettext("The case travels from police to police: %(way)s.") % {"way": " → ".join(left)}
    if right:
        formal = " → ".join([left[1], *right, left[-1]])
        words += " " + gettext("Formal requests for evidence (MLAT) travel beside it: %(way)s.") % {"way": formal}
    return words


def _rows(left: list[str], right: list[str]) -> tuple[list[Box], list[Box]]:
    """Set two columns of boxes, those of one row equally high; the right column starts in the second row."""
    boxes: list[Box] = []
    side: list[Box] = []
    y = 6
    for number, text in enumerate(left):
        beside = right[number - 1] if 0 < number <= len(right) else ""
        height = max(2, *(len(wrap(words, LETTERS_A_LINE)) for words in (text, beside))) * LINE + 14
        boxes.append(_box(text, LEFT, y, height, mine=not boxes))
        if beside:
            side.append(_box(beside, RIGHT, y, height))
        y += height + GAP
    return boxes, side


def _box(text: str, x: int, y: int, height: int, *, mine: bool = False) -> Box:
    lines = wrap(text, LETTERS_A_LINE)
    first = y + (height - len(lines) * LINE) // 2 + 15
    return Box(x, y, height, [(first + number * LINE, line) for number, line in enumerate(lines)], mine)


def _down(one: Box, other: Box, *, formal: bool) -> Arrow:
    x, end = one.middle, other.y - 2
    return Arrow(f"M{x} {one.bottom}V{end - 8}", f"M{x - 7} {end - 10}h14l-7 10z", formal)


def _across(one: Box, other: Box) -> Arrow:
    y, end = one.y + one.height // 2, other.x - 2
    return Arrow(f"M{one.x + BOX_WIDTH} {y}H{end - 8}", f"M{end - 10} {y - 7}v14l10 -7z", True)


def _back(one: Box, other: Box) -> Arrow:
    y, end = other.y + other.height // 2, other.x + BOX_WIDTH + 2
    return Arrow(f"M{one.middle} {one.bottom}V{y}H{end + 8}", f"M{end + 10} {y - 7}v14l-10 -7z", True)


@dataclass(frozen=True)
class LadderRow:
    """One rung of the drawn ladder: its number, its address on the page, its height and its words."""

    number: int
    y: int
    lines: list[tuple[int, str]]


@dataclass(frozen=True)
class LadderDrawing:
    """The ladder from its foot upwards: the first rung stands at the bottom."""

    height: int
    rows: list[LadderRow]


def ladder_drawing(ladder: EscalationLadder) -> LadderDrawing:
    """Draw a ladder's rungs, the first at the foot."""
    rows, y = [], 10
    rungs = list(enumerate(ladder.merged_rungs, start=1))
    for number, rung in reversed(rungs):
        lines = wrap(rung.title, 34)
        first = y + 24 - (len(lines) - 1) * LINE // 2
        rows.append(LadderRow(number, y, [(first + at * LINE, line) for at, line in enumerate(lines)]))
        y += 48
    return LadderDrawing(y + 6, rows)
