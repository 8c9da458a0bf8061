"""Two instances with memories of their own, one database, one Redis: an edit through one shows on the other."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARD = "/canada/offences/criminal-harassment/"
EDIT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "falseos.settings"
import django; django.setup()
from offences.models import Offence
card = Offence.objects.get(slug="criminal-harassment", jurisdiction__slug="canada")
card.summary_en = "Edited through the first machine."
card.save()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.read(), dict(answer.headers)


def wait_for(port, server):
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        try:
            return read(port, "/healthz")
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


@pytest.fixture
def redis(tmp_path):
    """A Redis of this test's own, without files."""
    assert shutil.which("redis-server"), "run tests/postgres/install"
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path)
    yield f"redis://127.0.0.1:{port}/0", server
    server.kill()
    server.wait()


@pytest.fixture
def machines(tmp_path, redis):
    """Two servers that share the database and Redis, and nothing else."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    env |= {"SITE_URL": "http://127.0.0.1:1", "SECRET_KEY": "two-" + "x" * 50, "CACHE_URL": redis[0]}
    # On PostgreSQL the suite's own cluster; the test database of the suite itself has another name there.
    if "DATABASE_URL" not in env:
        env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    ports, servers = [free_port(), free_port()], []
    for number, port in enumerate(ports):
        command = [sys.executable, "-m", "gunicorn", "falseos.asgi:application", "-c", "falseos/gunicorn_conf.py"]
        own = env | {"BAKED_DIR": str(tmp_path / f"baked-{number}")}
        servers.append(subprocess.Popen([*command, "-w", "1", "-b", f"127.0.0.1:{port}"], cwd=ROOT, env=own))
    try:
        for port, server in zip(ports, servers, strict=True):
            wait_for(port, server)
        yield ports, env
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(timeout=30)


def test_an_edit_shows_on_the_other_machine_and_one_rendering_serves_both(machines, redis):
    (one, other), env = machines
    before = {port: read(port, CARD) for port in (one, other)}
    assert before[one][0] == before[other][0]
    assert {before[port][1]["etag"] for port in before} == {before[one][1]["etag"]}
    subprocess.run([sys.executable, "-c", EDIT], cwd=ROOT, env=env, check=True)
    published = time.monotonic()
    seen = {}
    while len(seen) < 2 and time.monotonic() - published < 10:
        for port in (one, other):
            if port not in seen and b"Edited through the first machine." in read(port, CARD)[0]:
                seen[port] = time.monotonic() - published
        time.sleep(0.02)
    assert len(seen) == 2, seen
    assert max(seen.values()) < 2, json.dumps(seen)
    assert read(one, CARD)[1]["etag"] == read(other, CARD)[1]["etag"]
    # Without Redis both go on.
    redis[1].kill()
    redis[1].wait()
    assert read(one, "/canada/")[0] == read(other, "/canada/")[0]
