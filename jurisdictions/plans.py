"""The plan for two countries: one ordered list out of a home's row, a destination's row and, where one is, a pair's."""

from collections.abc import Iterable
from dataclasses import dataclass

from jurisdictions.models import CrossBorderRoute, RouteStep


@dataclass(frozen=True)
class Stretch:
    """The steps of one stage. `start` is the number of its first step in the whole list."""

    stage: RouteStep.Stage
    start: int
    steps: list[RouteStep]


def two_country_plan(routes: Iterable[CrossBorderRoute]) -> list[Stretch]:
    """Return every step once, in the order of the stages, numbered through.

    Of two steps of one slug the nearer to the pair counts: a destination's before a home's, a pair's before both.
    """
    return stretches(step for route in sorted(routes, key=_nearness) for step in route.steps.all())


def stretches(steps: Iterable[RouteStep]) -> list[Stretch]:
    """Return these steps stage by stage. Of two with the same slug the later counts, in the earlier one's place."""
    by_slug = {step.slug: step for step in steps}
    plan, start = [], 1
    for stage in RouteStep.Stage:
        found = [step for step in by_slug.values() if step.stage == stage]
        # What is done at home stands before what is done elsewhere.
        found.sort(key=lambda step: step.route.home_id is None)
        if found:
            plan.append(Stretch(stage, start, found))
            start += len(found)
    return plan


def _nearness(route: CrossBorderRoute) -> int:
    """Return 0 for a home's row, 1 for a destination's, 2 for a pair's."""
    if route.home_id is None:
        return 1
    return 2 if route.destination_id else 0
