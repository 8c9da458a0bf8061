"""What an answer costs: its queries, and the least processor time of several tries."""

import time

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext


def cost(client, address, data):
    """Return the number of queries and the seconds of processor time of a POST that is answered."""
    reset_queries()  # its log has an end, and a full one counts nothing
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, data).status_code == 200
    times = []
    for _ in range(12):
        started = time.process_time()
        assert client.post(address, data).status_code == 200
        times.append(time.process_time() - started)
    return len(queries), min(times)
