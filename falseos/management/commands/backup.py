"""`manage.py backup FILE`: the whole database in one file, while the site runs."""

import datetime
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from falseos.backups import archive, databases
from falseos.pages.site import read_version

PASSPHRASE = "BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    """Backs up, then reads the backup again and compares before it says that all is well."""

    help = f"Write the database into one file. Sealed when the environment has {PASSPHRASE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="where to; it is replaced if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, check, pack, unpack and compare."""
        target: Path = options["file"].absolute()
        database, passphrase = connection.settings_dict, os.environ.get(PASSPHRASE, "")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy, again = Path(folder, "copy"), Path(folder, "again")
            about = {
                "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "engine": connection.vendor,
                "version": read_version().token,
            }
            try:
                databases.dump(database, copy)
                databases.check(database, copy)
                archive.write(copy, target, about, passphrase)
                archive.read(target, again, passphrase)
            except (databases.CopyError, archive.ArchiveError) as error:
                raise CommandError(str(error)) from None
            if copy.read_bytes() != again.read_bytes():
                raise CommandError("What was written is not what is read back. Do not trust this disk.")
        sealed = "sealed" if passphrase else "not sealed"
        self.stdout.write(f"Backed up into {target} ({target.stat().st_size:,} bytes, {sealed}, read back and equal).")
