"""Fixtures for every test: the real guide, loaded once."""

import pytest
from django.core.management import call_command

from falseos.messages import compile_messages
from jurisdictions.models import Jurisdiction
from tests.html import read


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Compile the translations and load the real guide into the test database, once."""
    compile_messages()
    with django_db_blocker.unblock():
        call_command("load_guide", verbosity=0)


@pytest.fixture(autouse=True)
def searching_at_once(monkeypatch):
    """A test's edits stand in a transaction that no thread sees, so the search index is renewed while it waits."""
    monkeypatch.setattr("guides.search.index.begin", lambda work: work())


@pytest.fixture
def canada(db):
    return Jurisdiction.objects.get(slug="canada")


@pytest.fixture(scope="session")
def public_pages(django_db_setup, django_db_blocker):
    """Every public page of the real guide by its address, rendered once for all tests that only read."""
    from django.test import Client

    from guides.addresses import public_addresses

    client = Client()
    with django_db_blocker.unblock():
        return {address: client.get(address) for address in public_addresses()}


@pytest.fixture(scope="session")
def parsed_pages(public_pages):
    """The same pages as trees."""
    return {address: read(response) for address, response in public_pages.items()}
