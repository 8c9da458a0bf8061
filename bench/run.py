"""`make bench`: how fast the site is on this machine, against nginx serving the same bytes in the same run.

Everything listens on 127.0.0.1, and the client (wrk) shares the processors with what it measures. Read the ratios: bare
requests a second move with whatever else the machine does. Needs nginx and wrk (Debian: nginx-light, wrk). Bounded:
about ten minutes, with --quick about two.
"""

import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import growth
from bench.servers import Nginx, Site, wrk

HERE = Path(__file__).resolve().parent
PAGE, CARD, PAIR = "/canada/", "/canada/offences/criminal-harassment/", "/canada/harasser-in-united-states/"
# Measured where they are there. The second column is what is sent by POST.
TOOLS = [
    ("search", "/search/", "q=he+keeps+texting+me"),
    ("plan", "/plan/", "b=stalking&b=intimate-image-shared&home=canada&away=united-states&danger=yes"),
    ("finder", "/canada/police/", "place=Toronto"),
]


def say(text):
    print(f"[{datetime.datetime.now():%H:%M:%S}] {text}", file=sys.stderr, flush=True)


def against_nginx(site, path, folder, arguments, **headers):
    """Return rows of (what, connections, requests a second, share of nginx, p50, p99) for one address."""
    rows = []
    status, sent, body = site.get(path, **headers)
    assert status in (200, 304), (path, status)
    with Nginx.serving(folder, sent, body) as nginx:
        for connections in (16, 64):
            rounds = []
            for _ in range(arguments.rounds):
                limit = wrk(nginx.base + "/page", connections, arguments.seconds, **headers)
                mine = wrk(site.base + path, connections, arguments.seconds, **headers)
                rounds.append((mine["rps"] / limit["rps"], mine, limit))
            share = statistics.median(one[0] for one in rounds)
            best = sorted(rounds, key=lambda one: one[0])[len(rounds) // 2]
            rows.append(
                (connections, best[1]["rps"], best[2]["rps"], share, best[1]["p50"], best[1]["p99"], best[1]["errors"])
            )
    return rows


def measure_entry(name, site, folder, arguments, lines):
    for what, path, headers in [
        ("guide, gzip", PAGE, {"Accept-Encoding": "gzip"}),
        ("guide, Brotli", PAGE, {"Accept-Encoding": "br"}),
        ("card, gzip", CARD, {"Accept-Encoding": "gzip"}),
        ("pair, gzip", PAIR, {"Accept-Encoding": "gzip"}),
    ]:
        say(f"{name}: {what}")
        for connections, mine, limit, share, p50, p99, errors in against_nginx(
            site, path, folder, arguments, **headers
        ):
            lines.append(
                f"| {name} | {what} | {connections} | {mine:,.0f} | {limit:,.0f} | {share:.2f} (1/{1 / share:.1f}) "
                f"| {p50:.1f} | {p99:.1f} | {errors} |"
            )
    tag = dict(site.get(PAGE, **{"Accept-Encoding": "gzip"})[1])["etag"]
    say(f"{name}: 304")
    found = wrk(site.base + PAGE, 16, arguments.seconds, **{"Accept-Encoding": "gzip", "If-None-Match": tag})
    tail = f"{found['p50']:.1f} | {found['p99']:.1f} | {found['errors']} |"
    lines.append(f"| {name} | guide, 304 | 16 | {found['rps']:,.0f} | | | {tail}")


def measure_tools(site, arguments, lines):
    for what, path, form in TOOLS:
        if site.get(path)[0] != 200:
            lines.append(f"| {what} | not there | | | |")
            continue
        say(what)
        shown = wrk(site.base + path, 16, arguments.seconds)
        sent = wrk(site.base + path, 16, arguments.seconds, body=form)
        lines.append(f"| {what} | {shown['rps']:,.0f} | {sent['rps']:,.0f} | {sent['p99']:.0f} | {sent['errors']} |")


def cold_and_wire(folder, lines):
    """Time of one rendering, processor time beside it, queries, and bytes on the wire."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.cold", PAGE, CARD, PAIR, "/", "/sources/"],
        cwd=HERE.parent,
        env=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    lines.extend(done.stdout.splitlines())


def measure_baked(folder, arguments, lines):
    """The baked folder under nginx, against one plain file under nginx."""
    headers = {"Accept-Encoding": "gzip"}
    with Nginx.of_folder(folder, folder / "baked") as files:
        _, sent, body = files.get(PAGE, **headers)
        with Nginx.serving(folder, sent, body) as plain:
            for connections in (16, 64):
                rounds = []
                for _ in range(arguments.rounds):
                    mine = wrk(files.base + PAGE, connections, arguments.seconds, **headers)
                    limit = wrk(plain.base + "/page", connections, arguments.seconds, **headers)
                    rounds.append((mine["rps"] / limit["rps"], mine, limit))
                share, mine, limit = sorted(rounds, key=lambda one: one[0])[len(rounds) // 2]
                start = f"| guide, gzip | {connections} | {mine['rps']:,.0f} | {limit['rps']:,.0f}"
                lines.append(f"{start} | {share:.2f} | {mine['p99']:.1f} |")


def report(sections, arguments, took):
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    head = [
        "# Measured by `make bench`", "",
        f"{datetime.date.today()}, {os.cpu_count()} processors ({cpu}), Python {platform.python_version()}, "
        f"{took:.0f} s{', quick' if arguments.quick else ''}.", "",
        f"Load of the machine before and after: {sections.pop('load')}. With more than 2 other work shared it.", "",
        "wrk, server and nginx share the processors. Other work moves every figure: read the shares.", "",
    ]  # fmt: skip
    return "\n".join(head + [line for title, lines in sections.items() for line in (f"## {title}", "", *lines, "")])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round of everything")
    parser.add_argument("--skip-growth", action="store_true")
    arguments = parser.parse_args()
    arguments.seconds, arguments.rounds = (2, 1) if arguments.quick else (5, 3)
    for tool in ("nginx", "wrk"):
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is not installed (Debian: apt install nginx-light wrk)")
    began, load = time.time(), os.getloadavg()[0]
    warm = ["| entry | what | connections | requests/s | nginx | share of nginx | p50 ms | p99 ms | errors |",
            "| --- | --- | --: | --: | --: | --: | --: | --: | --: |"]  # fmt: skip
    tools = [
        "| tool | page, requests/s | answer to a form, requests/s | p99 ms | errors |",
        "| --- | --: | --: | --: | --: |",
    ]
    memory = [
        "| entry | first answer, s | each worker RSS, MB | workers together RSS / PSS, MB |",
        "| --- | --: | --: | --: |",
    ]
    cold = ["| page | ms | processor ms | queries | HTML | gzip | Brotli 5 | Brotli 11 |",
            "| --- | --: | --: | --: | --: | --: | --: | --: |"]  # fmt: skip
    baked = [
        "| what | connections | requests/s | nginx, plain file | share | p99 ms |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    with tempfile.TemporaryDirectory(prefix="falseos-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        say("preparing a site")
        env = Site.prepare(folder)
        say("cold rendering")
        cold_and_wire(env, cold)
        for entry, kind in (
            ("ASGI", ["falseos.asgi:application", "--preload"]),
            ("WSGI", ["falseos.wsgi:application", "-k", "gthread"]),
        ):
            with Site(folder, env, kind) as site:
                say(f"{entry}: first answer after {site.first:.2f} s")
                measure_entry(entry, site, folder, arguments, warm)
                if entry == "ASGI":
                    measure_tools(site, arguments, tools)
                each, together = site.memory()
                memory.append(f"| {entry} | {site.first:.2f} | {each} | {together} |")
        say("baked files")
        measure_baked(folder, arguments, baked)
        sections = {
            "Warm, two workers, nginx with the same bytes": warm,
            "Baked files under nginx": baked,
            "Cold": cold,
            "Tools": tools,
            "Start and memory": memory,
        }
        if not arguments.skip_growth:
            say("growth: 1, 10 and 100 times the records")
            sections["Growth"] = growth.measure(folder, env, say, sizes=(1, 10) if arguments.quick else (1, 10, 100))
    sections["load"] = f"{load:.1f}, {os.getloadavg()[0]:.1f}"
    text = report(sections, arguments, time.time() - began)
    (HERE / "results.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    say(f"written to {(HERE / 'results.md').relative_to(HERE.parent)}")


if __name__ == "__main__":
    sys.exit(main())
