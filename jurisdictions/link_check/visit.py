"""One visit to one address: what it answers, in one of a few words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

from django.utils import timezone

from falseos.web import Answer, NoAnswer, Reader, site_of, user_agent
from jurisdictions.link_check.text import decoded, fingerprint, main_text
from jurisdictions.models import Verdict

MOST_HOPS = 10
FOR_GOOD = (301, 308)
TOO_MANY = 429
# What a GET would meet as well as a HEAD.
FOR_EVERY_METHOD = (Verdict.DNS, Verdict.CERTIFICATE, Verdict.INVALID)
READABLE = ("text/html", "application/xhtml+xml", "text/plain")
TOO_LARGE = 20_000_000
# Answers that sites give to robots while readers get the page.
KEPT_OUT = (401, 403, 405, 406, 451, 999)
TRY_AGAIN = frozenset({Verdict.SERVER_ERROR, Verdict.CONNECTION, Verdict.TIMEOUT, Verdict.LIMITED})
ANSWERS = frozenset({Verdict.OK, Verdict.MOVED})


@dataclass(frozen=True)
class Outcome:
    """What a visit found. `text` is the main text, where there is one to read; `numbers` are the whole page's."""

    verdict: str
    status: int | None = None
    final_address: str = ""
    detail: str = ""
    text: str = ""
    wait: float = 0.0
    seconds: float = 0.0
    numbers: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the main text; empty where there is none."""
        return fingerprint(self.text)


@dataclass
class Trail:
    """A request with its redirects."""

    answer: Answer
    hops: list[int] = field(default_factory=list)

    @property
    def moved_for_good(self) -> bool:
        """Whether every redirect says that the old address is over."""
        return bool(self.hops) and all(status in FOR_GOOD for status in self.hops)


class Visitor:
    """Visits addresses, and asks each host once what its robots.txt says."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._robots: dict[str, asyncio.Task[RobotFileParser | None]] = {}

    async def visit(self, url: str) -> Outcome:
        """Return what an address answers, after a few tries where the first ones may have had bad luck."""
        started = time.monotonic()
        outcome = Outcome(Verdict.INVALID, detail=url[:200])
        for attempt in range(1, self._reader.pace.tries + 1):
            outcome = await self._once(url)
            wait = outcome.wait or self._reader.pace.delay * attempt
            if outcome.verdict not in TRY_AGAIN or wait > self._reader.pace.longest_wait:
                break
            # Whoever lets us wait once until the time is over will hardly do better at once.
            if outcome.verdict == Verdict.TIMEOUT and attempt > 1:
                break
            if attempt < self._reader.pace.tries:
                await asyncio.sleep(wait)
        return replace(outcome, seconds=round(time.monotonic() - started, 3))

    async def _once(self, url: str) -> Outcome:
        try:
            return await self._look(url)
        except NoAnswer as error:
            return Outcome(error.reason, detail=error.detail[:300])
        except Circle as error:
            return Outcome(Verdict.LOOP, final_address=str(error)[:1000])
        except Unwelcome as error:
            final = str(error) if str(error) != url else ""
            return Outcome(Verdict.ROBOTS, final_address=final[:1000])

    async def _look(self, url: str) -> Outcome:
        """HEAD first, which costs the site least; GET where HEAD fails or there is a text to read."""
        try:
            trail = await self._follow("HEAD", url)
        except NoAnswer as error:
            if error.reason in FOR_EVERY_METHOD:
                raise
            return _found(await self._follow("GET", url))
        except Circle:
            return _found(await self._follow("GET", url))
        if 200 <= trail.answer.status < 300:
            if not _worth_reading(trail.answer):
                return _found(trail)
            read = await self._follow("GET", trail.answer.url)
            read.hops = trail.hops + read.hops
            return _found(read)
        if trail.answer.status == TOO_MANY:
            # Whoever asks for patience is not asked again at once in another way.
            return _found(trail)
        return _found(await self._follow("GET", url))

    async def _follow(self, method: str, url: str, *, heed_robots: bool = True) -> Trail:
        hops: list[int] = []
        seen = {url}
        while True:
            if heed_robots and not await self._welcome(url):
                raise Unwelcome(url)
            answer = await self._reader.request(method, url)
            if not answer.location:
                return Trail(answer, hops)
            url = answer.location.partition("#")[0]
            if url in seen or len(hops) == MOST_HOPS:
                raise Circle(url)
            seen.add(url)
            hops.append(answer.status)

    async def _welcome(self, url: str) -> bool:
        host = site_of(url)
        if host not in self._robots:
            self._robots[host] = asyncio.create_task(self._ask_robots(host))
        rules = await self._robots[host]
        return rules is None or rules.can_fetch(user_agent(), url)

    async def _ask_robots(self, host: str) -> RobotFileParser | None:
        """Return a host's rules; None where it has none, or where they cannot be had."""
        try:
            # Two hosts whose robots.txt lead to each other would wait for each other without end.
            trail = await self._follow("GET", f"{host}/robots.txt", heed_robots=False)
        except (NoAnswer, Circle):
            return None
        if trail.answer.status != 200 or "html" in trail.answer.content_type:
            return None
        rules = RobotFileParser()
        try:
            rules.parse(trail.answer.body.decode("utf-8", "replace").splitlines())
        except ValueError:
            # "Crawl-delay: ²" is a number to the parser, until it reads it.
            return None
        return rules


class Circle(Exception):
    """The redirects of an address lead back to where they have been."""


class Unwelcome(Exception):
    """The robots.txt of an address, or of one that it leads to, asks robots to stay away."""


def _worth_reading(answer: Answer) -> bool:
    length = answer.headers.get("content-length", "")
    return answer.content_type in READABLE and not (length.isdecimal() and int(length) > TOO_LARGE)


def _found(trail: Trail) -> Outcome:
    answer = trail.answer
    verdict = _verdict(trail)
    final = answer.url if trail.hops else ""
    outcome = Outcome(verdict, status=answer.status, final_address=final[:1000], wait=_wait(answer))
    if verdict in ANSWERS and answer.body and answer.content_type in READABLE:
        page, as_declared = decoded(answer.body, answer.headers.get("content-type", ""))
        detail = "" if as_declared else "not written in the encoding it declares"
        text, numbers = main_text(page)
        return replace(outcome, text=text, numbers=numbers, detail=detail)
    return outcome


def _verdict(trail: Trail) -> str:
    status = trail.answer.status
    if 200 <= status < 300:
        return Verdict.MOVED if trail.moved_for_good else Verdict.OK
    exact = {404: Verdict.NOT_FOUND, 410: Verdict.GONE, TOO_MANY: Verdict.LIMITED}
    if status in exact:
        return exact[status]
    if status in KEPT_OUT:
        return Verdict.REFUSED
    return Verdict.SERVER_ERROR if status >= 500 else Verdict.REJECTED


def _wait(answer: Answer) -> float:
    """Return how many seconds a site asks us to wait; 0 where it does not."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - timezone.now()).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def interleaved(urls: Iterable[str]) -> list[str]:
    """Return addresses in an order in which hosts take turns, so that none is knocked at in a row."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(url.lower().partition("//")[2].partition("/")[0], []).append(url)
    ordered = [(turn, url) for queue in by_host.values() for turn, url in enumerate(queue)]
    return [url for _turn, url in sorted(ordered, key=lambda pair: pair[0])]
