"""Guides and the first page as JSON-LD."""

from collections.abc import Iterable

from django.conf import settings

from falseos.preview import Node
from falseos.rendering import plain
from falseos.templatetags.content_tags import translated
from jurisdictions.models import Jurisdiction, ReportingChannel
from jurisdictions.structured import government_service
from offences.models import Behaviour, Offence


def guide_nodes(place: Jurisdiction, channels: Iterable[ReportingChannel]) -> list[Node]:
    """Return the services that a guide leads to."""
    return [government_service(channel, place) for channel in channels]


def home_nodes(behaviours: Iterable[Behaviour]) -> list[Node]:
    """Return the first page's questions and answers: what is happening, and which offence may be named."""
    questions = [_question(each, each.first_offence) for each in behaviours if each.first_offence]
    return [{"@type": "FAQPage", "mainEntity": questions}] if questions else []


def _question(behaviour: Behaviour, offence: Offence) -> Node:
    answer: Node = {
        "@type": "Answer",
        "text": plain(translated(offence, "name")[0]),
        "url": settings.SITE_URL + offence.get_absolute_url(),
    }
    return {"@type": "Question", "name": plain(translated(behaviour, "name")[0]), "acceptedAnswer": answer}
