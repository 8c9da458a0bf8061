"""`manage.py keep_addresses`: today's public addresses into the list of all that were ever public."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from guides.addresses import every_address

HEADING = """\
# Every address that was ever public. A line is never removed: each one answers 200, or leads there with one permanent
# redirect; tests/test_contract.py holds it. `make addresses` adds what is new.
"""


class Command(BaseCommand):
    """Adds to the list and takes nothing away."""

    help = "Add the public addresses of the loaded guide to ADDRESSES.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the list."""
        path = Path(settings.BASE_DIR, "ADDRESSES.txt")
        kept = set(read_list(path))
        now = set(every_address())
        path.write_text(HEADING + "".join(f"{address}\n" for address in sorted(kept | now)), encoding="utf-8")
        self.stdout.write(f"{len(now - kept)} new addresses, {len(kept | now)} in all.")


def read_list(path: Path) -> list[str]:
    """Return the addresses in a list; none for a file that is not there."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if line and not line.startswith("#")]
