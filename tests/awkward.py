"""A small internet on the loopback addresses that plays every awkward case a source can be."""

import socket
import ssl
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

PAGE = (
    "<html><head><title>x</title></head><body><nav>Menu {stamp}</nav>"
    "<main><h1>Page</h1><p>{text}</p></main></body></html>"
)
WALLS = b"User-agent: *\nDisallow: /behind-robots\n"


class Awkward:
    """The server and what it saw. `text` is what /changing says; change it to play a changed page.

    `asked_at` is when /later was asked for.
    """

    def __init__(self):
        self.text = "The number is 1-888-495-8501."
        self.hits = Counter()
        self.asked_at = []
        self.busy = Counter()
        self.most_busy = Counter()
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self._plain = self._serve()
        self._secure = self._serve(secure=True)
        self.port = self._plain.server_address[1]
        self.secure_port = self._secure.server_address[1]

    def url(self, path, host=1):
        return f"http://127.0.0.{host}:{self.port}/{path}"

    def secure_url(self, path):
        return f"https://127.0.0.1:{self.secure_port}/{path}"

    def _serve(self, *, secure=False):
        server = ThreadingHTTPServer(("0.0.0.0", 0), type("Handler", (Handler,), {"world": self}))
        server.daemon_threads = True
        server.request_queue_size = 256
        server.socket.listen(256)
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trustme.CA().issue_cert("somebody-else.example").configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def close(self):
        self.closing.set()
        for server in (self._plain, self._secure):
            server.shutdown()
            server.server_close()


class Handler(BaseHTTPRequestHandler):
    world: Awkward
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        world, host = self.world, self.headers.get("Host", "")
        with world.lock:
            world.hits[self.command, self.path] += 1
            world.busy[host] += 1
            world.most_busy[host] = max(world.most_busy[host], world.busy[host])
        try:
            name = self.path.strip("/").split("/")[0].replace("-", "_").replace(".", "_") or "ok"
            getattr(self, f"play_{name}", self.play_ok)()
        finally:
            with world.lock:
                world.busy[host] -= 1

    def reply(self, status=200, body=b"", content_type="text/html; charset=utf-8", **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def page(self, text):
        return PAGE.format(text=text, stamp=time.time()).encode()

    def play_ok(self):
        self.reply(body=self.page(f"This is {self.path}"))

    def play_robots_txt(self):
        self.reply(body=WALLS, content_type="text/plain")

    def play_behind_robots(self):
        self.reply(body=self.page("nobody asked for this"))

    def play_chain(self):
        step = int(self.path.rstrip("/").split("/")[-1])
        self.reply(301, Location=f"/chain/{step - 1}" if step else "/arrived")

    def play_for_now(self):
        self.reply(302, Location="/arrived")

    def play_missing(self):
        self.reply(404, self.page("not here"))

    def play_removed(self):
        self.reply(410, self.page("gone"))

    def play_no_robots(self):
        self.reply(403 if "FalseOS" in self.headers["User-Agent"] else 200)

    def play_no_head(self):
        self.reply(501 if self.command == "HEAD" else 200, self.page("read with GET"))

    def play_later(self):
        with self.world.lock:
            self.world.asked_at.append(time.monotonic())
        if self.world.hits["HEAD", self.path] <= 1:
            self.reply(429, Retry_After="1")
        else:
            self.reply(body=self.page("now"))

    def play_much_later(self):
        self.reply(429, Retry_After="3600")

    def play_once_500(self):
        if self.world.hits["GET", self.path] <= 1:
            self.reply(500)
        else:
            self.reply(body=self.page("recovered"))

    def play_always_500(self):
        self.reply(503)

    def play_silent(self):
        self.world.closing.wait(30)

    def play_drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while self.command == "GET" and not self.world.closing.wait(0.2):
            self.wfile.write(b".")
            self.wfile.flush()

    def play_circle(self):
        self.reply(302, Location="/circle/b" if self.path.endswith("a") else "/circle/a")

    def play_stairs(self):
        self.reply(302, Location=f"/stairs/{int(self.path.split('/')[-1]) + 1}")

    def play_changing(self):
        self.reply(body=self.page(self.world.text))

    def play_huge(self):
        self.reply_huge(announce=True)

    def play_huge_unannounced(self):
        self.reply_huge(announce=False)

    def reply_huge(self, announce):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if announce:
            self.send_header("Content-Length", "200000000")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        block = b"<p>again and again</p>" * 50_000
        for _number in range(200):
            self.world.hits["block", self.path] += 1
            self.wfile.write(block)

    def play_wrong_encoding(self):
        self.reply(
            body="<main><p>Où déposer une plainte</p></main>".encode("latin-1"), content_type="text/html; charset=utf-8"
        )

    def play_no_such_encoding(self):
        self.reply(body=self.page("plain"), content_type="text/html; charset=klingon")

    def play_head_dropped(self):
        if self.command == "HEAD":
            self.play_rude()
        else:
            self.reply(body=self.page("read with GET"))

    def play_head_unanswered(self):
        if self.command == "HEAD":
            self.play_silent()
        else:
            self.reply(body=self.page("read with GET"))

    def play_head_in_a_circle(self):
        if self.command == "HEAD":
            self.reply(302, Location=self.path)
        else:
            self.reply(body=self.page("read with GET"))

    def play_leads_behind_robots(self):
        self.reply(301, Location=self.world.url("behind-robots/elsewhere", host=250))

    def play_leads_to_one(self):
        if not self.headers["Host"].startswith("127.0.0.251"):
            self.reply(301, Location=self.world.url(self.path.strip("/"), host=251))
        else:
            time.sleep(0.02)
            self.reply(body=self.page(f"This is {self.path}"))

    def play_leads_nowhere(self):
        self.reply(302, Location="http://no-address:port/")

    def play_leads_to_mail(self):
        self.reply(301, Location="mailto:someone@example.org")

    def play_malformed(self):
        self.reply(body=b"<main><p>Before</p><![foo[x]]><p>After</p></main>")

    def play_packed_encoding(self):
        self.reply(body=self.page("plain"), content_type="text/html; charset=zlib")

    def play_strange_wait(self):
        self.reply(429, Retry_After="\u00b2")

    def play_rude(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
