"""How the admin's front page gets the desk."""

from typing import Any

from django import template

from guides.desk.sections import Section, front
from guides.desk.views import MAY_LOOK

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_front(context: dict[str, Any]) -> list[Section] | None:
    """Return the desk's sections; None for somebody who may not look at the records."""
    user = context["request"].user
    return front() if user.has_perm(MAY_LOOK) else None
