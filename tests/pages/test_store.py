"""The store alone, without Django: what is kept, what is shown, and what happens when making a page fails."""

import gzip
import threading
import time

import brotli
import pytest
import zstandard

from falseos.pages.answers import Page, Rendered
from falseos.pages.encodings import compress, negotiate
from falseos.pages.store import GRACE, PageStore
from falseos.pages.version import Version, Watch

BODY = b"<p>" + b"Keep the occurrence number. " * 200 + b"</p>"
PUBLIC = (
    ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("X-Frame-Options", "DENY"),
    ("CDN-Cache-Control", "public, max-age=60"), ("Vary", "Accept-Encoding"),
)  # fmt: skip


def rendered(body=BODY, status=200, headers=PUBLIC):
    return Rendered(status, headers, body)


class Site:
    """A site whose content, version and health a test sets."""

    def __init__(self):
        self.token, self.body, self.status, self.headers = "1", BODY, 200, PUBLIC
        self.renderings, self.down, self.slow = [], False, 0.0
        self.day = "2026-11-25"
        self.during = None

    def version(self):
        if self.down:
            raise ConnectionError("gone")
        return Version(self.token, 1_790_000_000.0)

    def render(self, path):
        self.renderings.append(path)
        time.sleep(self.slow)
        body = self.body
        if self.during:
            self.during()
        return rendered(body, self.status, self.headers)

    def store(self, sources=(), most_bytes=10_000_000):
        watch = Watch(self.version, every=0.02)
        return PageStore(self.render, watch, lambda: (self.day, 0.0), "r1", list(sources), most_bytes)


@pytest.fixture
def site():
    return Site()


def publish(site, body, token="2"):
    site.body, site.token = body, token


def settle(store, token):
    for _ in range(200):
        if store.watch.current and store.watch.current.token == token:
            return
        time.sleep(0.01)
    raise AssertionError("the change was not seen")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("gzip, br;q=0", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd, gzip", "zstd"), ("gzip, deflate, br, zstd", "br"), ("*", "br"), ("*;q=0", ""), ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""), ("BR", "br"), ("gzip;q=nonsense", ""), ("compress", ""), (",,;;", ""),
    ],
)  # fmt: skip
def test_the_client_chooses_the_coding(header, coding):
    assert negotiate(header) == coding


@pytest.mark.parametrize(
    ("coding", "unpack"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("zstd", zstandard.ZstdDecompressor().decompress)],
)
def test_each_coding_holds_the_page(coding, unpack):
    answer = Page(rendered(), "k", 0).answer(coding)
    assert unpack(answer.body) == BODY
    headers = dict(answer.headers)
    assert headers["Content-Encoding"] == coding
    assert headers["Content-Length"] == str(len(answer.body))
    assert headers["X-Frame-Options"] == "DENY"
    assert compress(coding, BODY) == compress(coding, BODY)


def test_every_coding_has_an_etag_of_its_own_and_answers_304():
    page = Page(rendered(), "k", 1_790_000_000)
    tags = set()
    for coding in ("", "gzip", "br", "zstd"):
        headers = dict(page.answer(coding).headers)
        tags.add(headers["ETag"])
        for match in (headers["ETag"], f"W/{headers['ETag']}", f'"other", {headers["ETag"]}', "*"):
            again = page.answer(coding, match)
            assert again.status == 304
            assert again.body == b""
            short = dict(again.headers)
            assert short["ETag"] == headers["ETag"]
            assert short["X-Frame-Options"] == "DENY"
            assert short["Vary"] == "Accept-Encoding"
            assert "Content-Length" not in short
        assert page.answer(coding, '"another"').status == 200
        assert page.answer(coding, "", headers["Last-Modified"]).status == 304
        assert page.answer(coding, "", "Mon, 01 Jan 2024 00:00:00 GMT").status == 200
        assert page.answer(coding, "", "nonsense").status == 200
        assert page.answer(coding, '"another"', headers["Last-Modified"]).status == 200
    assert len(tags) == 4


def test_the_best_brotli_takes_the_place_of_the_quick_one():
    page = Page(rendered(BODY + bytes(range(256)) * 20), "k", 0)
    quick = page.answer("br")
    page.polish()
    best = page.answer("br")
    assert brotli.decompress(best.body) == brotli.decompress(quick.body)
    assert len(best.body) <= len(quick.body)
    before, after = dict(quick.headers), dict(best.headers)
    assert before.pop("ETag") != after.pop("ETag")
    assert before.pop("Content-Length")
    assert after.pop("Content-Length")
    assert before == after
    assert page.answer("br", dict(quick.headers)["ETag"]).status == 304


def test_a_hit_is_the_miss_again(site):
    store = site.store()
    miss = store.wait("/canada/").answer("gzip")
    hit = store.peek("/canada/").answer("gzip")
    assert hit == miss
    assert site.renderings == ["/canada/"]


@pytest.mark.parametrize(
    "headers",
    [
        (*PUBLIC, ("Set-Cookie", "a=b")),
        (("Content-Type", "text/html"), ("Cache-Control", "no-store"), ("CDN-Cache-Control", "no-store")),
        (("Content-Type", "text/html"), ("Cache-Control", "private, no-store"), ("CDN-Cache-Control", "public")),
        (("Content-Type", "text/html"), ("Cache-Control", "no-store")),
        (*PUBLIC[:-1], ("Vary", "Cookie")),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(site, headers):
    site.headers = headers
    store = site.store()
    assert not store.wait("/x/").kept
    assert store.peek("/x/") is None
    assert store.wait("/x/") is not None
    assert len(site.renderings) == 2


@pytest.mark.parametrize("status", [301, 303, 404, 410])
def test_only_pages_that_are_there_are_kept(site, status):
    site.status = status
    store = site.store()
    assert store.wait("/x/").answer("").status == status
    assert store.peek("/x/") is None


def test_a_rush_renders_once(site):
    site.slow = 0.2
    store = site.store()
    found = []
    rush = [threading.Thread(target=lambda: found.append(store.wait("/canada/"))) for _ in range(40)]
    for reader in rush:
        reader.start()
    for reader in rush:
        reader.join()
    assert len(found) == 40
    assert len({id(page) for page in found}) == 1
    assert site.renderings == ["/canada/"]


def test_what_one_reader_alone_may_see_is_given_to_one(site):
    """A sign-in page with a cookie must not go to whoever waited beside."""
    site.headers, site.slow = (*PUBLIC, ("Set-Cookie", "token=1")), 0.2
    store = site.store()
    found = []
    rush = [threading.Thread(target=lambda: found.append(store.wait("/x/"))) for _ in range(5)]
    for reader in rush:
        reader.start()
    for reader in rush:
        reader.join()
    assert sum(page is not None for page in found) == 1


def test_a_change_is_shown_at_once_or_after_a_moment(site):
    store = site.store()
    store.wait("/canada/")
    store.peek("/canada/")
    publish(site, b"new " * 400)
    settle(store, "2")
    shown = store.peek("/canada/")
    assert shown.identity() in (BODY, site.body)
    time.sleep(GRACE + 0.1)
    page = store.peek("/canada/") or store.wait("/canada/")
    assert page.identity() == site.body


def test_a_page_that_nobody_read_for_long_is_not_shown_old(site):
    store = site.store()
    store.wait("/canada/")
    store.peek("/canada/")
    publish(site, b"new " * 400)
    settle(store, "2")
    time.sleep(GRACE + 0.1)
    assert store.peek("/canada/") is None
    assert store.wait("/canada/").identity() == site.body


def test_a_new_day_makes_new_pages(site):
    store = site.store()
    store.wait("/canada/")
    settle(store, "1")
    time.sleep(GRACE + 0.05)
    assert store.peek("/canada/") is not None
    site.day = "2026-11-26"
    assert store.peek("/canada/") is None


def test_a_page_never_mixes_two_versions(site):
    """A change in the middle of a rendering: the page is made again."""
    changes = iter([lambda: publish(site, b"new " * 400)])
    site.during = lambda: next(changes, lambda: None)()
    store = site.store()
    page = store.wait("/canada/")
    assert page.identity() == b"new " * 400
    assert page.key.version == "2"
    assert len(site.renderings) == 2


def test_without_a_database_pages_come_from_memory(site):
    store = site.store()
    store.wait("/canada/")
    store.peek("/canada/")
    site.down, site.status = True, 500
    time.sleep(0.1)
    for _ in range(3):
        assert store.peek("/canada/").answer("gzip").status == 200
    assert store.watch.failing
    assert store.wait("/not-in-memory/") is None
    site.down, site.status = False, 200
    publish(site, b"after " * 300)
    settle(store, "2")
    time.sleep(1.1)
    assert (store.peek("/canada/") or store.wait("/canada/")).identity() in (BODY, site.body)


def test_a_site_that_fails_while_its_version_answers_shows_the_older_page(site):
    store = site.store()
    store.wait("/canada/")
    store.peek("/canada/")
    publish(site, b"never seen")
    site.status = 500
    settle(store, "2")
    time.sleep(GRACE + 0.1)
    assert (store.peek("/canada/") or store.wait("/canada/")).identity() == BODY


def test_memory_is_bounded_and_what_is_read_stays(site):
    store = site.store(most_bytes=60_000)
    for number in range(100):
        site.body = f"{number} ".encode() * 1000
        store.wait(f"/{number}/")
        store.peek("/0/")
    assert sum(page.size for page in store._pages.values()) <= 60_000
    assert len(store._pages) < 40
