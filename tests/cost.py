"""What an answer costs: its queries, and the least processor time of several tries."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost(client, address, data):
    """Return the number of queries and the seconds of processor time of a POST that is answered."""
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, data).status_code == 200
    number = len(queries)
    times = []
    for _ in range(25):
        started = time.process_time()
        assert client.post(address, data).status_code == 200
        times.append(time.process_time() - started)
    return number, min(times)
