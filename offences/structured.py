"""A card as JSON-LD: the law it names, and the services that take a report."""

from collections.abc import Iterable

from django.conf import settings

from falseos.preview import Node
from falseos.rendering import plain
from falseos.templatetags.content_tags import translated
from jurisdictions.models import Jurisdiction, ReportingChannel
from jurisdictions.structured import government_services
from offences.models import Offence, Statute

LEGAL_FORCE = {
    Offence.LawStatus.IN_FORCE: "https://schema.org/InForce",
    Offence.LawStatus.NOT_IN_FORCE: "https://schema.org/NotInForce",
}


def card_nodes(offence: Offence, channels: Iterable[ReportingChannel]) -> list[Node]:
    """Return a card's nodes: its section of the law, where it is in a law, and where to file."""
    nodes = [legislation(offence, offence.statute)] if offence.statute else []
    return nodes + government_services(channels, offence.jurisdiction)


def legislation(offence: Offence, statute: Statute) -> Node:
    """Return the section that a card names, in its statute."""
    name, section = translated(statute, "name")[0], translated(offence, "section")[0]
    node: Node = {
        "@type": "Legislation",
        "@id": f"{settings.SITE_URL}{offence.get_absolute_url()}#law",
        "name": f"{name}, {section}",
        "legislationIdentifier": section,
        "legislationJurisdiction": _place(offence.jurisdiction),
        "legislationType": "Act",
        "about": plain(translated(offence, "name")[0]),
    }
    if offence.law_status in LEGAL_FORCE:
        node["legislationLegalForce"] = LEGAL_FORCE[Offence.LawStatus(offence.law_status)]
    if offence.law_read_on:
        node["legislationDateVersion"] = offence.law_read_on.isoformat()
    sources = [citation.source for citation in offence.citations.all() if citation.source.kind == "statute"]
    if sources:
        node["url"] = sources[0].public_url
    return node


def _place(place: Jurisdiction) -> Node:
    return {"@type": "AdministrativeArea", "name": translated(place, "name")[0], "identifier": place.code}
