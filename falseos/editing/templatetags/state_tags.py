"""Values of a state as an editor reads them."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def state_text(value: Any) -> str:
    """Return a text, a list of references or a list of parts as plain lines."""
    if isinstance(value, list):
        return "\n".join(_part(number, item) for number, item in enumerate(value, start=1))
    return str(value)


def _part(number: int, item: Any) -> str:
    if isinstance(item, dict):
        return f"{number}. " + "; ".join(f"{name}: {state_text(inner)}" for name, inner in item.items())
    return str(item)
