"""The public site as files: written by `manage.py bake`, served by nginx, read by the store in need."""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from falseos.pages.answers import Rendered
from falseos.pages.encodings import compress, worth_compressing
from falseos.pages.store import Key

# Its name starts with a dot: the web server of the files must not give it out, and deploy/nginx.conf does not.
MANIFEST = ".baked.json"
SUFFIXES = {"": "", "br": ".br", "gzip": ".gz", "zstd": ".zst"}
# Seconds between two looks at the manifest.
LOOK_EVERY = 2.0


def file_of(path: str) -> str:
    """Return the file in which a web server looks for an address: /canada/ is canada/index.html."""
    name = quote(path.lstrip("/"), safe="/-_.~")
    return name + "index.html" if not name or name.endswith("/") else name


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class Oven:
    """Writes pages into a folder. Each file appears whole or not at all; the manifest comes last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[str, dict[str, Any]] = {}
        self._files: set[str] = {MANIFEST}

    @staticmethod
    def variants(rendered: Rendered) -> dict[str, bytes]:
        """Return the best compressed variants of a page by coding; none where compressing is not worth it."""
        if not worth_compressing(rendered.header("content-type"), len(rendered.body)):
            return {}
        return {coding: compress(coding, rendered.body, best=True) for coding in SUFFIXES if coding}

    def add(self, path: str, rendered: Rendered, variants: dict[str, bytes]) -> None:
        """Write one address with its compressed variants."""
        name = file_of(path)
        self.write(name, rendered.body)
        for coding, body in variants.items():
            self.write(name + SUFFIXES[coding], body)
        digests = {coding: _digest(body) for coding, body in {"": rendered.body, **variants}.items()}
        self._pages[path] = {"status": rendered.status, "headers": rendered.headers, "digests": digests}

    def write(self, name: str, body: bytes) -> None:
        """Write one file so that nobody ever reads half of it. An unchanged file is left as it is."""
        self._files.add(name)
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() and target.stat().st_size == len(body) and target.read_bytes() == body:
            return
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        draft.write_bytes(body)
        draft.replace(target)

    def finish(self, key: Key, site: str) -> None:
        """Write the manifest, then remove what no longer belongs to the site."""
        os.sync()
        text = json.dumps({"key": key, "site": site, "made": time.time(), "pages": self._pages})
        self.write(MANIFEST, text.encode())
        for path in sorted(self._folder.rglob("*"), reverse=True):
            name = path.relative_to(self._folder).as_posix()
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name not in self._files:
                path.unlink()


class BakedPages:
    """The last baked copy, as a source of pages for the store."""

    def __init__(self, folder: Path, site: str) -> None:
        """`site` is the public address: a copy that was baked for another one is never shown."""
        self._folder, self._site = folder, site
        self._looked, self._stamp = -LOOK_EVERY, 0
        self.key: Key | None = None
        self._pages: dict[str, dict[str, Any]] = {}

    def get(self, key: Key | None, path: str) -> Rendered | None:
        """Return the page if it was baked at this key; without a key, whatever was baked last."""
        self._look()
        known = self._pages.get(path)
        if known is None or (key is not None and key != self.key):
            return None
        target = self._folder / file_of(path)
        try:
            bodies = {
                coding: target.with_name(target.name + SUFFIXES[coding]).read_bytes() for coding in known["digests"]
            }
        except OSError:
            return None
        if any(_digest(body) != known["digests"][coding] for coding, body in bodies.items()):
            return None
        body = bodies.pop("")
        ready = bodies
        return Rendered(known["status"], tuple((name, value) for name, value in known["headers"]), body, ready)

    def put(self, key: Key, path: str, rendered: Rendered) -> None:
        """Do nothing: only the oven writes."""

    def leave_to_another(self, key: Key, path: str) -> bool:
        """Say no: nobody else is at work here."""
        return False

    def _look(self) -> None:
        """Read the manifest again where it has changed."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        try:
            stamp = (self._folder / MANIFEST).stat().st_mtime_ns
            if stamp == self._stamp:
                return
            read = json.loads((self._folder / MANIFEST).read_text(encoding="utf-8"))
            self._stamp = stamp
        except (OSError, ValueError):
            return
        mine = read["site"] == self._site
        self.key = Key(*read["key"]) if mine else None
        self._pages = read["pages"] if mine else {}
