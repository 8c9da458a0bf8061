"""`manage.py export_guide`: what editors changed in the database, back into the fixtures."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from falseos.content.choices import add_choices, choices_from
from falseos.content.export import export
from falseos.content.files import LoadError


class Command(BaseCommand):
    """Writes the guide back. Exits with 1 and writes nothing when a file changed as well."""

    help = "Write what editors changed into the fixtures. Files nobody edited keep every byte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder, and the two ways to settle a conflict."""
        parser.add_argument("--fixtures", type=Path, default=settings.FIXTURES_DIR, help="folder to write")
        add_choices(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Export and report."""
        root: Path = options["fixtures"]
        if not root.is_dir():
            raise CommandError(f"{root}: there is no such folder")
        try:
            done = export(root, choices=choices_from(options))
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems; nothing was written.") from None
        for label in done.newer_files:
            self.stdout.write(f"left as it is, the file changed since the last load: {label}")
        for name in done.written:
            self.stdout.write(f"written: {name}")
        if not done.written:
            self.stdout.write("Nothing to write: the files say what the database says.")
