"""Settings of FalseOS: safe on a public machine without any variable set. `.env.example` explains each one."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

from falseos import security
from falseos.static_files import add_headers

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / "var"
STATE_DIR.mkdir(mode=0o700, exist_ok=True)
FIXTURES_DIR = BASE_DIR / "fixtures"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def _secret_key() -> str:
    """Return the key from the environment, or one created on the first start and kept out of git."""
    if key := env("SECRET_KEY", default=""):
        return key
    path = STATE_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site_host = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", _site_host])
ADMIN_PATH = env("ADMIN_PATH", default="admin/")
# Where the way out leads: a dull page with nothing personal on it, quick to load and plausible on any screen.
EXIT_URL = env("EXIT_URL", default="https://weather.gc.ca/")
# Where `check_law` reads the Criminal Code as the Department of Justice publishes it: a file, or an https address.
LAW_XML = {"en": env("LAW_XML_EN", default=""), "fr": env("LAW_XML_FR", default="")}
HTTPS = env.bool("HTTPS", default=SITE_URL.startswith("https://"))

INSTALLED_APPS = [
    "modeltranslation",
    "falseos.editing.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "falseos",
    "falseos.editing",
    "jurisdictions",
    "offences",
    "guides",
]

MIDDLEWARE = [
    "falseos.http.steady_policy",
    "falseos.http.compress_pages",
    "falseos.http.squeeze_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "falseos.http.page_headers",
    "falseos.http.language_from_path",
    "guides.opendata.headers.open_data_headers",
    "falseos.http.reading_only",
    "guides.sharing.aliases.former_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "falseos.urls"
WSGI_APPLICATION = "falseos.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "falseos.http.page_frame",
                "falseos.preview.page_addresses",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{STATE_DIR / 'falseos.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A writer takes its lock at the start, so that two of them queue instead of failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)

# Finished pages (falseos/pages): who knows the content's version, how much memory a process gives them, the baked copy
# that stands in for a lost database, and a cache that several processes or machines share.
CONTENT_VERSION = "jurisdictions.version.current"
PAGE_STORE_MB = env.int("PAGE_STORE_MB", default=24)
BAKED_DIR = env("BAKED_DIR", default=str(STATE_DIR / "baked"))
CACHE_URL = env("CACHE_URL", default="")
if CACHE_URL:
    CACHES = {"default": env.cache("CACHE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "falseos" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
TIME_ZONE = "America/Toronto"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "falseos.static_files.StaticFiles"},
}

# Nothing about a request is ever logged: not an address, not a path, not a query. Errors name the fault alone.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "falseos.logs.OneLine"}},
    "filters": {"no_request": {"()": "falseos.logs.WithoutRequest"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_request"]},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        # It names every address that a check visits.
        "httpx2": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # It would write names and addresses. The desk lists the attempts.
        "axes": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
    },
}

# --- Security: every header and its reason stands in security.py. ---------------------------------------------
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
SECURE_REFERRER_POLICY = security.ADMIN_REFERRER_POLICY
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = security.HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Only a server that nobody but its own machine reaches may do without.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS or _site_host not in ("localhost", "127.0.0.1", "::1")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- Who gets in: falseos/editing/. -------------------------------------------------------
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEBUG)
# An editor's cookie never travels with a page that readers see.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" + ADMIN_PATH
SESSION_COOKIE_AGE = 60 * env.int("IDLE_MINUTES", default=20)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_ENABLED = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/editing/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "FalseOS"
if proxy_header := env("SECURE_PROXY_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = ("HTTP_" + proxy_header.upper().replace("-", "_"), "https")
