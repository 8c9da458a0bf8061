"""A way to report as JSON-LD."""

from collections.abc import Iterable

from falseos.preview import Node
from falseos.rendering import plain
from falseos.templatetags.content_tags import translated
from jurisdictions.models import Jurisdiction, ReportingChannel


def government_services(channels: Iterable[ReportingChannel], place: Jurisdiction) -> list[Node]:
    """Return the services that channels lead to: those with an address or a number of their own."""
    return [_service(channel, place) for channel in channels if channel.link or channel.public_phone]


def _service(channel: ReportingChannel, place: Jurisdiction) -> Node:
    """Return the service that a channel leads to, with the address and the number that readers get."""
    node: Node = {
        "@type": "GovernmentService",
        "name": plain(translated(channel, "name")[0]),
        "areaServed": {"@type": "AdministrativeArea", "name": translated(place, "name")[0]},
    }
    if channel.authority:
        node["provider"] = {"@type": "GovernmentOrganization", "name": translated(channel.authority, "name")[0]}
    where: Node = {"@type": "ServiceChannel"}
    if channel.link:
        where["serviceUrl"] = channel.link.public_url
    if channel.public_phone:
        where["servicePhone"] = {"@type": "ContactPoint", "telephone": channel.public_phone.tel}
    node["availableChannel"] = where
    return node
