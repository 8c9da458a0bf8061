"""The interface's translations: text files in the repository, compiled where they are used."""

from pathlib import Path

import polib
from django.conf import settings


def compile_messages() -> int:
    """Compile every translation that changed since it was last compiled; return how many.

    Done in Python, because Django's own command needs GNU gettext, which a bare machine does not have.
    """
    compiled = 0
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                compiled += 1
    return compiled
