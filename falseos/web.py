"""The one place from which this project reads other sites: politely, one request at a time, never more than asked."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
from django.conf import settings

READ_AT_MOST = 2_000_000


def user_agent() -> str:
    """Say who knocks, and where to read about us."""
    return f"FalseOS-source-check/1.0 (+{settings.SITE_URL}/about/)"


def site_of(url: str) -> str:
    """Return the scheme and host of an address, written alike for every way to write them. Raises NoAnswer."""
    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise NoAnswer("invalid", f"{url}: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.host:
        raise NoAnswer("invalid", url)
    return f"{parts.scheme}://{parts.netloc.decode('ascii')}"


@dataclass(frozen=True)
class Pace:
    """How hard we knock. Seconds, save the counts."""

    per_host: int = 2
    delay: float = 0.5
    at_once: int = 40
    timeout: float = 15
    deadline: float = 40
    tries: int = 3
    longest_wait: float = 30


@dataclass(frozen=True)
class Answer:
    """What one request brought. `body` holds at most READ_AT_MOST bytes, and nothing after a HEAD."""

    url: str
    status: int
    headers: httpx2.Headers
    body: bytes = b""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def location(self) -> str:
        """Where a redirect leads, as a whole address; empty where the answer is none. Raises NoAnswer."""
        target = self.headers.get("location", "")
        if self.status not in (301, 302, 303, 307, 308) or not target:
            return ""
        try:
            return str(httpx2.URL(self.url).join(target))
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            raise NoAnswer("invalid", f"{target}: {error}") from error


class NoAnswer(Exception):
    """The request brought nothing. `reason` is timeout, too_slow, certificate, dns, connection or invalid."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass
class Host:
    """The turns at one host."""

    slots: asyncio.Semaphore
    next_start: float = 0.0
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)


class Reader:
    """Makes requests with a limit for each host and one for all of them. Used within one event loop."""

    def __init__(self, pace: Pace, *, read_at_most: int = READ_AT_MOST) -> None:
        self.pace, self._read_at_most = pace, read_at_most
        self._hosts: defaultdict[str, Host] = defaultdict(lambda: Host(asyncio.Semaphore(pace.per_host)))
        self._all = asyncio.Semaphore(pace.at_once)
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=pace.at_once)
        self._client = httpx2.AsyncClient(
            headers={"User-Agent": user_agent(), "Accept": "text/html,*/*;q=0.8"},
            timeout=pace.timeout,
            limits=limits,
            follow_redirects=False,
        )

    async def __aenter__(self) -> Reader:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.aclose()

    async def request(self, method: str, url: str) -> Answer:
        """Make one request without following redirects. Raises NoAnswer."""
        async with self._turn(site_of(url).partition("://")[2]):
            # Nothing is remembered between two requests: we are nobody's returning visitor.
            self._client.cookies.clear()
            began = False
            try:
                async with asyncio.timeout(self.pace.deadline), self._client.stream(method, url) as response:
                    began = True
                    body = b"" if method == "HEAD" else await self._read(response)
                    return Answer(url, response.status_code, response.headers, body)
            except TimeoutError:
                raise NoAnswer("too_slow" if began else "timeout", f"{self.pace.deadline:g} s") from None
            except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError) as error:
                raise explained(error) from error

    async def _read(self, response: httpx2.Response) -> bytes:
        chunks, size = [], 0
        try:
            async for chunk in response.aiter_bytes():
                chunks.append(chunk)
                size += len(chunk)
                if size >= self._read_at_most:
                    break
        except httpx2.DecodingError:
            # Compressed in a way that does not unpack: the page answers, its text cannot be compared.
            return b""
        return b"".join(chunks)[: self._read_at_most]

    @asynccontextmanager
    async def _turn(self, name: str) -> AsyncIterator[None]:
        host = self._hosts[name]
        async with host.slots:
            async with host.gate:
                now = asyncio.get_running_loop().time()
                await asyncio.sleep(max(0.0, host.next_start - now))
                host.next_start = max(now, host.next_start) + self.pace.delay
            async with self._all:
                yield


def explained(error: BaseException) -> NoAnswer:
    """Tell what went wrong from the whole chain of causes: a library says "connect error" for all of them."""
    if isinstance(error, httpx2.TimeoutException):
        return NoAnswer("timeout", type(error).__name__)
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    for one in chain:
        if isinstance(one, ssl.SSLError):
            return NoAnswer("certificate", getattr(one, "verify_message", "") or str(one))
        if isinstance(one, socket.gaierror):
            return NoAnswer("dns", str(one))
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol | UnicodeError | ValueError):
        return NoAnswer("invalid", str(error))
    return NoAnswer("connection", str(error) or type(error).__name__)


async def read_whole(url: str, *, at_most: int = 60_000_000) -> bytes:
    """Return one document, following redirects. Raises NoAnswer, also for any answer but 200."""
    async with Reader(Pace(deadline=300), read_at_most=at_most) as reader:
        for _hop in range(10):
            answer = await reader.request("GET", url)
            if answer.location:
                url = answer.location
                continue
            if answer.status != 200:
                raise NoAnswer("connection", f"{url} answered {answer.status}")
            return answer.body
    raise NoAnswer("connection", f"{url} redirects in a circle")
