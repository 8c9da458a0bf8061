"""The questions of the plan and their choices, with what the reader has chosen already."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from guides.models import Guide, Platform
from guides.plan.answers import NO, NOT_KNOWN, QUIET, SAME_PLACE, SILENT, YES, Answers
from guides.plan.platforms import plan_platforms
from guides.plan.selectors import columns
from jurisdictions.models import CrossBorderRoute, Jurisdiction
from offences.models import Behaviour


@dataclass(frozen=True)
class Choice:
    """One option. `record` speaks where it has one, `label` otherwise."""

    code: str
    chosen: bool
    label: str = ""
    record: object | None = None


@dataclass(frozen=True)
class Questions:
    """What the form shows, and the records that the answers name. Codes that name nothing are gone from both."""

    behaviours: list[Choice]
    homes: list[Choice]
    aways: list[Choice]
    platforms: list[Choice]
    danger: list[Choice]
    minor: list[Choice]
    told: list[Choice]
    known_behaviours: list[Behaviour]
    chosen_behaviours: list[Behaviour]
    chosen_platforms: list[Platform]
    home: Jurisdiction | None
    # The country where the other person is, where the guide has a page for it.
    destination: Jurisdiction | None
    # Whether the other person is somewhere else: in a country without such a page, or nobody knows where.
    elsewhere: bool


def questions(answers: Answers) -> Questions:
    """Return the form for these answers. Three queries."""
    behaviours = list(
        Behaviour.objects.published().only(*columns(plain=["slug", "position", "audience"], texts=["name"]))
    )
    places = _places()
    platforms = plan_platforms()
    homes = [place for place in places if place.is_home]
    countries = [place for place in places if place.parent is None]
    home = next((place for place in homes if place.slug == answers.home), None)
    named = next((place for place in countries if place.slug == answers.away), None)
    same = answers.away == SAME_PLACE or (home is not None and named == (home.parent or home))
    destination = named if named and named.is_destination and not same else None
    elsewhere = answers.away == NOT_KNOWN or (named is not None and destination is None and not same)
    return Questions(
        behaviours=[Choice(one.slug, one.slug in answers.behaviours, record=one) for one in behaviours],
        homes=[Choice(place.slug, place == home, record=place) for place in homes],
        aways=_aways([place for place in countries if place.is_destination], destination, same, elsewhere),
        platforms=[Choice(one.slug, one.slug in answers.platforms, record=one) for one in platforms],
        danger=_yes_no(answers.danger),
        minor=_yes_no(answers.minor),
        told=[
            Choice(QUIET, answers.told == QUIET, gettext("Leave out what is known to tell them")),
            Choice(SILENT, answers.told == SILENT, gettext("Show only what is known not to tell them")),
        ],
        known_behaviours=behaviours,
        chosen_behaviours=[one for one in behaviours if one.slug in answers.behaviours],
        chosen_platforms=[one for one in platforms if one.slug in answers.platforms],
        home=home,
        destination=destination,
        elsewhere=elsewhere,
    )


def _places() -> list[Jurisdiction]:
    """Return every place in order, parts behind their country; `is_home` marks those a plan can be made for.

    `is_destination` marks those that a page for two countries leads to. One query: a part finds its country among the
    places themselves.
    """
    guides = Guide.objects.published()
    routes = CrossBorderRoute.objects.published().filter(home=None, destination=OuterRef("pk"))
    places = list(
        Jurisdiction.objects.published()
        .annotate(has_guide=Exists(guides.filter(jurisdiction=OuterRef("pk"))), is_destination=Exists(routes))
        .only(
            *columns(
                plain=["slug", "kind", "parent", "position", "emergency_number"],
                texts=["name", "name_in_text", "emergency_note"],
            )
        )
        .order_by("position", "slug")
    )
    countries = {place.pk: place for place in places if place.parent_id is None}
    parts = [place for place in places if place.parent_id in countries]
    for part in parts:
        part.parent = countries[part.parent_id]
    for place in (*countries.values(), *parts):
        place.is_home = place.has_guide or (place.parent is not None and place.parent.has_guide)
    return [
        place
        for country in countries.values()
        for place in (country, *(part for part in parts if part.parent_id == country.pk))
    ]


def _aways(
    countries: list[Jurisdiction], destination: Jurisdiction | None, same: bool, elsewhere: bool
) -> list[Choice]:
    return [
        Choice(SAME_PLACE, same, gettext("In the same country as me")),
        Choice(NOT_KNOWN, elsewhere, gettext("In another country, or I do not know")),
        *(Choice(place.slug, place == destination, record=place) for place in countries),
    ]


def _yes_no(answer: str) -> list[Choice]:
    return [Choice(YES, answer == YES, gettext("Yes")), Choice(NO, answer == NO, gettext("No"))]
