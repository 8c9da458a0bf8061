"""A real server with the real content, and the system's Chromium to read it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.browser.weather import Weather

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def weather_server():
    server = Weather()
    yield server
    server.close()


@pytest.fixture
def weather(weather_server):
    """The site that the way out leads to, with nothing seen yet."""
    weather_server.requests.clear()
    weather_server.delay = 0
    return weather_server


# Their tests build on each other, on a server that each file has for itself.
WHOLE = ("test_desk.py", "test_editing.py")


class Dealing(LoadScopeScheduling):
    """Deals single tests to whichever worker is free, and these files as a whole."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file.endswith(WHOLE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Dealing(config, log)


def pytest_collection_modifyitems(items):
    """Put the many short tests last: they fill what time is left when one worker is done and the other is not."""
    items.sort(key=lambda item: item.path.name == "test_accessibility.py")


def environment(database, **settings):
    """Return the environment of a site of its own, at an address of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    return env | {
        "DATABASE_URL": f"sqlite:///{database}", "SITE_URL": f"http://127.0.0.1:{free_port()}",
        "SECRET_KEY": "browser-" + "x" * 50, **settings,
    }  # fmt: skip


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A database as `manage.py prepare` makes it; each server gets a copy."""
    database = tmp_path_factory.mktemp("prepared") / "site.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(database), check=True, timeout=300
    )
    return database


@pytest.fixture(scope="session")
def site_env(tmp_path_factory, prepared, weather_server):
    """The environment in which the site runs: a database of its own, a way out to the weather server."""
    database = shutil.copy(prepared, tmp_path_factory.mktemp("site"))
    return environment(database, EXIT_URL=f"{weather_server.base}/")


@pytest.fixture(scope="session")
def site(site_env, tmp_path_factory):
    """Serve the site as `make serve` does; yields its address."""
    with served(site_env, urlsplit(site_env["SITE_URL"]).port, tmp_path_factory.mktemp("log")) as base:
        yield base


@pytest.fixture(scope="module")
def faulty_site(site, site_env, tmp_path_factory):
    """The same site with the addresses in tests/faulty_urls.py."""
    env = site_env | {"DJANGO_SETTINGS_MODULE": "tests.browser.faulty_settings"}
    with served(env, free_port(), tmp_path_factory.mktemp("faulty")) as base:
        yield base


@contextmanager
def served(env, port, folder):
    """Run the site's server on this port; gives its address."""
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "falseos.asgi:application", "--config", "falseos/gunicorn_conf.py"]
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        wait_until_it_answers(f"{base}/healthz", server, folder / "server.log")
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_until_it_answers(address, server, log):
    for _ in range(150):
        if server.poll() is not None:
            raise AssertionError(f"the server stopped: {log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM}: there is no browser; run `make browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, site):
    """A phone-sized page. A console error, or a request to any other host, fails the test."""
    context = chromium.new_context(base_url=site, viewport={"width": 390, "height": 844}, locale="en-CA")
    page = context.new_page()
    errors, strangers = [], []
    page.on(
        "console",
        lambda message: (
            errors.append(f"{message.text} {message.location.get('url')}") if message.type == "error" else None
        ),
    )
    page.on("response", lambda answer: errors.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((site, "data:")) else strangers.append(r.url))
    yield page
    context.close()
    assert not errors
    assert not strangers
