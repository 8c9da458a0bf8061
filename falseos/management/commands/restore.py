"""`manage.py restore FILE`: the database as a backup has it."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from falseos.backups import archive, databases
from falseos.management.commands.backup import PASSPHRASE

PROBE = "django_migrations"


class Command(BaseCommand):
    """Restores all or nothing. Refuses to replace a database that holds something unless told to."""

    help = f"Bring the database to what a backup says. A sealed backup needs {PASSPHRASE} in the environment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add file and option."""
        parser.add_argument("file", type=Path, help="a file that `manage.py backup` wrote")
        parser.add_argument("--replace", action="store_true", help="also where the database holds something already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the backup through and through before the database is touched."""
        settings.STATE_DIR.mkdir(mode=0o700, exist_ok=True)
        if not options["file"].is_file():
            raise CommandError(f"{options['file']}: there is no such file")
        if not options["replace"] and PROBE in connection.introspection.table_names():
            raise CommandError("The database holds something already. Add --replace to have it replaced.")
        with tempfile.TemporaryDirectory(prefix="falseos-restore-") as folder:
            copy = Path(folder, "copy")
            try:
                about = archive.read(options["file"], copy, os.environ.get(PASSPHRASE, ""))
                if about["engine"] != connection.vendor:
                    raise CommandError(f"The backup is of {about['engine']}, the database is {connection.vendor}.")
                connection.close()
                databases.load(connection.settings_dict, copy)
            except (databases.CopyError, archive.ArchiveError) as error:
                raise CommandError(f"{error}. The database is as it was.") from None
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"Restored the state of {about['made']}.")
