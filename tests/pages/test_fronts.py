"""The store in front of Django, as WSGI and as ASGI: what readers get, and what never touches the store."""

import asyncio
import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client

from falseos.pages import site
from falseos.pages.asgi import ASGIFront
from falseos.pages.wsgi import WSGIFront
from jurisdictions.models import ContentVersion, Source
from jurisdictions.version import current, prune, raise_version
from offences.models import Offence

CARD = "/canada/offences/criminal-harassment/"


class InThisThread:
    """Renders where the test's transaction is."""

    def submit(self, work, *arguments):
        from concurrent.futures import Future

        future = Future()
        try:
            future.set_result(work(*arguments))
        except BaseException as error:
            future.set_exception(error)
        return future


class Behind:
    """Django behind the store, counting what reaches it."""

    def __init__(self):
        self.handler, self.asked = WSGIHandler(), []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.handler(environ, start_response)


@pytest.fixture
def behind(db, settings, tmp_path):
    settings.BAKED_DIR = str(tmp_path)
    settings.ALLOWED_HOSTS = ["falseos.test", "testserver"]
    site._own_host.cache_clear()
    site._known_host.cache_clear()
    return Behind()


@pytest.fixture
def store(behind, monkeypatch):
    monkeypatch.setattr(site, "watch", site.Watch(site.read_version))
    monkeypatch.setattr(site.watch, "start", lambda: None)
    built = site.build_store(behind)
    built._renderers = InThisThread()
    return built


def ask(store, behind, path, method="GET", query="", **headers):
    sent = {}

    def start(status, fields, exc_info=None):
        sent["status"], sent["headers"] = int(status.split()[0]), fields

    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "falseos.test",
        "SERVER_PORT": "80", "HTTP_HOST": "falseos.test", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "REMOTE_ADDR": "203.0.113.7",
        "HTTP_ACCEPT_ENCODING": "gzip", "SCRIPT_NAME": "",
    } | headers  # fmt: skip
    body = b"".join(WSGIFront(store, behind, site.concerns)(environ, start))
    return sent["status"], sent["headers"], body


def ask_asgi(store, path, method="GET", headers=()):
    sent = []

    async def never(scope, receive, send):
        await send({"type": "http.response.start", "status": 599, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http", "root_path": "",
        "headers": [(b"host", b"falseos.test"), (b"accept-encoding", b"gzip"), *headers],
    }  # fmt: skip
    asyncio.run(ASGIFront(store, never, site.concerns)(scope, None, send))
    return sent[0]["status"], sent[0]["headers"], sent[1]["body"]


@pytest.mark.parametrize("path", ["/", "/canada/", CARD, "/sources/", "/fr/canada/", "/sitemap.xml", "/robots.txt"])
def test_a_hit_equals_the_miss_byte_for_byte(store, behind, path):
    miss = ask(store, behind, path)
    reached = len(behind.asked)
    hit = ask(store, behind, path)
    assert miss == hit
    assert miss[0] == 200
    assert len(behind.asked) == reached == 1
    over_asgi = ask_asgi(store, path)
    assert over_asgi[0] == 200
    assert over_asgi[2] == hit[2]
    assert over_asgi[1] == [(name.lower().encode(), value.encode()) for name, value in hit[1]]


def test_the_store_sends_every_header_that_django_sends(store, behind):
    direct = Client(headers={"Host": "falseos.test"}).get("/canada/")
    kept = dict(ask(store, behind, "/canada/")[1])
    for name, value in direct.headers.items():
        if name not in ("Content-Length", "Vary"):
            assert kept[name] == value, name
    assert set(kept) - set(direct.headers) == {"ETag", "Last-Modified", "Content-Encoding"}


@pytest.mark.parametrize(
    ("path", "details"),
    [
        ("/canada/", {"query": "a=b"}), ("/canada/", {"HTTP_COOKIE": "sessionid=1"}), ("/canada/", {"method": "POST"}),
        ("/canada/", {"HTTP_AUTHORIZATION": "Basic eDp5"}), ("/canada/", {"HTTP_COOKIE": "anything=1"}),
        ("/admin/login/", {}), ("/healthz", {}), ("/readyz", {}), ("/leave/", {}), ("/nowhere/", {}), ("/canada", {}),
        ("/canada/", {"HTTP_HOST": "evil.example"}), ("/canada/", {"SCRIPT_NAME": "/sub"}),
    ],
)  # fmt: skip
def test_what_is_personal_or_absent_is_never_kept(store, behind, path, details):
    ask(store, behind, path, **details)
    ask(store, behind, path, **details)
    assert len(behind.asked) == 2
    assert path not in store._pages


def test_a_reader_cannot_colour_what_others_see(store, behind):
    """No header of the first reader reaches the page that everybody gets."""
    odd = {
        "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_REFERER": "https://evil.example/",
        "HTTP_USER_AGENT": "mark", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_RANGE": "bytes=0-1", "HTTP_X_MARK": "mark",
    }  # fmt: skip
    first = ask(store, behind, "/canada/", **odd)
    store._pages.clear()
    assert ask(store, behind, "/canada/") == first
    assert first[0] == 200


def test_https_alone_answers_where_https_is_asked_for(store, behind, settings):
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    status, headers, _ = ask(store, Behind(), "/canada/")
    assert status == 301
    assert dict(headers)["Location"].startswith("https://")
    assert not store._pages


def test_a_head_is_a_get_without_its_body(store, behind):
    status, headers, body = ask(store, behind, "/canada/", method="HEAD")
    assert (status, headers) == ask(store, behind, "/canada/")[:2]
    assert body == b""
    assert ask_asgi(store, "/canada/", "HEAD")[2] == b""


def test_an_unchanged_page_answers_304(store, behind):
    tag = dict(ask(store, behind, "/canada/")[1])["ETag"]
    status, headers, body = ask(store, behind, "/canada/", HTTP_IF_NONE_MATCH=tag)
    assert (status, body) == (304, b"")
    assert dict(headers)["Referrer-Policy"] == "no-referrer"
    assert ask_asgi(store, "/canada/", headers=[(b"if-none-match", tag.encode())])[0] == 304


def test_a_hit_asks_the_database_nothing(store, behind, django_assert_num_queries):
    ask(store, behind, CARD)
    with django_assert_num_queries(0):
        assert ask(store, behind, CARD)[0] == 200


def test_an_edit_is_shown(store, behind):
    ask(store, behind, CARD)
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.summary_en = "Quite another summary."
    offence.save()
    store.watch.look()
    store.watch.learned = 0
    assert b"Quite another summary." in ask(store, behind, CARD, HTTP_ACCEPT_ENCODING="")[2]


@pytest.mark.django_db
def test_the_page_store_fails_open(store, behind, monkeypatch):
    monkeypatch.setattr(store, "peek", lambda path: 1 / 0)
    assert ask(store, behind, "/canada/")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_the_version_rises_with_the_change_and_falls_back_with_it():
    from django.db import transaction

    source = Source.objects.create(slug="version-test", title_en="t", publisher_en="p", url="https://example.org/")
    first = current()[0]
    source.save()
    second = current()[0]
    assert first != second
    with transaction.atomic():
        for _ in range(5):
            source.save()
    assert ContentVersion.objects.count() == int(second.split("-")[1]) + 1
    third = current()[0]
    with transaction.atomic():
        source.save()
        transaction.set_rollback(True)
    assert current()[0] == third
    with transaction.atomic():
        with transaction.atomic():
            source.save()
            transaction.set_rollback(True)
        source.save()
    assert current()[0] != third
    source.delete()
    for _ in range(120):
        raise_version()
    before = current()[0]
    prune()
    assert ContentVersion.objects.count() <= 101
    assert current()[0] != before


@pytest.mark.django_db
def test_signing_in_is_not_a_change_of_content(admin_user, client):
    before = current()[0]
    client.force_login(admin_user)
    assert current()[0] == before


@pytest.mark.django_db
def test_a_load_that_changes_nothing_raises_nothing():
    before = current()[0]
    call_command("load_guide", verbosity=0)
    assert current()[0] == before
