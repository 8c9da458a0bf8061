"""A visit leaves no trace with us, and bad input gets a calm answer that repeats none of it."""

import json
import logging
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from falseos import views

ROOT = Path(__file__).resolve().parents[1]
MARK = "tracemark-1f3c9"
EXACT = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def faulty(settings):
    settings.ROOT_URLCONF = "tests.faulty_urls"
    return Client(raise_request_exception=False)


def directives(policy):
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())


OURS = ("clipboard-write", "focus-without-user-activation", "unload", "vertical-scroll", "web-share")
OFF = (
    "accelerometer", "bluetooth", "browsing-topics", "camera", "clipboard-read", "display-capture", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "microphone", "midi", "payment", "screen-wake-lock", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip


def assert_everything_is_off(policy):
    allowed = dict(part.split("=") for part in policy.split(", "))
    ours = {name: who for name, who in allowed.items() if who != "()"}
    assert ours == dict.fromkeys(OURS, "(self)"), "a page may use what its own scripts need, and nothing else"
    assert allowed.keys() >= set(OFF)
    assert len(allowed) > 80


def assert_headers(response):
    for name, value in EXACT.items():
        assert response.headers.get(name) == value, name
    sent = directives(response.headers["Content-Security-Policy"])
    assert sent == directives(POLICY) | {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}
    assert_everything_is_off(response.headers["Permissions-Policy"])
    assert not response.cookies
    vary = {name.strip() for name in response.headers.get("Vary", "Accept-Encoding").split(",")}
    assert vary == {"Accept-Encoding"}, "nothing else of a reader changes what is answered"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/no-such-page/", 404),
        ("/broken/", 500),
        ("/refused/", 403),
        ("/leave/", 303),
        ("/fr/leave/", 303),
        ("/healthz", 200),
    ],
)
def test_every_answer_carries_the_same_headers(faulty, address, status):
    response = faulty.get(address)
    assert response.status_code == status
    assert_headers(response)


def test_a_bad_host_is_refused_with_the_same_headers(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert_headers(response)
    assert "evil.example" not in response.content.decode()


def test_other_methods_are_refused(client):
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"):
        response = client.generic(method, "/canada/")
        assert response.status_code == 405, method
        assert_headers(response)


@pytest.mark.parametrize("address", ["/no-such-page/", "/broken/", "/refused/"])
def test_error_pages_have_the_way_out(faulty, address):
    text = faulty.get(address).content.decode()
    assert 'href="/leave/"' in text
    assert 'id="exit"' in text


def test_the_admin_gets_the_same_policy_without_trusted_types(client):
    response = client.get("/admin/login/")
    assert response.status_code == 200
    assert directives(response.headers["Content-Security-Policy"]) == directives(POLICY)
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert 'id="exit"' in response.content.decode()


def test_https_brings_hsts_and_secure_cookies(settings, client):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = Client().get("/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains")


OBSERVED = """
import json
import django
django.setup()
from django.test import Client
reader = Client(SERVER_NAME="falseos.example")
plain, over_tls = reader.get("/healthz"), reader.get("/healthz", secure=True)
print(json.dumps([plain.status_code, plain.headers["Location"], dict(over_tls.headers)]))
"""


def test_a_site_behind_tls_gets_full_marks_from_mozilla_observatory():
    """Its rules, one by one, on the settings that an operator gets who sets nothing but an https address."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "SITE_URL"))}
    env |= {"SITE_URL": "https://falseos.example", "DJANGO_SETTINGS_MODULE": "falseos.settings"}
    done = subprocess.run([sys.executable, "-c", OBSERVED], env=env, cwd=ROOT, capture_output=True, check=True)
    status, location, headers = json.loads(done.stdout)
    # Redirection: from http to https on the same host, at once and for good.
    assert (status, location) == (301, "https://falseos.example/healthz")
    # HTTP Strict Transport Security: at least six months; ready for the browsers' own lists.
    hsts = [part.strip() for part in headers["Strict-Transport-Security"].split(";")]
    assert int(hsts[0].removeprefix("max-age=")) >= 15_768_000
    assert {"includeSubDomains", "preload"} <= set(hsts)
    # Content Security Policy: nothing by default, nothing unsafe, no plain http, no wildcard, no data: for scripts.
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert not re.search(r"unsafe|http:|https:|data:|\*", headers["Content-Security-Policy"])
    # Cookies, cross-origin sharing, referrer, types, frames, other sites' use of ours.
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_runs_a_script_from_elsewhere(parsed_pages):
    """Mozilla Observatory's rule on scripts: each is our own, so none needs a hash."""
    for address, page in parsed_pages.items():
        for script in page.all("script"):
            is_data = script.attrs.get("type") == "application/ld+json"
            assert is_data or script.attrs["src"].startswith("/static/"), address


def test_the_exit_clears_and_leads_away(client, settings):
    settings.EXIT_URL = "https://weather.example/"
    response = client.get("/leave/")
    assert response.headers["Location"] == "https://weather.example/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.headers["CDN-Cache-Control"] == "no-store"
    assert not response.content


def test_public_pages_may_be_held_by_a_cdn_and_by_no_browser(client):
    response = client.get("/canada/")
    assert response.headers["CDN-Cache-Control"] == "public, max-age=60"
    assert response.headers["Cache-Control"] == "no-store"
    assert "CDN-Cache-Control" not in client.get("/no-such-page/").headers


def test_nothing_a_reader_sends_is_written_anywhere(faulty, caplog, capfd):
    """A visit with a query, a referrer and a user agent, to pages that answer, are missing and break."""
    caplog.set_level(logging.DEBUG)
    headers = {"Referer": f"https://{MARK}.example/", "User-Agent": MARK, "X-Forwarded-For": "203.0.113.77"}
    for address in ("/", "/canada/", f"/{MARK}/", "/broken/", "/refused/", "/admin/login/", "/leave/"):
        faulty.get(address, {"q": MARK}, headers=headers, REMOTE_ADDR="203.0.113.77")
    faulty.get("/", headers={"Host": f"{MARK}.example"})
    faulty.post("/admin/login/", {"username": MARK, "password": MARK})
    written = "\n".join(str(vars(record)) + record.getMessage() for record in caplog.records if is_ours(record))
    out, err = capfd.readouterr()
    for text in (written, out, err):
        assert MARK not in text
        assert "203.0.113.77" not in text


def is_ours(record):
    """Records that reach a handler of ours: caplog also sees those that our settings silence."""
    from django.conf import settings

    name = record.name
    levels = settings.LOGGING["loggers"]
    while name and name not in levels:
        name = name.rpartition(".")[0]
    level = levels.get(name, settings.LOGGING["root"])["level"]
    return record.levelno >= getattr(logging, level)


HOSTILE = [
    "/" + "a" * 20_000,
    "/canada/" + "../" * 200 + "etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/canada/offences/%00/",
    "/canada/\x00/",
    "/%ff%fe/",
    "/canada/harasser-in-<script>alert(1)</script>/",
    "/canada/?" + "&".join(f"p{number}=1" for number in range(10_000)),
    "/%25%32%65%25%32%65/",
    "/canada/harasser-in-%F0%9F%92%A5/",
]


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_addresses_get_a_calm_answer(client, address):
    started = time.perf_counter()
    response = client.generic("GET", address)
    assert response.status_code in (200, 400, 404)
    assert time.perf_counter() - started < 5
    text = response.content.decode()
    assert "<script>alert" not in text
    assert "Traceback" not in text
    assert_headers(response)


def test_the_error_page_survives_broken_templates(monkeypatch, rf):
    """Whatever breaks, a reader gets the emergency line and the way out."""
    monkeypatch.setattr(views, "render", lambda *a, **k: (_ for _ in ()).throw(RuntimeError))
    response = views.server_error(rf.get("/"))
    assert isinstance(response, HttpResponse)
    assert response.status_code == 500
    assert "/leave/" in response.content.decode()
