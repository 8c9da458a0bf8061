"""Settings for the tests: the real ones, with what would only slow a test taken out."""

from falseos.settings import *  # noqa: F403
from falseos.settings import DATABASES, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SITE_URL = "https://falseos.test"
HTTPS = False
SECURE_SSL_REDIRECT = False
DATABASES["default"].setdefault("TEST", {})
# Tests of pages sign in without a password; tests/test_signin.py switches both on.
SECOND_FACTOR = False
AXES_ENABLED = False
