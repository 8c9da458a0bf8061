"""`manage.py prepare`: everything between a checkout and a server that may start."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from falseos.messages import compile_messages


class Command(BaseCommand):
    """Migrates, loads the guide and collects static files; quick when nothing changed."""

    help = "Bring database, guide and static files up to date. Safe to run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps."""
        settings.STATE_DIR.mkdir(mode=0o700, exist_ok=True)
        compile_messages()
        # Files first: their names are part of the release that the migration notes.
        self._collect_static()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("make_groups", verbosity=0, stdout=StringIO())
        call_command("load_guide", stdout=self.stdout, stderr=self.stderr)
        call_command("check_translations", verbosity=0)

    def _collect_static(self) -> None:
        """Collect only when a file changed: hashing and compressing everything takes seconds."""
        digest = hashlib.sha256(django.get_version().encode())
        for path in sorted(Path(settings.BASE_DIR, "static").rglob("*")):
            if path.is_file():
                digest.update(path.as_posix().encode() + path.read_bytes())
        stamp = settings.STATIC_ROOT / ".collected"
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest.hexdigest(), encoding="ascii")
