"""Debian's Firefox over WebDriver BiDi: as much of the protocol as the tests need."""

import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

from websockets.sync.client import connect

FIREFOX = os.environ.get("FIREFOX") or "/usr/bin/firefox-esr"
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES = {
    # Stock behaviour, the back-forward cache included; nothing that calls home.
    "remote.prefs.recommended": False,
    # Lets a test put files into a file input.
    "dom.file.createInChild": True,
    # What it writes to the disk for the case of a crash, it writes every second instead of every fifteen.
    "browser.sessionstore.interval": 1000,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "https://localhost.invalid/",
    "browser.safebrowsing.update.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.newtab.preload": False,
    "browser.aboutwelcome.enabled": False,
}
SHIFT = "\ue008"


class Firefox:
    """One browser with one tab. `requests` collects the addresses its pages ask for, once `watch_requests` was called.

    What is downloaded lies in the folder `downloads`.
    """

    def __init__(self, *, scripts=True):
        self.profile = tempfile.mkdtemp(prefix="falseos-firefox-")
        self.downloads = os.path.join(self.profile, "downloads")
        preferences = PREFERENCES | {"browser.download.folderList": 2, "browser.download.dir": self.downloads}
        preferences |= {} if scripts else {"javascript.enabled": False}
        with open(os.path.join(self.profile, "user.js"), "w") as file:
            for name, value in preferences.items():
                file.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
        self.process = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env=os.environ | {"MOZ_CRASHREPORTER_DISABLE": "1"},
        )  # fmt: skip
        self.ids = itertools.count(1)
        self.requests = []
        self.socket = connect(f"{self._address()}/session", max_size=None, open_timeout=30)
        self.send("session.new", capabilities={})
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def _address(self):
        for line in self.process.stderr:
            if match := LISTENING.search(line):
                return match.group(1)
        raise AssertionError("Firefox did not start")

    def send(self, method, **parameters):
        """Send a command and return its result; raises AssertionError with the browser's message."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=120))
            # What belongs to no tab is Firefox looking after itself, its new-tab pictures for example.
            if answer.get("method") == "network.beforeRequestSent" and answer["params"]["context"]:
                self.requests.append(answer["params"]["request"]["url"])
            if answer.get("id") == number:
                assert answer["type"] == "success", f"{method}: {answer.get('message')}"
                return answer["result"]

    def goto(self, address):
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, expression):
        """Return the value of an expression that is a text, a number, a boolean or null."""
        answer = self.send("script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def watch_requests(self):
        self.send("session.subscribe", events=["network.beforeRequestSent"])

    def choose(self, selector, paths):
        """Put files into a file input, as its dialog would."""
        found = self.send("browsingContext.locateNodes", context=self.tab, locator={"type": "css", "value": selector})
        element = {"sharedId": found["nodes"][0]["sharedId"]}
        self.send("input.setFiles", context=self.tab, element=element, files=[str(path) for path in paths])

    def address(self):
        return self.send("browsingContext.getTree", root=self.tab)["contexts"][0]["url"]

    def back(self):
        self.jump(-1)

    def jump(self, delta):
        """Choose another entry of the history, as from its list."""
        self.send("browsingContext.traverseHistory", context=self.tab, delta=delta)

    def press(self, *keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.send("input.performActions", context=self.tab, actions=[source])

    def click(self, selector):
        """Click in the middle of the first element that matches."""
        point = json.loads(self.evaluate(
            f"JSON.stringify((b => [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect()))"
        ))  # fmt: skip
        actions = [
            {"type": "pointerMove", "x": point[0], "y": point[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": "mouse", "actions": actions}
        self.send("input.performActions", context=self.tab, actions=[source])

    def close(self):
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stderr.close()
        time.sleep(0.2)
        shutil.rmtree(self.profile, ignore_errors=True)
