"""`manage.py bake DIR`: the complete public site as files, for nginx, an object store, or our own store in need."""

import fcntl
import json
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError

from falseos.management.progress import Progress
from falseos.pages.baked import MANIFEST, Oven
from falseos.pages.crawl import NOWHERE, public_pages
from falseos.pages.server_files import NGINX_HEADERS, nginx_headers
from falseos.pages.site import Today, read_version, release, renderer
from falseos.pages.store import Key

TRIES = 3


class Command(BaseCommand):
    """Bakes the public site. A reader of the folder never meets half a file; a run that is killed can be repeated."""

    help = "Write every public page, its compressed variants and the static files into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add folder and option."""
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.BAKED_DIR), help="where to")
        parser.add_argument("--if-changed", action="store_true", help="do nothing when content and code are as baked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bake, again from the start if an editor publishes meanwhile."""
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
            raise CommandError(f"{folder} holds something else. Name an empty folder, or one that was baked before.")
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            raise CommandError("There are no static files yet: run `manage.py prepare` first.")
        folder.mkdir(parents=True, exist_ok=True)
        with (folder.parent / f".{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if options["if_changed"] and self._is_current(folder):
                self.stdout.write("Baked copy: as it was.")
                return
            for _ in range(TRIES):
                if (count := self._bake(folder)) is not None:
                    self.stdout.write(f"Baked {count} addresses into {folder}")
                    return
        raise CommandError("The content changed while it was baked, three times. Try again when editors rest.")

    def _bake(self, folder: Path) -> int | None:
        version, day = read_version(), Today()()[0]
        oven = Oven(folder)
        self._static(oven)
        progress, done = Progress("Baking"), 0
        render = renderer(WSGIHandler())
        with ProcessPoolExecutor() as others:
            baking = []
            for path, rendered, waiting in public_pages(render, ("/" + settings.ADMIN_PATH, "/static/", "/leave/")):
                baking.append((path, rendered, others.submit(oven.variants, rendered)))
                progress.step(done := done + 1, done + waiting)
            for path, rendered, variants in baking:
                oven.add(path, rendered, variants.result())
        oven.write("404.html", render(NOWHERE).body)
        oven.write(NGINX_HEADERS, nginx_headers(render("/")).encode())
        if read_version() != version:
            return None
        oven.finish(Key(release(), version.token, day), settings.SITE_URL)
        return done

    @staticmethod
    def _static(oven: Oven) -> None:
        root = Path(settings.STATIC_ROOT)
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                oven.write(f"{settings.STATIC_URL.strip('/')}/{path.relative_to(root).as_posix()}", path.read_bytes())

    @staticmethod
    def _is_current(folder: Path) -> bool:
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return manifest["site"] == settings.SITE_URL and manifest["key"][:2] == [release(), read_version().token]
