"""Logs that cannot name a reader."""

import logging


class WithoutRequest(logging.Filter):
    """Takes the request out of a log record: Django puts the path into the message and the request beside it.

    The traceback of a fault stays, since without it nobody could mend the fault.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, emptied of what a reader sent."""
        if record.name.startswith(("django.request", "django.security")):
            status = getattr(record, "status_code", "")
            record.msg, record.args = f"request failed {status}".strip(), ()
        if hasattr(record, "request"):
            del record.request
        return True
