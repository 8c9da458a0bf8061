"""What is measured, and what it is measured against: the site, nginx with the same bytes, and wrk."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
local form = os.getenv("BENCH_BODY")
if form then
  wrk.method = "POST"; wrk.body = form; wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end
done = function(s, l, r)
  io.write(string.format("RESULT %d %d %.0f %.0f %d\\n", s.requests, s.duration, l:percentile(50), l:percentile(99),
    s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout + s.errors.status))
end
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wrk(address, connections, seconds, body=None, **headers):
    """Load an address and return requests a second, p50 and p99 in ms, and failed requests."""
    script = Path("/tmp" if not os.environ.get("TMPDIR") else os.environ["TMPDIR"], f"bench-{os.getpid()}.lua")
    script.write_text(SCRIPT)
    options = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    env = os.environ | ({"BENCH_BODY": body} if body is not None else {})
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-s", str(script), *options, address]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    finally:
        script.unlink()
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    requests, duration, p50, p99, errors = (int(part) for part in found.groups())
    return {"rps": requests / duration * 1e6, "p50": p50 / 1000, "p99": p99 / 1000, "errors": errors}


class Server:
    """Something that answers on a port."""

    port = 0

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, [(name.lower(), value) for name, value in answer.getheaders()], body

    def wait(self, path):
        began = time.monotonic()
        while time.monotonic() - began < 60:
            try:
                if self.get(path)[0] == 200:
                    return
            except OSError:
                time.sleep(0.005)
        raise RuntimeError("no answer")


class Site(Server):
    """The site as `make serve` runs it, on a database of its own."""

    def __init__(self, folder, env, kind):
        self.port = free_port()
        self._command = [sys.executable, "-m", "gunicorn", *kind, "--config", "falseos/gunicorn_conf.py"]
        self._env, self._log = env, folder / "server.log"

    @staticmethod
    def prepare(folder):
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "SECRET_KEY": "bench-" + "x" * 50,
            "SITE_URL": "http://127.0.0.1:1", "BAKED_DIR": f"{folder}/baked",
        }  # fmt: skip
        for command in (["prepare"], ["bake"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
        return env

    def __enter__(self):
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [*self._command, "--bind", f"127.0.0.1:{self.port}"], cwd=ROOT, env=self._env, stdout=log, stderr=log
            )
        self.wait("/canada/")
        self.first = time.monotonic() - began
        for _ in range(40):
            self.get("/canada/")
        time.sleep(2.5)
        return self

    def __exit__(self, *fault):
        self._server.terminate()
        self._server.wait(timeout=30)

    def memory(self):
        """Return the workers' memory after the load, in MB: each RSS, and RSS / PSS together."""
        rss, pss = [], []
        for pid in Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            rss.append(int(re.search(r"Rss:\s+(\d+)", text)[1]) / 1000)
            pss.append(int(re.search(r"Pss:\s+(\d+)", text)[1]) / 1000)
        return ", ".join(f"{one:.0f}" for one in rss), f"{sum(rss):.0f} / {sum(pss):.0f}"


class Nginx(Server):
    """nginx with one server block."""

    def __init__(self, folder, block):
        self.port = free_port()
        self._folder = folder / f"nginx-{self.port}"
        self._folder.mkdir(mode=0o755)
        temporary = " ".join(
            f"{name}_temp_path {self._folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        settings = "access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;"
        (self._folder / "nginx.conf").write_text(
            f"{user} worker_processes 2; daemon off; pid {self._folder}/pid; error_log {self._folder}/error.log;\n"
            f"events {{ worker_connections 1024; }}\nhttp {{ {settings} {temporary}\n"
            f"server {{ listen 127.0.0.1:{self.port}; {block} }} }}\n"
        )

    @classmethod
    def serving(cls, folder, headers, body):
        """Serve these bytes with these headers at /page."""
        root = folder / f"bytes-{time.monotonic_ns()}"
        root.mkdir(mode=0o755)
        (root / "page").write_bytes(body)
        left_out = {
            "server",
            "date",
            "content-length",
            "content-type",
            "connection",
            "last-modified",
            "etag",
            "accept-ranges",
        }
        lines = [f'add_header {name} "{value}";' for name, value in headers if name not in left_out]
        found = cls(folder, f"root {root}; types {{ }} default_type text/html; {' '.join(lines)}")
        return found.running("/page")

    @classmethod
    def of_folder(cls, folder, root):
        """Serve a baked folder as deploy/nginx/baked.conf does."""
        text = (ROOT / "deploy/nginx/baked.conf").read_text()
        block = re.search(r"server \{(.*)\n\}", text, re.S)[1].replace("/srv/falseos-baked", str(root))
        # What the frame above sets already, and what nginx without the Brotli module would not know.
        ours = r"#.*|(listen|server_name|access_log|brotli_static|sendfile|tcp_nopush|open_file_cache\w*) [^;]*;"
        block = re.sub(ours, "", block)
        return cls(folder, "include /etc/nginx/mime.types; " + block).running("/canada/")

    @contextmanager
    def running(self, path):
        server = subprocess.Popen(["nginx", "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")])
        try:
            self.wait(path)
            yield self
        finally:
            server.terminate()
            server.wait(timeout=20)
