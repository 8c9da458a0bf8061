"""Many visits at once, handed over one by one as they end."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterable, Iterator

from falseos.web import Pace, Reader
from jurisdictions.link_check.visit import Outcome, Visitor, interleaved

Result = tuple[str, Outcome]


def visit_all(urls: Iterable[str], pace: Pace) -> Iterator[Result]:
    """Yield each address with what it answered, in the order in which the answers come.

    The visits run in a thread of their own, so that the caller may write to the database meanwhile. A caller that
    stops early stops the visits.
    """
    results: queue.Queue[Result | BaseException | None] = queue.Queue()
    stop = threading.Event()
    ordered = interleaved(dict.fromkeys(urls))
    thread = threading.Thread(target=_run, args=(ordered, pace, results, stop), daemon=True)
    thread.start()
    try:
        while (item := results.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        thread.join(timeout=5)


def _run(
    urls: list[str], pace: Pace, results: queue.Queue[Result | BaseException | None], stop: threading.Event
) -> None:
    try:
        asyncio.run(_visit_all(urls, pace, results, stop))
    except BaseException as error:  # the caller must hear of whatever ended the visits
        results.put(error)
    else:
        results.put(None)


async def _visit_all(
    urls: list[str], pace: Pace, results: queue.Queue[Result | BaseException | None], stop: threading.Event
) -> None:
    async with Reader(pace) as reader:
        visitor = Visitor(reader)
        waiting = iter(urls)

        async def worker() -> None:
            for url in waiting:
                if stop.is_set():
                    return
                results.put((url, await visitor.visit(url)))

        # Twice as many as may read at once, so that those who wait for a slow host keep nobody from another.
        async with asyncio.TaskGroup() as group:
            for _number in range(pace.at_once * 4):
                group.create_task(worker())
