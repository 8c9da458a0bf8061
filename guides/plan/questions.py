"""The questions of the plan and their choices, with what the reader has chosen already."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from guides.models import Guide
from guides.plan.answers import NO, NOT_KNOWN, QUIET, SAME_PLACE, SILENT, YES, Answers
from guides.plan.platforms import plan_platforms
from guides.plan.selectors import columns
from jurisdictions.models import Jurisdiction
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
    chosen_platforms: list[object]
    home: Jurisdiction | None
    destination: Jurisdiction | None


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
    destination = next((place for place in countries if place.slug == answers.away), None)
    if home and destination == (home.parent or home):
        destination = None
    return Questions(
        behaviours=[Choice(one.slug, one.slug in answers.behaviours, record=one) for one in behaviours],
        homes=[Choice(place.slug, place == home, record=place) for place in homes],
        aways=_aways(countries, destination, answers),
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
    )


def _places() -> list[Jurisdiction]:
    """Return every place in order, parts behind their country; `is_home` marks those a plan can be made for.

    One query: a part finds its country among the places themselves.
    """
    guides = Guide.objects.published()
    places = list(
        Jurisdiction.objects.published()
        .annotate(has_guide=Exists(guides.filter(jurisdiction=OuterRef("pk"))))
        .only(
            *columns(
                plain=["slug", "parent", "position", "emergency_number"],
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


def _aways(countries: list[Jurisdiction], destination: Jurisdiction | None, answers: Answers) -> list[Choice]:
    same = answers.away == SAME_PLACE or (destination is None and any(c.slug == answers.away for c in countries))
    return [
        Choice(SAME_PLACE, same, gettext("In the same country as me")),
        Choice(NOT_KNOWN, answers.away == NOT_KNOWN, gettext("In another country, or I do not know")),
        *(Choice(place.slug, place == destination, record=place) for place in countries),
    ]


def _yes_no(answer: str) -> list[Choice]:
    return [Choice(YES, answer == YES, gettext("Yes")), Choice(NO, answer == NO, gettext("No"))]
