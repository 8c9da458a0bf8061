"""The site through a server in between that drops its order to store nothing, as a careless proxy would.

Firefox keeps no page in its back-forward cache that says no-store; what the exit does with a page that is woken from
that cache can only be seen without it.
"""

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
