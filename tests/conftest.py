"""Fixtures for every test: the real guide, loaded once."""

import pytest
from django.core.management import call_command

from jurisdictions.models import Jurisdiction


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the real guide into the test database, once."""
    with django_db_blocker.unblock():
        call_command("load_guide", verbosity=0)


@pytest.fixture
def canada(db):
    return Jurisdiction.objects.get(slug="canada")
