"""The one place where the plan asks for platforms."""

from typing import Any


def plan_platforms() -> list[Any]:
    """Return the platforms a reader may tick, each with `slug`, `name` and an address. No query without any."""
    return []


def platform_steps(platforms: list[Any]) -> list[Any]:
    """Return what to do on these platforms, with the mark of who is told. No query while there are none."""
    return []
