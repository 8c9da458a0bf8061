"""The site as files, and the store living on them when there is no database."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.core.management import CommandError, call_command

from falseos.pages.answers import Rendered
from falseos.pages.baked import BakedPages, Oven, file_of
from falseos.pages.store import Key, PageStore
from falseos.pages.version import Version, Watch
from tests.pages.test_store import PUBLIC, rendered

KEY = Key("r1", "1", "2026-11-25")
SITE = "https://falseos.test"


def bake(folder, pages, key=KEY, site=SITE):
    oven = Oven(Path(folder))
    for path, page in pages.items():
        oven.add(path, page, oven.variants(page))
    oven.finish(key, site)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/canada/", "canada/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/é/", "%C3%A9/index.html"),
    ],
)
def test_an_address_has_its_file(path, name):
    assert file_of(path) == name


def test_a_page_comes_back_as_it_went_in(tmp_path):
    page = rendered()
    bake(tmp_path, {"/canada/": page, "/robots.txt": Rendered(200, PUBLIC, b"short")})
    found = BakedPages(tmp_path, SITE).get(KEY, "/canada/")
    assert found == page
    assert brotli.decompress(found.ready["br"]) == page.body
    assert BakedPages(tmp_path, SITE).get(None, "/robots.txt").body == b"short"
    assert BakedPages(tmp_path, SITE).get(KEY._replace(version="2"), "/canada/") is None
    assert BakedPages(tmp_path, SITE).get(None, "/canada/") == page
    assert BakedPages(tmp_path, "https://other.test").get(None, "/canada/") is None
    assert BakedPages(tmp_path / "none", SITE).get(None, "/canada/") is None


def test_baking_again_removes_what_is_gone(tmp_path):
    bake(tmp_path, {"/canada/": rendered(), "/old/": rendered()})
    bake(tmp_path, {"/canada/": rendered()})
    assert not (tmp_path / "old").exists()
    assert not list(tmp_path.rglob(".index*"))


def test_a_damaged_file_is_not_shown(tmp_path):
    bake(tmp_path, {"/canada/": rendered()})
    (tmp_path / "canada/index.html.gz").write_bytes(b"")
    assert BakedPages(tmp_path, SITE).get(None, "/canada/") is None


def test_after_a_restart_without_a_database_the_baked_copy_answers(tmp_path):
    def gone():
        raise ConnectionError

    bake(tmp_path, {"/canada/": rendered()})
    store = PageStore(
        lambda path: rendered(status=500), Watch(gone), lambda: ("d", 0.0), "r2", [BakedPages(tmp_path, SITE)], 10**7
    )
    page = store.peek("/canada/") or store.wait("/canada/")
    assert page.answer("gzip").status == 200
    assert gzip.decompress(page.answer("gzip").body) == rendered().body
    assert store.wait("/never-baked/") is None


def test_a_start_on_a_current_copy_renders_nothing(tmp_path):
    bake(tmp_path, {"/canada/": rendered()})
    watch = Watch(lambda: Version("1", 0.0))
    store = PageStore(lambda path: 1 / 0, watch, lambda: ("2026-11-25", 0.0), "r1", [BakedPages(tmp_path, SITE)], 10**7)
    answer = store.wait("/canada/").answer("br")
    assert "quick" not in dict(answer.headers)["ETag"]


@pytest.fixture(scope="module")
def baked(tmp_path_factory, django_db_setup, django_db_blocker):
    """Bake the real site, once."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("baked")
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    hosts = ["falseos.test"]
    with override_settings(STATIC_ROOT=root, STORAGES=storages, ALLOWED_HOSTS=hosts), django_db_blocker.unblock():
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("bake", folder, verbosity=0)
    return folder


def test_the_copy_is_complete(baked, db):
    from guides.addresses import public_addresses

    for address in public_addresses():
        for suffix in ("", ".br", ".gz", ".zst"):
            assert (baked / (file_of(address) + suffix)).is_file(), address
    assert (baked / "404.html").is_file()
    assert "Content-Security-Policy" in (baked / ".headers.conf").read_text()


def test_every_link_of_the_copy_has_a_file(baked, db):
    for page in baked.rglob("*.html"):
        text = page.read_text()
        for address in set(re.findall(r'(?:href|src)="(/[^"#?]*)', text)) - {"/leave/", "/fr/leave/"}:
            assert (baked / file_of(address)).is_file(), f"{page}: {address}"


def test_a_folder_with_other_things_is_left_alone(tmp_path, db):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CommandError):
        call_command("bake", tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"
