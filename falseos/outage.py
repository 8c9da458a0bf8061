"""What is wrong with the database, in words for the people who can mend it and for those who only came to read."""

import sys

from django.db import Error
from django.utils.translation import gettext

# What the two databases say, in lower case, and what it means.
SIGNS = {
    "full": ("disk is full", "no space left", "could not extend file", "disk full"),
    "readonly": ("readonly", "read-only", "read only"),
    "locked": ("is locked", "lock timeout", "deadlock", "canceling statement"),
}


def current_outage() -> str:
    """Return what ails the database in the fault being handled: full, readonly, locked, gone; "" if it is not that."""
    fault = sys.exc_info()[1]
    while fault is not None:
        if isinstance(fault, Error):
            said = str(fault).lower()
            return next((kind for kind, signs in SIGNS.items() if any(sign in said for sign in signs)), "gone")
        fault = fault.__cause__ or fault.__context__
    return ""


def words_for_editors(kind: str) -> str:
    """Return what an editor must know, in the reader's language."""
    return {
        "full": gettext("The disk of the database is full. Nothing was saved."),
        "readonly": gettext("The database can be read but not written. Nothing was saved."),
        "locked": gettext("Another task holds the database. Nothing was saved; try again in a minute."),
        "gone": gettext("The database does not answer. Nothing was saved. Readers still see the last pages."),
    }[kind]
