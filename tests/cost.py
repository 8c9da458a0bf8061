"""What an answer costs in queries. What it costs in time, `make bench` measures."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost(client, address, data):
    """Return the number of queries of a POST that is answered."""
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, data).status_code == 200
    return len(queries)
