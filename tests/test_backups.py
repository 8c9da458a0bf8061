"""Backups: what comes out is what went in, and nothing else is accepted."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from falseos.backups import archive
from falseos.backups.archive import ArchiveError

ROOT = Path(__file__).resolve().parent.parent
CONTENT = os.urandom(3_000_000) + b"x" * 500_000
READ_PAGES = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "falseos.settings"
import django; django.setup()
from falseos.pages.site import build_store
import hashlib
store = build_store()
for path in ("/", "/canada/", "/canada/offences/criminal-harassment/", "/sources/", "/fr/canada/", "/sitemap.xml"):
    answer = store.wait(path).answer("gzip")
    print(path, answer.status, hashlib.sha256(answer.body + repr(answer.headers).encode()).hexdigest())
"""


@pytest.fixture
def copy(tmp_path):
    (tmp_path / "copy").write_bytes(CONTENT)
    return tmp_path / "copy"


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_backup_comes_back_bit_for_bit(copy, tmp_path, passphrase):
    file, again = tmp_path / "file", tmp_path / "again"
    archive.write(copy, file, {"engine": "sqlite"}, passphrase)
    assert archive.read(file, again, passphrase)["engine"] == "sqlite"
    assert again.read_bytes() == CONTENT
    assert file.stat().st_mode & 0o077 == 0
    assert not passphrase or CONTENT[:64] not in file.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"copy", "file", "again"}


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
@pytest.mark.parametrize("damage", ["bit", "cut", "block", "tail", "heading"])
def test_a_damaged_backup_is_refused(copy, tmp_path, passphrase, damage):
    file = tmp_path / "file"
    archive.write(copy, file, {"engine": "sqlite"}, passphrase)
    data = bytearray(file.read_bytes())
    start = data.index(b"\n", len(archive.MAGIC)) + 1
    if damage == "bit":
        data[start + 5000] ^= 1
    elif damage == "cut":
        del data[-10:]
    elif damage == "block":
        length = int.from_bytes(data[start : start + 4])
        del data[start : start + 4 + length]
    elif damage == "tail":
        data += b"\x00\x00\x00\x01x"
    else:
        data[2] ^= 1
    file.write_bytes(data)
    with pytest.raises((ArchiveError, ValueError)):
        archive.read(file, tmp_path / "again", passphrase)


@pytest.mark.parametrize("given", ["", "wrong"])
def test_a_sealed_backup_needs_its_passphrase(copy, tmp_path, given):
    archive.write(copy, tmp_path / "file", {"engine": "sqlite"}, "right")
    with pytest.raises(ArchiveError):
        archive.read(tmp_path / "file", tmp_path / "again", given)


def environment(folder):
    env = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    return env | {
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "SECRET_KEY": "backup-" + "x" * 50,
        "SITE_URL": "http://127.0.0.1:1", "BAKED_DIR": f"{folder}/baked",
    }  # fmt: skip


def manage(env, *command, check=True):
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def killed_while(env, *command, after):
    """Start a command and kill it without warning after so many seconds."""
    process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site whose every step was killed once on the way, and then done."""
    folder = tmp_path_factory.mktemp("site")
    env = environment(folder)
    manage(env, "migrate", "-v0")
    for after in (2.0, 4.0):
        killed_while(env, "load_guide", after=after)
        assert sound(folder / "site.sqlite3")
    manage(env, "load_guide")
    killed_while(env, "backup", f"{folder}/backup", after=1.5)
    manage(env, "backup", f"{folder}/backup")
    assert sound(folder / "site.sqlite3")
    return folder


def sound(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        database.close()


def pages(env):
    return subprocess.run(
        [sys.executable, "-c", READ_PAGES], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout


def test_an_empty_machine_serves_the_same_bytes_after_a_restore(site, tmp_path):
    there = environment(tmp_path)
    manage(there, "restore", f"{site}/backup")
    expected = pages(environment(site))
    assert expected.count(" 200 ") == 6
    assert pages(there) == expected
    refused = manage(there, "restore", f"{site}/backup", check=False)
    assert refused.returncode != 0
    assert "--replace" in refused.stderr
    manage(there, "restore", f"{site}/backup", "--replace")
    assert pages(there) == expected


def test_a_backup_of_nothing_is_refused(tmp_path):
    (tmp_path / "letter").write_text("not a backup")
    refused = manage(environment(tmp_path), "restore", f"{tmp_path}/letter", check=False)
    assert refused.returncode != 0
    assert "not a backup" in refused.stderr
