"""What a reader ticked, as codes. There is no free text in it and nothing about a person."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

YES, NO = "yes", "no"
SAME_PLACE, NOT_KNOWN = "same", "not-known"
# How far the reader wants to stay unseen: leave out what tells the other person, or keep only what is known not to.
QUIET, SILENT = "quiet", "silent"
# More codes than any list has; a longer message is not read to its end.
MOST_CODES = 60


@dataclass(frozen=True)
class Answers:
    """The reader's choices. Empty means skipped. Codes are kept as sent: whoever looks one up drops unknown ones."""

    behaviours: frozenset[str] = frozenset()
    home: str = ""
    away: str = ""
    platforms: frozenset[str] = frozenset()
    danger: str = ""
    minor: str = ""
    told: str = ""
    # How the answers came, for the page to say: whether anything at all was answered.
    given: bool = field(default=False)

    @property
    def shows_minor(self) -> bool:
        """Whether somebody under 18 may be in an image, as far as the reader has said."""
        return self.minor == YES or UNDER_18 in self.behaviours

    def link(self, behaviours: list[str], home: str, away: str) -> str:
        """Return an address for an advocate to send: behaviours and places alone, whatever else was answered."""
        pairs = [("b", slug) for slug in behaviours]
        pairs += [(name, code) for name, code in (("home", home), ("away", away)) if code]
        return f"{reverse('plan')}?{urlencode(pairs)}"


# The behaviour that a "yes" to "is somebody under 18 in an image" stands for.
UNDER_18 = "under-18-image"


def read_answers(sent: QueryDict) -> Answers:
    """Return what a form or an address says. Unknown fields and values of an unknown shape are dropped."""
    behaviours, platforms = _codes(sent, "b"), _codes(sent, "platform")
    home, away = _one(sent, "home"), _one(sent, "away")
    danger, minor = _one_of(sent, "danger", YES, NO), _one_of(sent, "minor", YES, NO)
    told = _one_of(sent, "told", QUIET, SILENT)
    given = any((behaviours, platforms, home, away, danger, minor, told)) or "make" in sent
    return Answers(behaviours, home, away, platforms, danger, minor, told, given)


def _codes(sent: QueryDict, name: str) -> frozenset[str]:
    return frozenset(code for code in sent.getlist(name)[:MOST_CODES] if _is_code(code))


def _one(sent: QueryDict, name: str) -> str:
    code = sent.get(name, "")
    return code if _is_code(code) else ""


def _one_of(sent: QueryDict, name: str, *allowed: str) -> str:
    code = sent.get(name, "")
    return code if code in allowed else ""


def _is_code(code: object) -> bool:
    return isinstance(code, str) and 0 < len(code) <= 80 and code.isascii() and code.replace("-", "").isalnum()
