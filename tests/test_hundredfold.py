"""With a hundred times the records the plan and the search cost the same."""

import pytest
from django.db import connection

from jurisdictions.models import Authority, Jurisdiction, ReportingChannel
from offences.models import BehaviourMatch, Offence
from tests.cost import cost

pytestmark = pytest.mark.django_db

COPIES = 99
NUMBERS = f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {COPIES})"
PLAN = {"b": ["stalking", "intimate-image-shared"], "home": "canada", "away": "united-states", "danger": "yes"}


def multiply(model, join="", **changed):
    """Copy every row of a table 99 times inside the database; `changed` gives columns another expression."""
    table = model._meta.db_table
    names = [column.column for column in model._meta.concrete_fields if not column.primary_key]
    values = [changed.get(name, f'{table}."{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    source = f"copies CROSS JOIN {table} {join}"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {NUMBERS} SELECT {', '.join(values)} FROM {source}")


@pytest.fixture
def hundredfold(db):
    """A hundred times the cards, matches, ways to report and bodies, all in one other place."""
    before = {model: model.objects.count() for model in (Offence, BehaviourMatch, ReportingChannel, Authority)}
    place = Jurisdiction.objects.create(
        slug="elsewhere", code="ZZ", kind="country", name_en="Elsewhere", name_in_text_en="Elsewhere",
        status="published", position=999,
    )  # fmt: skip
    for model in (Offence, ReportingChannel, Authority):
        table = model._meta.db_table
        changed = {"slug": f"substr({table}.slug, 1, 50) || '-' || {table}.id || '-' || n"}
        if model is Offence:
            changed["short_code"] = f"{table}.id || 'x' || n"
        multiply(model, jurisdiction_id=str(place.pk), **changed)
    cards = Offence._meta.db_table
    twin = f"substr({cards}.slug, 1, 50) || '-' || {cards}.id || '-' || n"
    matches = BehaviourMatch._meta.db_table
    join = f"JOIN {cards} ON {cards}.id = {matches}.offence_id JOIN {cards} AS twin ON twin.slug = {twin}"
    join += f" AND twin.jurisdiction_id = {place.pk}"
    multiply(BehaviourMatch, join, offence_id="twin.id")
    for model, count in before.items():
        assert model.objects.count() == count * (COPIES + 1), model


def test_plan_and_search_ask_the_database_no_more(client, hundredfold):
    costs = {"plan": cost(client, "/plan/", PLAN)}
    for typed in ("he keeps texting me", "blackmial with my photos", "my nudes were leaked", "s. 264"):
        costs[typed] = cost(client, "/search/", {"q": typed})
    assert all(0 < queries <= 15 for queries in costs.values()), costs
