"""One rendering of a page, without the store: time, queries, bytes. Prints rows of the table."""

import os
import statistics
import sys
import time

import brotli

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "falseos.settings")
ROUNDS = 15


def main(paths):
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from falseos.pages.encodings import compress
    from falseos.pages.site import renderer

    render = renderer(WSGIHandler())
    for path in paths:
        body = render(path).body
        with CaptureQueriesContext(connection) as queries:
            render(path)
        wall, cpu = [], []
        for _ in range(ROUNDS):
            began, worked = time.perf_counter(), time.process_time()
            render(path)
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
        sizes = [
            len(body),
            len(compress("gzip", body)),
            len(compress("br", body)),
            len(brotli.compress(body, mode=1, quality=11)),
        ]
        print(
            f"| {path} | {statistics.median(wall):.0f} | {statistics.median(cpu):.0f} | {len(queries)} | "
            + " | ".join(f"{size:,}" for size in sizes)
            + " |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
