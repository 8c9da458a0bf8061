"""Which offences fit what was ticked, strongest first, and which routes may be shown.

The matches and marks themselves are records; this only weighs them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guides.plan.answers import NO, QUIET, SILENT, UNDER_18, Answers
from jurisdictions.models import Citation, Told
from offences.models import BehaviourMatch, Offence, OffenceElement

Strength, ImageOf = BehaviourMatch.Strength, BehaviourMatch.ImageOf


@dataclass
class Fit:
    """One offence that fits, with the matches that say why, best first."""

    offence: Offence
    matches: list[BehaviourMatch] = field(default_factory=list)
    # Set by compose: what must be shown, which makes it stronger, and what the matches rest on.
    elements: list[OffenceElement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    @property
    def stronger(self) -> list[BehaviourMatch]:
        """Those of its matches that say what would make it stronger."""
        return [match for match in self.matches if match.stronger]

    @property
    def all(self) -> list[Citation]:
        """What its matches rest on, each source once, in the shape in which templates list sources."""
        return list({citation.source_id: citation for citation in self.citations}.values())

    @property
    def is_strong(self) -> bool:
        """Whether one of its matches says that it fits well."""
        return any(match.strength == Strength.STRONG for match in self.matches)

    @property
    def rank(self) -> tuple[object, ...]:
        """What the list is sorted by: well-fitting first, then the best place in any list, then how many lists."""
        best = min(match.position for match in self.matches)
        order = min(match.behaviour.position for match in self.matches)
        return (not self.is_strong, best, -len(self.matches), order, self.offence.slug)


def fitting(matches: Iterable[BehaviourMatch], answers: Answers) -> list[Fit]:
    """Return the offences that fit, each once, strongest first.

    An image of somebody under 18 comes before anything else: it decides what the reader may keep.
    """
    fits: dict[int, Fit] = {}
    for match in matches:
        if holds(match, answers):
            fits.setdefault(match.offence_id, Fit(match.offence)).matches.append(match)
    for fit in fits.values():
        fit.matches.sort(key=lambda match: (match.strength != Strength.STRONG, match.position))
    return sorted(fits.values(), key=lambda fit: (not _is_under_18(fit), *fit.rank))


def holds(match: BehaviourMatch, answers: Answers) -> bool:
    """Say whether a match holds beside everything else that was answered."""
    ticked = behaviours_of(answers)
    if match.only_with and match.only_with.slug not in ticked:
        return False
    if match.not_with and match.not_with.slug in ticked:
        return False
    if match.image_of == ImageOf.MINOR:
        return answers.shows_minor or answers.minor != NO
    return not (match.image_of == ImageOf.ADULT and answers.shows_minor)


def may_show(record: Any, answers: Answers) -> bool:
    """Say whether a route passes the reader's filter on who is told."""
    if answers.told == SILENT:
        return record.told == Told.NO
    return answers.told != QUIET or record.told not in (Told.YES, Told.DEPENDS)


def behaviours_of(answers: Answers) -> frozenset[str]:
    """Return what is happening: what was ticked, and what follows from the other answers."""
    return answers.behaviours | {UNDER_18} if answers.shows_minor else answers.behaviours


def _is_under_18(fit: Fit) -> bool:
    return any(match.behaviour.slug == UNDER_18 and match.position == 1 for match in fit.matches)
