"""The soak: readers load the site while workers are killed, an editor publishes and the database goes away.

    python tests/soak/soak.py --seconds 600            # with --database postgres://... the same on PostgreSQL
    python tests/soak/soak.py --seconds 60 --wsgi      # the plain WSGI entry

It starts its own server on a database of its own, ends after the seconds given (two hours at most), prints what it saw,
and exits with 1 where a promise was broken: no 5xx on an address of the sitemap, no page of two versions, nothing older
than two seconds after a publication while the database is up, no edit lost, memory flat.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARD = "/canada/offences/criminal-harassment/"
PAGES = ("/canada/", CARD)
# Printed at the top and again near the end of both pages: two of them on one page must never differ.
MARK = re.compile(rb"soak-(\d+)-mark")
STALE = 2.0


class Soak:
    """One run: its server, its readers, and what went wrong."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.port = free_port()
        self.codes, self.wrong, self.answers = Counter(), [], 0
        self.published = [(0.0, 0)]
        self.ends = threading.Event()
        self.database_is_up, self.up_since = True, 0.0
        self.memory, self.kills, self.dropped = [], 0, 0
        self.env = os.environ | {
            "SITE_URL": f"http://127.0.0.1:{self.port}", "SECRET_KEY": "soak-" + "x" * 50,
            "BAKED_DIR": f"{folder}/baked",
            "DATABASE_URL": arguments.database or f"sqlite:///{folder}/site.sqlite3",
        }  # fmt: skip

    def manage(self, *command):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL
        )

    def start(self):
        self.manage("prepare")
        self.manage("bake")
        kind = ["falseos.wsgi:application", "-k", "gthread"] if self.arguments.wsgi else ["falseos.asgi:application"]
        command = [sys.executable, "-m", "gunicorn", *kind, "--config", "falseos/gunicorn_conf.py"]
        log = (self.folder / "server.log").open("wb")
        self.server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"], cwd=ROOT, env=self.env, stdout=log, stderr=log
        )
        for _ in range(600):
            if self.get("/healthz")[0] == 200:
                return
            time.sleep(0.1)
        raise SystemExit("the server did not start")

    def get(self, path, **headers):
        """Return status and body, 0 where the connection broke: a killed worker takes its connections with it."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
        except http.client.IncompleteRead:
            return -1, b""
        except (OSError, http.client.HTTPException):
            return 0, b""
        return answer.status, body

    def reader(self, seed):
        """Read pages at random, hard, and look at each."""
        chance = random.Random(seed)
        while not self.ends.is_set():
            path = chance.choice(PAGES) if chance.random() < 0.5 else chance.choice(self.addresses)
            asked = time.time()
            status, body = self.get(path)
            self.codes[status] += 1
            if status in (0, -1):
                # The connection died with a worker: no half page was shown as a whole one. A browser asks again.
                self.dropped += 1
                continue
            self.answers += 1
            if status >= 500:
                self.wrong.append(f"{path} answered {status}")
            elif status == 200 and path in PAGES:
                self.look_at(path, body, asked)

    def look_at(self, path, body, asked):
        marks = {int(mark) for mark in MARK.findall(body)}
        if len(marks) > 1:
            self.wrong.append(f"{path} mixes versions {marks}")
        if not body.rstrip().endswith(b"</html>"):
            self.wrong.append(f"{path} was half a page")
        due = [number for when, number in self.published if when <= asked - STALE]
        settled = self.database_is_up and asked - self.up_since > STALE
        if settled and due and (max(marks, default=0) < due[-1]):
            late = asked - next(when for when, number in self.published if number == due[-1])
            self.wrong.append(f"{path} showed {max(marks, default=0)} when {due[-1]} was {late:.1f} s old")

    def editor(self):
        """Publish every ten seconds by the site's own code, in a process of its own."""
        number = 0
        while not self.ends.wait(self.arguments.publish_every):
            if not self.database_is_up:
                continue
            number += 1
            self.editing.stdin.write(f"{number}\n")
            self.editing.stdin.flush()
            if self.editing.stdout.readline().strip() == str(number):
                self.published.append((time.time(), number))
            else:
                self.wrong.append(f"edit {number} was refused")

    def killer(self):
        """Kill a worker every five seconds, without warning."""
        chance = random.Random(7)
        while not self.ends.wait(self.arguments.kill_every):
            workers = self.workers()
            if len(workers) > 1:
                os.kill(chance.choice(workers), signal.SIGKILL)
                self.kills += 1

    def outages(self):
        """Take the database away twice, for a tenth of the time each."""
        for _ in range(2):
            if self.ends.wait(self.arguments.seconds * 0.25):
                return
            self.database_is_up = False
            time.sleep(0.2)
            self.take_away(True)
            self.ends.wait(self.arguments.seconds * 0.08)
            self.take_away(False)
            self.up_since = time.time()
            self.database_is_up = True

    def take_away(self, away):
        if self.arguments.database_stop:
            command = self.arguments.database_stop if away else self.arguments.database_start
            subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)
            return
        # SQLite: nothing can open the file any more; what a server has open goes on for the length of a request.
        site, hidden = self.folder / "site.sqlite3", self.folder / "hidden.sqlite3"
        if away:
            site.rename(hidden)
            site.mkdir()
        else:
            site.rmdir()
            hidden.rename(site)

    def workers(self):
        text = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(pid) for pid in text.split()]

    def watch_memory(self):
        while not self.ends.wait(2):
            total = 0
            for pid in self.workers():
                try:
                    rss = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
                    total += int(rss[1]) if rss else 0
                except OSError:
                    continue
            self.memory.append(total / 1000)

    def run(self):
        self.start()
        sitemap = self.get("/sitemap.xml")[1].decode()
        self.addresses = [re.sub(r"^https?://[^/]+", "", found) for found in re.findall("<loc>([^<]+)", sitemap)]
        self.editing = subprocess.Popen(
            [sys.executable, "-c", EDITOR],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        work = [self.editor, self.killer, self.outages, self.watch_memory]
        work += [lambda seed=seed: self.reader(seed) for seed in range(self.arguments.readers)]
        threads = [threading.Thread(target=one) for one in work]
        began = time.time()
        for thread in threads:
            thread.start()
        while time.time() - began < self.arguments.seconds:
            time.sleep(min(5, self.arguments.seconds))
            print(f"  {time.time() - began:4.0f} s  {self.answers} answers, {len(self.published) - 1} publications, "
                  f"{self.kills} kills, {len(self.wrong)} wrong", file=sys.stderr)  # fmt: skip
        self.ends.set()
        for thread in threads:
            thread.join()
        time.sleep(STALE + 1)
        last = self.published[-1][1]
        for path in PAGES:
            if f"soak-{last}-mark".encode() not in self.get(path)[1]:
                self.wrong.append(f"edit {last} is lost on {path}")
        return time.time() - began

    def stop(self):
        for process in (getattr(self, "editing", None), getattr(self, "server", None)):
            if process:
                process.terminate()
                process.wait(timeout=30)


EDITOR = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "falseos.settings"
import django; django.setup()
from django.db import transaction
from offences.models import Offence
for line in sys.stdin:
    number = line.strip()
    with transaction.atomic():
        card = Offence.objects.get(slug="criminal-harassment", jurisdiction__slug="canada")
        card.summary_en = card.caution_en = f"soak-{number}-mark"
        card.save()
    print(number, flush=True)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--kill-every", type=float, default=5)
    parser.add_argument("--publish-every", type=float, default=10)
    parser.add_argument("--wsgi", action="store_true")
    parser.add_argument("--database", default="", help="address of a PostgreSQL; SQLite without it")
    parser.add_argument("--database-stop", default="", help="command that stops the PostgreSQL")
    parser.add_argument("--database-start", default="", help="command that starts it again")
    arguments = parser.parse_args()
    arguments.seconds = min(arguments.seconds, 7200)
    with tempfile.TemporaryDirectory(prefix="falseos-soak-") as folder:
        soak = Soak(arguments, Path(folder))
        try:
            took = soak.run()
        finally:
            soak.stop()
        third = max(1, len(soak.memory) // 3)
        memory = [sum(part) / len(part) for part in (soak.memory[third : 2 * third], soak.memory[-third:]) if part]
        if len(memory) == 2 and memory[1] > memory[0] * 1.15:
            soak.wrong.append(f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MB")
        print(json.dumps({
            "entry": "WSGI" if arguments.wsgi else "ASGI", "seconds": round(took), "answers": soak.answers,
            "codes": {str(code): count for code, count in sorted(soak.codes.items())},
            "connections that died with a worker": soak.dropped, "workers killed": soak.kills,
            "publications": len(soak.published) - 1, "memory MB, middle and last third": [round(m) for m in memory],
            "wrong": len(soak.wrong), "examples": soak.wrong[:8],
        }, indent=1))  # fmt: skip
    sys.exit(1 if soak.wrong else 0)


if __name__ == "__main__":
    main()
