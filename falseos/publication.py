"""Tells the apps once, after the commit, that what readers see may have changed.

Whoever keeps something computed (versions of cards, the open data) listens to `published`. A load of a thousand records
and one edit in the admin are the same to a listener: one call.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import Signal

from falseos.base_models import ContentRecord

published = Signal()
# Sent in each server process once it answers readers, so that what takes long is ready before it is asked for.
serving = Signal()


def announce() -> None:
    """Send `published` when the running transaction commits; once, however often this is called."""
    waiting = (entry[1] for entry in connection.run_on_commit)
    if _send not in waiting:
        transaction.on_commit(_send)


def _send() -> None:
    published.send(sender=None)


def _record_saved(sender: type, **more: Any) -> None:
    if issubclass(sender, ContentRecord):
        announce()


def listen() -> None:
    """Watch every record of the guide."""
    post_save.connect(_record_saved, dispatch_uid="falseos.publication")
