"""The plan itself: every part of the page, from the answers, the records and today's date."""

import datetime
from dataclasses import dataclass
from typing import Any

from guides.models import Essential
from guides.plan import selectors
from guides.plan.answers import NOT_KNOWN, YES, Answers
from guides.plan.platforms import platform_steps
from guides.plan.questions import Questions
from guides.plan.rules import Fit, fitting, may_show
from jurisdictions.models import Authority, Jurisdiction, LadderRung, ReportingChannel
from jurisdictions.plans import Stretch, stretches
from jurisdictions.selectors import rungs_of, steps_between
from offences.models import Behaviour, Offence

Audience, Stage = Authority.Audience, ReportingChannel.Stage
# Ours, not the law's: no source says how long to stay on a rung, so the page says that it is a suggestion.
ON_A_RUNG = datetime.timedelta(days=14)
# Danger and a person abroad do not wait for a day, and national bodies are told the day the local police are.
AT_ANY_TIME = frozenset({"emergency", "cross-border"})
SAME_DAY = frozenset({"national-intake", "report-fraud", "netsafe", "removal"})
# More would be a list to study, not a plan.
MOST_OFFENCES, MOST_ORDERS = 6, 4


@dataclass(frozen=True)
class FirstStep:
    """One of today's three steps: a record's own words, and the part of the page that says more."""

    record: Any
    anchor: str


@dataclass(frozen=True)
class DatedRung:
    """A rung and the day to climb it; no day for what is done at any time."""

    rung: LadderRung
    day: datetime.date | None


def plan_for(answers: Answers, asked: Questions, today: datetime.date) -> dict[str, Any]:
    """Return everything the page shows for these answers. At most thirteen queries."""
    essentials = selectors.essentials_for_plan()
    home = asked.home
    common = {
        "essentials": list(essentials.values()),
        "evidence_essential": essentials.get("evidence"),
        "platforms_essential": essentials.get("platforms"),
        "platform_steps": platform_steps(asked.chosen_platforms, answers),
        "link": answers.link(
            [one.slug for one in asked.chosen_behaviours],
            home.slug if home else "",
            asked.destination.slug if asked.destination else NOT_KNOWN if asked.elsewhere else "",
        ),
        "shows_minor": answers.shows_minor,
        "in_danger": answers.danger == YES,
    }
    if home is None:
        return common | {"today": _first_steps(answers, [], {}, essentials)}
    fits = fitting(selectors.matches_for(answers, home, asked.known_behaviours), answers)
    blocks = selectors.blocks_for(home)
    return (
        common
        | _law(fits, answers, blocks, essentials)
        | _ways(home, answers)
        | _abroad(home, asked, answers)
        | _people(home, asked, answers)
        | {
            "blocks": blocks,
            "guide_url": home.get_absolute_url(),
            "cards_url": law_place(home, blocks).address("offences"),
            "ladder": dated(rungs_of(home), today),
            "brush_offs": selectors.brush_offs_for(home),
        }
    )


def law_place(home: Jurisdiction, blocks: dict[str, Any]) -> Jurisdiction:
    """Return the place whose cards hold for a home: its own where it has a guide of its own, else its country."""
    own = any(block.guide.jurisdiction_id == home.pk for block in blocks.values())
    return home if own or home.parent is None else home.parent


def _law(fits: list[Fit], answers: Answers, blocks: dict[str, Any], essentials: dict[str, Essential]) -> dict[str, Any]:
    orders = [fit for fit in fits if fit.offence.kind == Offence.Kind.ORDER][:MOST_ORDERS]
    offences = [fit for fit in fits if fit.offence.kind != Offence.Kind.ORDER][:MOST_OFFENCES]
    elements = selectors.elements_of([fit.offence for fit in offences])
    sources = selectors.sources_of_matches([match for fit in offences for match in fit.matches])
    for fit in offences:
        fit.elements = elements.get(fit.offence.pk, [])
        fit.citations = [citation for match in fit.matches for citation in sources.get(match.pk, [])]
    return {
        "fits": offences,
        "orders": orders,
        # Read out to police, so only what fits well: a weak fit names an offence that may not have been committed.
        "say": [fit.offence for fit in offences if fit.is_strong and fit.offence.say][:2],
        "keep": [fit.offence for fit in offences if fit.offence.evidence][:3],
        "today": _first_steps(answers, offences, blocks, essentials),
    }


def _first_steps(
    answers: Answers, fits: list[Fit], blocks: dict[str, Any], essentials: dict[str, Essential]
) -> list[FirstStep]:
    """Return today's three steps. Where an image may show somebody under 18, not to copy it is the first of them."""
    first = fits[0].offence if fits else None
    stop = answers.shows_minor and first
    keep = FirstStep(first, "offences") if stop else FirstStep(essentials.get("evidence"), "evidence")
    name = FirstStep(blocks.get("offences") if stop or not first else first, "offences")
    steps = [keep, FirstStep(blocks.get("step_1"), "where"), name, FirstStep(essentials.get("platforms"), "platforms")]
    return [step for step in steps if step.record is not None][:3]


def _ways(home: Jurisdiction, answers: Answers) -> dict[str, Any]:
    channels = selectors.channels_for(home)
    shown = [channel for channel in channels if may_show(channel, answers)]
    return {
        "paper_trail": [channel for channel in shown if channel.stage == Stage.PAPER_TRAIL],
        "national_bodies": [channel for channel in shown if channel.stage == Stage.NATIONAL_BODY],
        "civil": [channel for channel in shown if channel.stage == Stage.CIVIL],
        "left_out": len(channels) - len(shown),
    }


def _abroad(home: Jurisdiction, asked: Questions, answers: Answers) -> dict[str, Any]:
    """Return the cross-border part, empty where the other person is in the same country or nothing was said."""
    there = asked.destination
    if there is None and not asked.elsewhere:
        return {"abroad": []}
    steps = [step for step in steps_between(home, there) if may_show(step, answers)]
    found: list[Stretch] = stretches(steps)
    base = home.law_place
    url = base.address("harasser-in", destination=there.slug) if there else base.address("harasser-abroad")
    return {"abroad": found, "abroad_url": url, "destination": there}


def _people(home: Jurisdiction, asked: Questions, answers: Answers) -> dict[str, Any]:
    bodies = selectors.bodies_for(home)
    wanted = audiences_of(asked.chosen_behaviours, answers)
    police = [body for body in bodies if body.kind == Authority.Kind.POLICE]
    # A national body is no line to talk to, but one that is there for readers like this one belongs to theirs.
    helplines = [
        body
        for body in bodies
        if body not in police
        and body.audience in wanted
        and (body.audience or body.kind != Authority.Kind.NATIONAL_BODY)
    ]
    return {
        "police": police,
        # Those for this reader first, those for everybody next, those for any crisis last.
        "helplines": sorted(helplines, key=lambda body: wanted.index(body.audience)),
    }


def audiences_of(behaviours: list[Behaviour], answers: Answers) -> list[str]:
    """Return whose helplines to show, in order: the reader's own, everybody's, and those for any crisis.

    Nobody is asked whether they are Indigenous: those lines stand last for everybody.
    """
    own = [Audience.YOUNG.value] if answers.shows_minor else []
    own += [one.audience for one in behaviours if one.audience]
    return list(dict.fromkeys([*own, "", Audience.DESPAIR.value, Audience.INDIGENOUS.value]))


def dated(rungs: list[LadderRung], today: datetime.date) -> list[DatedRung]:
    """Return the rungs with a day for each: the first today, then one every two weeks; some wait for no other rung."""
    found, day = [], today
    climbed = False
    for rung in rungs:
        if rung.slug in AT_ANY_TIME:
            found.append(DatedRung(rung, None))
            continue
        if climbed and rung.slug not in SAME_DAY:
            day += ON_A_RUNG
        climbed = True
        found.append(DatedRung(rung, day))
    return found
