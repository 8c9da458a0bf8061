"""The editors' desk in a browser: a server of its own, and people who sign in as they would."""

import re
import shutil
import subprocess
import sys
from base64 import b32decode
from dataclasses import dataclass
from pathlib import Path

from django_otp.oath import totp

from tests.browser.conftest import ROOT, environment, wait_until_it_answers

WATCH = """
addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP violation: ' + event.violatedDirective + ' ' + event.blockedURI);
});
"""


@dataclass
class Desk:
    """A running site whose database the tests may edit."""

    base: str
    env: dict

    def manage(self, *args):
        done = subprocess.run(
            [sys.executable, "manage.py", *args], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def password_of(self, name, *options):
        return re.search(r"password: +(\S+)", self.manage("add_editor", name, *options))[1]


def serve(folder: Path, prepared: Path, exit_url: str):
    """Yield a desk that is served as `make serve` does, on a copy of a prepared database."""
    env = environment(shutil.copy(prepared, folder), EXIT_URL=exit_url)
    base = env["SITE_URL"]
    command = [sys.executable, "-m", "gunicorn", "falseos.asgi:application", "--config", "falseos/gunicorn_conf.py"]
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--bind", base.removeprefix("http://")], cwd=ROOT, env=env, stdout=out, stderr=out
        )
        try:
            wait_until_it_answers(f"{base}/healthz", server, log)
            yield Desk(base, env)
        finally:
            server.terminate()
            server.wait(timeout=20)


class Editor:
    """Somebody at the desk: one browser context, which notes every fault and every request to another host."""

    def __init__(self, chromium, desk, scheme="light"):
        self.context = chromium.new_context(
            base_url=desk.base, viewport={"width": 1280, "height": 900}, locale="en-CA", color_scheme=scheme
        )
        self.context.add_init_script(WATCH)
        self.faults = []
        self.base = desk.base
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page):
        page.on("console", lambda m: self.faults.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", lambda r: None if r.url.startswith((self.base, "data:")) else self.faults.append(r.url))

    def sign_in(self, name, password):
        """The first sign-in: password, the QR code's key, a code, the recovery codes."""
        page = self.page
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/second-step/enrol/")
        key = page.locator("code.key").inner_text().replace(" ", "")
        page.get_by_role("textbox", name="Code").fill(f"{totp(b32decode(key)):06d}")
        page.get_by_role("button", name="Set up").click()
        self.recovery_codes = page.locator(".recovery-codes code").all_inner_texts()
        page.get_by_role("link", name="I have kept them").click()
        page.wait_for_url("**/admin/")
        return self

    def open(self, kind, search, line=""):
        """Find a record as an editor would: its list, the search field, the line that has these words too."""
        page = self.page
        page.goto(f"/admin/{kind}/")
        page.locator("#searchbar").fill(search)
        page.get_by_role("button", name="Search").click()
        page.locator("#result_list tbody tr", has_text=line or search).first.locator("th a").click()

    def say(self, why, readers=""):
        self.page.get_by_label("What changed and why").fill(why)
        if readers:
            self.page.get_by_label("Notable").check()
            self.page.get_by_label("Note for readers:", exact=True).fill(readers)

    def save(self):
        self.page.locator("input[name=_save]").last.click()

    def preview(self):
        """Press the preview button; returns the tab that opened."""
        with self.context.expect_page() as opened:
            self.page.get_by_role("button", name="Preview on the page").click()
        tab = opened.value
        tab.wait_for_load_state()
        return tab
