"""The site through something in between.

A careless proxy drops its order to store nothing.

Firefox keeps no page in its back-forward cache that says no-store; what the exit does with a page that is woken from
that cache can only be seen without it.
"""

import socket
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

DROPPED = {"cache-control", "connection", "transfer-encoding", "content-encoding", "content-length"}


class CarelessProxy:
    """Serves another server's pages without their Cache-Control."""

    def __init__(self, site):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                try:
                    answer = urllib.request.urlopen(site + self.path)
                except urllib.error.HTTPError as error:
                    answer = error
                with answer:
                    body = answer.read()
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        if name.lower() not in DROPPED:
                            self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class SlowLine:
    """Passes everything on untouched; what the site says arrives `delay` seconds late."""

    def __init__(self, site):
        self.delay = 0
        self.there = urlsplit(site)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                here, _ = self.server.accept()
            except OSError:
                return
            there = socket.create_connection((self.there.hostname, self.there.port))
            threading.Thread(target=self._pass_on, args=(here, there, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(there, here, True), daemon=True).start()

    def _pass_on(self, source, target, late):
        try:
            while data := source.recv(65536):
                if late:
                    time.sleep(self.delay)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.server.close()
