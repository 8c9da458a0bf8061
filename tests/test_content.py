"""The real content: sources everywhere, nothing printed that has not been seen."""

import datetime
import json
import re

import pytest
from django.apps import apps
from django.utils import timezone

from falseos.base_models import ContentRecord, Status
from falseos.content.spec import all_specs, translated_fields
from guides.models import BrushOff, Essential, GuideBlock, Platform, PlatformRoute
from jurisdictions.models import (
    Citation,
    CrossBorderRoute,
    LadderRung,
    Phone,
    ReportingChannel,
    RouteStep,
    Source,
    Support,
)
from offences.models import Behaviour, Offence

pytestmark = pytest.mark.django_db

CITED = [
    Offence.objects, ReportingChannel.objects, LadderRung.objects, CrossBorderRoute.objects, RouteStep.objects,
    GuideBlock.objects, Essential.objects, BrushOff.objects, Platform.objects, PlatformRoute.objects.published(),
]  # fmt: skip


@pytest.mark.parametrize("records", CITED, ids=lambda m: m.model.__name__)
def test_every_statement_cites(records):
    assert records.exists()
    without = [str(record) for record in records.all() if not record.citations.exists()]
    assert not without


def test_published_deep_addresses_were_seen():
    for source in Source.objects.published():
        assert source.is_home_page or source.support in (Support.PAGE_READ, Support.PATTERN), source


def test_published_numbers_were_read():
    for phone in Phone.objects.published():
        assert phone.support in (Support.PAGE_READ, Support.TWO_SOURCES), phone
        assert phone.source, phone


def test_every_address_is_https():
    for source in Source.objects.all():
        for address in (source.url_en, source.url_fr):
            assert not address or address.startswith("https://"), source


def test_no_date_lies_in_the_future():
    today = timezone.localdate()
    for spec in all_specs():
        for record in spec.model._default_manager.all():
            for name, column in spec.columns.items():
                value = getattr(record, name)
                if isinstance(value, datetime.date) and name.endswith(("_on", "_to")):
                    assert value <= today, f"{record}: {name}"
                assert column is not None


def test_no_live_check_is_claimed_that_nobody_made():
    assert not Source.objects.exclude(checked_on=None).exists()


def test_every_citation_has_its_kind_in_the_desks_registry():
    concrete = [m for m in apps.get_models() if issubclass(m, Citation)]
    assert set(Citation.__subclasses__()) == set(concrete)


def test_every_record_has_a_natural_key():
    for model in (m for m in apps.get_models() if issubclass(m, ContentRecord)):
        record = model._default_manager.first()
        if record is not None:
            assert model._default_manager.get_by_natural_key(*record.natural_key()) == record


def texts():
    for spec in all_specs():
        for record in spec.model._default_manager.filter(status=Status.PUBLISHED):
            for name in translated_fields(spec.model):
                yield record, name, getattr(record, f"{name}_en") or ""
            for child in spec.children.values():
                for row in getattr(record, child.related_name).all():
                    for name in translated_fields(child.model):
                        yield record, name, getattr(row, f"{name}_en") or ""


def test_links_in_text_lead_to_published_sources_or_to_ourselves():
    known = {address for source in Source.objects.published() for address in (source.url_en, source.url_fr)}
    known = {address.rstrip("/") for address in known if address}
    for record, name, text in texts():
        for address in re.findall(r"\]\((https://[^)\s]+)\)", text):
            assert address.rstrip("/") in known, f"{record}: {name}: {address}"


def test_nobody_is_told_to_copy_what_is_illegal_to_keep():
    """Wherever evidence of images is described, the stop sign stands before it."""
    for slug in ("intimate-images", "threat-to-share-intimate-image", "voyeurism", "child-sexual-abuse-material"):
        cards = Offence.objects.published().filter(slug=slug)
        assert cards
        for card in cards:
            first = card.evidence_en[:400].lower()
            assert "under 18" in first, card
            assert "do not" in first, card


def test_behaviours_lead_to_cards():
    assert Behaviour.objects.published().count() >= 15
    for behaviour in Behaviour.objects.published():
        assert behaviour.matches.exists(), behaviour


def test_the_fixtures_hold_no_stray_markup():
    for record, name, text in texts():
        assert not re.search(r"<[a-z/!]", text), f"{record}: {name}"
        assert "{{" not in text, f"{record}: {name}"


def test_loaded_states_are_plain_data():
    for spec in all_specs():
        for record in spec.model._default_manager.all():
            assert json.loads(json.dumps(record.loaded_state)) == record.loaded_state
