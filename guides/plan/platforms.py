"""The platforms of the plan: which a reader may tick, and how to report to those that were."""

from dataclasses import dataclass

from guides.models import Platform, PlatformRoute
from guides.plan.answers import Answers
from guides.plan.rules import may_show
from guides.plan.selectors import SOURCE, columns

KINDS = list(PlatformRoute.Kind.values)


@dataclass(frozen=True)
class PlatformSteps:
    """What to do on one platform."""

    platform: Platform
    # The ways to report that the plan prints, in the order of the platform's page.
    routes: list[PlatformRoute]
    # How many the reader's filter on who is told leaves out.
    left_out: int


def plan_platforms() -> list[Platform]:
    """Return the platforms a reader may tick, each with its website. One query."""
    found = Platform.objects.published().select_related("website")
    return list(found.only(*columns(plain=["slug", "position"], texts=["name"]), *columns("website__", **SOURCE)))


def platform_steps(platforms: list[Platform], answers: Answers) -> list[PlatformSteps]:
    """Return what to do on these platforms, as far as the reader's filter lets it. One query, none for no platform.

    Only what was read is printed: a route that awaits its check has no steps for readers.
    """
    if not platforms:
        return []
    by_platform: dict[int, list[PlatformRoute]] = {}
    routes = (
        PlatformRoute.objects.published()
        .filter(platform__in=platforms)
        .select_related("link")
        .only(
            *columns(plain=["platform", "kind", "status", "told"], texts=["steps", "told_note"]),
            *columns("link__", **SOURCE),
        )
    )
    for route in sorted(routes, key=lambda route: KINDS.index(route.kind)):
        by_platform.setdefault(route.platform_id, []).append(route)
    return [_steps(platform, by_platform.get(platform.pk, []), answers) for platform in platforms]


def _steps(platform: Platform, routes: list[PlatformRoute], answers: Answers) -> PlatformSteps:
    shown = [route for route in routes if may_show(route, answers)]
    return PlatformSteps(platform, shown, len(routes) - len(shown))
