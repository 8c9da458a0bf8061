"""Logs that cannot name a reader, one line of JSON each."""

import json
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


class OneLine(logging.Formatter):
    """Writes a record as one line of JSON: when, how grave, where, what, and the traceback of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Nothing of a record is copied but what is named here."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
