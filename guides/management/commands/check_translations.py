"""`manage.py check_translations`: which French texts are missing or behind, for the desk."""

from typing import Any

from django.core.management.base import BaseCommand

from guides.desk.translations import refresh_all


class Command(BaseCommand):
    """Looks at every record. Run after each load; the admin keeps it up to date in between."""

    help = "Note for the desk which French texts are missing, or older than their English."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say how many records are behind."""
        behind = refresh_all()
        if options["verbosity"]:
            self.stdout.write(f"{behind} records have French texts that are missing or behind.")
