"""A finished page in every coding it was asked for, and the answer to one request."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import NamedTuple

from falseos.pages.encodings import IDENTITY, compress, negotiate, worth_compressing

Headers = list[tuple[str, str]]
# Of the body, so absent from a 304; and what the store sets itself.
ABOUT_THE_BODY = {"content-length", "content-type", "content-encoding", "content-language"}
OURS = {"content-length", "content-encoding", "etag", "last-modified", "vary"}


@dataclass(frozen=True)
class Rendered:
    """What the site made of an address: status, headers and the body as it is before compressing."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    # A body that was compressed ahead of time, by coding.
    ready: dict[str, bytes] = field(default_factory=dict, compare=False)

    def header(self, name: str) -> str:
        """Return a header's value, or "" where it was not sent. The name is in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def may_be_kept(self) -> bool:
        """Whether it is the same for everybody: 200, public for a CDN, no cookie, nothing that varies by reader."""
        if self.status != 200 or self.header("set-cookie") or self.header("content-encoding"):
            return False
        if self.header("vary").lower() not in ("", "accept-encoding"):
            return False
        cache = self.header("cache-control")
        public_page = cache in ("no-store", "public, no-cache") and self.header("cdn-cache-control").startswith(
            "public"
        )
        return public_page or "immutable" in cache


class Answer(NamedTuple):
    """One answer, with its headers as WSGI and as ASGI want them."""

    status: int
    headers: Headers
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes


class Page:
    """One address at one version. Codings are made when first asked for and then kept."""

    def __init__(self, rendered: Rendered, key: object, modified: float) -> None:
        self.key = key
        self.kept = rendered.may_be_kept
        self.used = True
        self._status = rendered.status
        self._modified = int(modified)
        self._digest = hashlib.sha256(rendered.body).hexdigest()[:20]
        self._shared = [(name, value) for name, value in rendered.headers if name.lower() not in OURS]
        self._encoded = bool(rendered.header("content-encoding"))
        if self._encoded:
            self._shared.append(("Content-Encoding", rendered.header("content-encoding")))
        self._compressible = not self._encoded and worth_compressing(
            rendered.header("content-type"), len(rendered.body)
        )
        vary = "Accept-Encoding" if self._compressible else rendered.header("vary")
        if vary:
            self._shared.append(("Vary", vary))
        self._packed = compress("gzip", rendered.body) if self._compressible else rendered.body
        self._answers: dict[str, Answer] = {}
        self._not_modified: dict[str, Answer] = {}
        self._best: set[str] = set()
        for coding, body in rendered.ready.items():
            self._remember(coding, body, best=True)

    @property
    def size(self) -> int:
        """Bytes of memory it holds, without the small change."""
        return len(self._packed) + sum(len(answer.body) for answer in self._answers.values()) + 2048

    def polish(self) -> None:
        """Put the best Brotli in the place of the quick one; it has an ETag of its own."""
        if self._compressible and "br" not in self._best:
            self._remember("br", compress("br", self.identity(), best=True), best=True)

    def identity(self) -> bytes:
        """Return the body as it was rendered."""
        return gzip.decompress(self._packed) if self._compressible else self._packed

    def answer(self, accept: str, none_match: str = "", modified_since: str = "") -> Answer:
        """Return the answer to a request with these headers ("" for one that was not sent)."""
        coding = negotiate(accept) if self._compressible else IDENTITY
        found = self._answers.get(coding) or self._make(coding)
        if self.kept and (none_match or modified_since) and self._is_known(coding, none_match, modified_since):
            return self._not_modified[coding]
        return found

    def _make(self, coding: str) -> Answer:
        if coding == "gzip" and self._compressible:
            return self._remember(coding, self._packed, best=True)
        return self._remember(coding, compress(coding, self.identity()), best=coding != "br")

    def _remember(self, coding: str, body: bytes, *, best: bool) -> Answer:
        own: Headers = [("Content-Length", str(len(body)))]
        if coding:
            own.append(("Content-Encoding", coding))
        if self.kept:
            mark = f"{self._digest}-{coding or 'as-is'}{'' if best else '-quick'}"
            own += [("ETag", f'"{mark}"'), ("Last-Modified", formatdate(self._modified, usegmt=True))]
        headers = [*self._shared, *own]
        short = [(name, value) for name, value in headers if name.lower() not in ABOUT_THE_BODY]
        if best:
            self._best.add(coding)
        self._not_modified[coding] = _answer(304, short, b"")
        self._answers[coding] = _answer(self._status, headers, body)
        return self._answers[coding]

    def _is_known(self, coding: str, none_match: str, modified_since: str) -> bool:
        if none_match:
            # The quick and the best Brotli hold the same page: whoever has one needs no other.
            mine = f"{self._digest}-{coding or 'as-is'}"
            tags = (tag.strip().removeprefix("W/").strip('"') for tag in none_match.split(","))
            return any(tag in ("*", mine, f"{mine}-quick") for tag in tags)
        try:
            return parsedate_to_datetime(modified_since).timestamp() >= self._modified
        except (TypeError, ValueError, OverflowError):
            return False


def _answer(status: int, headers: Headers, body: bytes) -> Answer:
    return Answer(status, headers, raw(headers), body)


def raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI wants them: bytes, names in lower case."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
