"""Guides and the answers to a brush-off as JSON-LD."""

from collections.abc import Iterable

from django.conf import settings

from falseos.preview import Node
from falseos.rendering import plain
from falseos.templatetags.content_tags import translated
from guides.models import BrushOff
from jurisdictions.models import Jurisdiction, ReportingChannel
from jurisdictions.structured import government_services


def guide_nodes(place: Jurisdiction, channels: Iterable[ReportingChannel]) -> list[Node]:
    """Return the services that a guide leads to."""
    return government_services(channels, place)


def brushed_off_nodes(answers: Iterable[BrushOff]) -> list[Node]:
    """Return what police may say and what to reply as questions and answers."""
    questions = [_question(answer) for answer in answers]
    return [{"@type": "FAQPage", "mainEntity": questions}]


def _question(brush_off: BrushOff) -> Node:
    answer: Node = {
        "@type": "Answer",
        "text": plain(translated(brush_off, "reply")[0]),
        "url": f"{settings.SITE_URL}{brush_off.jurisdiction.address('brushed-off')}#{brush_off.slug}",
    }
    return {"@type": "Question", "name": plain(translated(brush_off, "said")[0]), "acceptedAnswer": answer}
