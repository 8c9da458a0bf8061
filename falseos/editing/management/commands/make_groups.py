"""`manage.py make_groups`: the groups Editor and Reviewer."""

from typing import Any

from django.core.management.base import BaseCommand

from falseos.editing.groups import EDITOR, REVIEWER, make_groups, permissions_of


class Command(BaseCommand):
    """Makes both groups, or brings them back to exactly the permissions they need."""

    help = "Make the groups Editor and Reviewer with exactly the permissions they need. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say what they hold."""
        make_groups()
        for name in (EDITOR, REVIEWER):
            self.stdout.write(f"{name}: {len(permissions_of(name))} permissions")
