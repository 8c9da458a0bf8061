"""How the desk names each kind of record, and which page a reader meets it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import DateField, F, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse

from falseos.base_models import ContentRecord
from guides.models import BrushOff, Essential, Guide, GuideBlock, Page, Platform, PlatformRoute
from jurisdictions.citing import kind_of
from jurisdictions.models import (
    Authority,
    CrossBorderRoute,
    EscalationLadder,
    Jurisdiction,
    LadderRung,
    Municipality,
    Phone,
    ReportingChannel,
    RouteStep,
    Source,
    Treaty,
)
from offences.models import Behaviour, BehaviourMatch, Offence, OfficialWording, Statute

GUIDE, CARD, CARDS, ABROAD, ESSENTIAL, PAGE, HOME, SOURCES, TREATIES, PLATFORM, ANSWERS = (
    "guide", "card", "cards", "abroad", "essential", "page", "home", "sources", "treaties", "platform", "answers",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of record or part. `title` and `place` are look-ups; `page` says where readers meet it.

    `status` is the look-up of the record's own state, or of the record that a part belongs to.
    """

    model: type[models.Model]
    page: str
    title: str = "name_en"
    place: str = "jurisdiction_id"
    note: str = "editor_note"
    status: str = "status"

    @property
    def name(self) -> str:
        """The kind as the desk writes it: offences.offence."""
        return kind_of(self.model)

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(self.model._meta.verbose_name)

    @property
    def last_checked(self) -> Any:
        """The SQL for the day on which a record was last known to be right."""
        dates: dict[type[models.Model], str] = {Offence: "law_read_on", OfficialWording: "consolidated_to"}
        law_read = dates.get(self.model)
        if law_read is None:
            return F("checked_on")
        return Greatest(Coalesce(F("checked_on"), F(law_read)), Coalesce(F(law_read), F("checked_on")))

    def mend_address(self, pk: int) -> str:
        """Return the admin page on which such a record is mended."""
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_change", args=[pk])


def text(look_up: str) -> Any:
    """Return the SQL for a text, the same type in every part of a union."""
    return Cast(Coalesce(F(look_up), Value("")) if look_up else Value(""), models.TextField())


def number(look_up: str) -> Any:
    """Return the SQL for a key, or for none."""
    return Cast(F(look_up) if look_up else Value(None), models.BigIntegerField())


def day(expression: Any) -> Any:
    """Return the SQL for a day, the same type in every part of a union."""
    return Cast(expression, DateField())


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(Source, SOURCES, "title_en", "", "doubt"),
        Kind(Phone, GUIDE, "number", "authority__jurisdiction_id"),
        Kind(Authority, GUIDE),
        Kind(Municipality, GUIDE),
        Kind(ReportingChannel, GUIDE),
        Kind(EscalationLadder, GUIDE),
        Kind(LadderRung, GUIDE, "title_en", "ladder__jurisdiction_id", "", "ladder__status"),
        Kind(Jurisdiction, GUIDE, "name_en", "id"),
        Kind(CrossBorderRoute, ABROAD, "title_en", "destination_id"),
        Kind(RouteStep, ABROAD, "title_en", "route__destination_id", "", "route__status"),
        Kind(Treaty, TREATIES, "name_en", ""),
        Kind(Statute, CARDS),
        Kind(Offence, CARD),
        Kind(OfficialWording, CARDS, "heading_en", "statute__jurisdiction_id"),
        Kind(Behaviour, HOME, "name_en", ""),
        Kind(BehaviourMatch, HOME, "behaviour__name_en", ""),
        Kind(Guide, GUIDE, "title_en"),
        Kind(GuideBlock, GUIDE, "title_en", "guide__jurisdiction_id", "", "guide__status"),
        Kind(Essential, ESSENTIAL, "title_en", ""),
        Kind(Page, PAGE, "title_en", ""),
        Kind(BrushOff, ANSWERS, "said_en"),
        Kind(Platform, PLATFORM, "name_en", ""),
        Kind(PlatformRoute, PLATFORM, "kind", ""),
    )
}


def all_kinds() -> list[Kind]:
    """Return every kind, those included that an app brought without telling the desk more about them."""
    kinds = dict(KINDS)
    for model in apps.get_models():
        if issubclass(model, ContentRecord) and kind_of(model) not in kinds:
            names = {column.name for column in model._meta.concrete_fields}
            title = next((name for name in ("title_en", "name_en", "slug") if name in names), "pk")
            kinds[kind_of(model)] = Kind(model, SOURCES, title, "")
    return list(kinds.values())


def records() -> list[Kind]:
    """Return the kinds that are records of their own, which have a state and a day of review."""
    return [kind for kind in all_kinds() if issubclass(kind.model, ContentRecord)]
