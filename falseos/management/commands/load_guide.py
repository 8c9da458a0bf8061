"""`manage.py load_guide`: the fixtures into the database, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from falseos.content.choices import add_choices, choices_from
from falseos.content.files import LoadError
from falseos.content.loader import load
from falseos.content.reports import Report
from falseos.management.progress import Progress


def _analyze() -> None:
    """Let the database count its rows: without that SQLite guesses which index is shorter, and guesses wrong."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Command(BaseCommand):
    """Loads the guide. Exits with 1 and changes nothing when a fixture has a mistake."""

    help = "Load the guide from the fixtures: everything is checked first, then applied in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder, and the two ways to settle a conflict."""
        parser.add_argument("--fixtures", type=Path, default=settings.FIXTURES_DIR, help="folder to read")
        add_choices(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        root: Path = options["fixtures"]
        if not root.is_dir():
            raise CommandError(f"{root}: there is no such folder")
        try:
            report = load(root, choices=choices_from(options), progress=Progress("Loading").step)
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems; nothing was changed.") from None
        if report.changed:
            _analyze()
        self._print(report)

    def _print(self, report: Report) -> None:
        for label in report.kept:
            self.stdout.write(f"left alone, edited in the admin since the last load: {label}")
        for label in report.retired:
            self.stdout.write(f"retired, no longer in the fixtures: {label}")
        if report.changed:
            self.stdout.write(
                f"Loaded: {len(report.created)} new, {len(report.updated)} updated, "
                f"{len(report.retired)} retired, {report.unchanged} unchanged."
            )
        else:
            self.stdout.write(f"Nothing to change: {report.unchanged} records are as the fixtures say.")
