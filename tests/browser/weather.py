"""Where the way out leads in the tests: another site, which remembers what it was told."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Weather:
    """A dull page on another site that remembers what it was told about the reader, and takes `delay` seconds."""

    def __init__(self):
        seen = self.requests = []
        self.delay = 0
        weather = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append((self.path, self.headers.get("Referer")))
                time.sleep(weather.delay)
                body = b"<!doctype html><title>Weather</title><p>Sunny spells"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # Another host name, so that browsers treat it as another site.
        self.base = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def paths(self):
        return [path for path, _ in self.requests if path != "/favicon.ico"]

    @property
    def referrers(self):
        return [referrer for _, referrer in self.requests if referrer and not referrer.startswith(self.base)]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
