"""The case folder in a tab of Chromium or of Firefox, with the same hands for both."""

import json
import time
from pathlib import Path

from tests.browser.firefox import Firefox

HANDS = """
(() => {
  const form = (id) => document.getElementById(id);
  window.hands = {
    fill(id, values) {
      for (const [name, value] of Object.entries(values)) {
        const field = form(id).elements[name];
        if (field.type === "checkbox") field.checked = value; else field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    },
    send(id) { form(id).requestSubmit(form(id).querySelector("button[type=submit]")); },
    press(selector) { document.querySelector(selector).click(); },
    status() { return form("folder-status").textContent; },
    everything() {
      const values = [...document.querySelectorAll("input, textarea, select")].map((field) => field.value);
      return [document.documentElement.outerHTML, location.href, document.title, ...values].join("\\n");
    },
  };
})()
"""


class FolderTab:
    """What both engines share; each brings goto, evaluate, choose, requests and downloads."""

    returned: set  # each tab's own

    def open(self, site):
        self.goto(f"{site}/case-folder/")
        self.wait("document.getElementById('case-folder').dataset.ready === 'yes'")
        self.evaluate(f"void {HANDS.strip()}")
        # Late answers to the load's own requests must not count against what follows.
        time.sleep(0.3)
        self.requests.clear()

    def wait(self, condition, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.evaluate(f"Boolean({condition})"):
                return
            time.sleep(0.1)
        raise AssertionError(
            f"never true: {condition}; status: {self.evaluate('document.body.innerText.slice(0, 300)')}"
        )

    def fill(self, form, **values):
        self.evaluate(f"void hands.fill({json.dumps(form)}, {json.dumps(values)})")

    def submit(self, form, **values):
        self.fill(form, **values)
        self.evaluate(f"void hands.send({json.dumps(form)})")

    def push(self, selector):
        self.evaluate(f"void hands.press({json.dumps(selector)})")

    def status(self):
        return self.evaluate("hands.status()")

    def says(self, text, seconds=60):
        self.wait(f"hands.status().includes({json.dumps(text)})", seconds)

    def everything(self):
        return self.evaluate("hands.everything()")

    def incident(self, word="", day="2026-11-03", files=()):
        """Add an entry to the log and wait until it is there."""
        count = self.evaluate("document.querySelectorAll('#incident-list > li').length")
        if files:
            self.choose('#incident-form [name="files"]', files)
        self.submit(
            "incident-form", date=day, time="21:15", platform=f"TikTok {word}", address=f"https://example.com/{word}",
            account=f"@{word}", accountId=f"123 {word}", what=f"Threat {word}", witnesses=f"A friend {word}",
            effect=f"Afraid {word}",
        )  # fmt: skip
        self.wait(f"document.querySelectorAll('#incident-list > li').length === {count + 1}", 120)

    def report(self, word="", service="Toronto Police", number="26-1"):
        self.submit(
            "report-form", service=f"{service} {word}".strip(), number=f"{number} {word}".strip(),
            officer=f"Officer {word}", badge=f"77 {word}", unit=f"Unit {word}", filed="2026-11-04", chase="2026-12-01",
        )  # fmt: skip

    def saved(self, ending, seconds=60):
        """Return the newest downloaded file with this ending that was not returned before."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.take_downloads()
            try:
                files = {f: f.stat() for f in Path(self.downloads).glob(f"*.{ending}")}
                new = {(stat.st_mtime_ns, f) for f, stat in files.items() if stat.st_size} - self.returned
                if new and not list(Path(self.downloads).glob("*.part")):
                    self.returned.add(max(new))
                    return max(new)[1]
            except FileNotFoundError:
                pass  # Firefox has just given it its final name
            time.sleep(0.1)
        raise AssertionError(f"no .{ending} file was saved: {list(Path(self.downloads).glob('*'))}")

    def seal(self, phrase):
        """Save a sealed file and return its path."""
        self.submit("seal-form", phrase=phrase, again=phrase)
        self.says("Your browser has the file")
        return self.saved("dat")

    def unseal(self, path, phrase=None):
        """Choose a file to open, and open it where it lets itself be chosen."""
        self.choose("#open-file", [path])
        self.wait("hands.status() !== ''")
        time.sleep(0.3)
        if self.evaluate("document.getElementById('open-form').hidden"):
            return
        self.submit("open-form", **({"phrase": phrase} if phrase is not None else {}))
        self.wait("!hands.status().startsWith('Opening') && !hands.status().includes('Type its phrase')", 60)


class ChromiumTab(FolderTab):
    def __init__(self, browser, downloads, **options):
        self.context = browser.new_context(accept_downloads=True, timezone_id="America/Toronto", **options)
        self.page = self.context.new_page()
        self.downloads = downloads
        self.requests, self.errors, self.waiting = [], [], []
        self.returned = set()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("download", lambda download: self.waiting.append(download))

    def take_downloads(self):
        self.page.wait_for_timeout(50)
        while self.waiting:
            download = self.waiting.pop(0)
            download.save_as(Path(self.downloads) / download.suggested_filename)

    def goto(self, address):
        self.page.goto(address)

    def evaluate(self, expression):
        return self.page.evaluate(expression)

    def choose(self, selector, paths):
        self.page.set_input_files(selector, [str(path) for path in paths])

    def address(self):
        self.page.wait_for_timeout(50)
        return self.page.url

    def close(self):
        self.context.close()


class FirefoxTab(Firefox, FolderTab):
    def take_downloads(self):
        """Firefox puts them into its folder by itself."""

    def __init__(self):
        super().__init__()
        self.errors = []
        self.returned = set()
        self.watch_requests()
