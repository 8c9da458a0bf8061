"""The settings of a site that has the addresses in tests/faulty_urls.py."""

from falseos.settings import *  # noqa: F403 - a settings module takes everything from the one it extends

ROOT_URLCONF = "tests.faulty_urls"
