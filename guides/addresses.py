"""Every public address, for the sitemap and for the tests that visit them all."""

from collections.abc import Iterator

from django.urls import reverse

from guides.models import Page
from guides.selectors import essentials, guided_homes
from jurisdictions.selectors import routes_from
from offences.models import Offence


def public_addresses() -> Iterator[str]:
    """Yield the path of each public page once, the home page first."""
    yield reverse("home")
    homes = guided_homes()
    for country in dict.fromkeys(home.parent for home in homes if home.parent):
        yield country.get_absolute_url()
    for home in homes:
        yield home.get_absolute_url()
        yield home.address("offences")
        for route in routes_from(home):
            yield route.pair_url
    for offence in Offence.objects.published().select_related("jurisdiction__parent"):
        yield offence.get_absolute_url()
    for essential in essentials():
        yield essential.get_absolute_url()
    yield reverse("sources")
    yield reverse("changes")
    for page in Page.objects.published():
        yield reverse(page.slug)
