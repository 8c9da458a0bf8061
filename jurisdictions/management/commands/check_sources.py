"""`manage.py check_sources`: visits every source and says which are broken."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from falseos.management.progress import Progress
from falseos.web import Pace
from jurisdictions.link_check.crowd import visit_all
from jurisdictions.link_check.record import Job, close_run, open_run, record
from jurisdictions.link_check.visit import Outcome
from jurisdictions.models import BROKEN, FAILURES_FOR_AN_ALARM, AddressState, CheckRun, PhoneState, TextChange, Verdict

# So many results are written at once: a round that is killed repeats at most these.
BATCH = 20
ALARM = 1
NOT_WRITTEN = 2


class Command(BaseCommand):
    """Visits every source. Exits with 1 when an address failed three rounds in a row or more, for cron to see.

    Exits with 2 when the report cannot be written, with 130 when it is stopped by hand.
    """

    help = "Visit every source politely, remember what was found, and report what is broken. Resumes a cut round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add how fast and how patient to be."""
        usual = Pace()
        parser.add_argument("--fresh", action="store_true", help="start over instead of resuming a round cut short")
        parser.add_argument("--report", type=Path, help="write what was found to this file, as JSON")
        parser.add_argument("--per-host", type=int, default=usual.per_host, help="requests at once to one host")
        parser.add_argument("--delay", type=float, default=usual.delay, help="seconds between requests to one host")
        parser.add_argument("--timeout", type=float, default=usual.timeout, help="seconds to wait for a word")
        parser.add_argument("--deadline", type=float, default=usual.deadline, help="seconds for one whole answer")
        parser.add_argument("--at-once", type=int, default=usual.at_once, help="requests at once in all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Visit, record, report."""
        pace = Pace(
            per_host=max(1, options["per_host"]),
            delay=max(0.0, options["delay"]),
            at_once=max(1, options["at_once"]),
            timeout=options["timeout"],
            deadline=options["deadline"],
            longest_wait=min(30.0, options["deadline"]),
        )
        run, jobs, before = open_run(fresh=options["fresh"])
        if before:
            self.stdout.write(f"Going on with the round of {timezone.localtime(run.started_at):%Y-%m-%d %H:%M}.")
        try:
            self._visit(run, jobs, before, pace)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again to go on.", returncode=130) from None
        close_run(run)
        report = report_of(run)
        if options["report"]:
            write_report(options["report"], report)
        self._print(report)
        if report["alarms"]:
            sys.exit(ALARM)

    def _visit(self, run: CheckRun, jobs: list[Job], before: int, pace: Pace) -> None:
        by_url: dict[str, list[Job]] = {}
        for job in jobs:
            by_url.setdefault(job.url, []).append(job)
        total, done = before + len(jobs), before
        progress = Progress("Visiting")
        batch: list[tuple[Job, Outcome]] = []
        for url, found in visit_all(by_url, pace):
            batch += [(job, found) for job in by_url[url]]
            if len(batch) >= BATCH:
                done += self._write(run, batch)
                progress.step(done, total)
        done += self._write(run, batch)
        progress.step(done, total)

    def _write(self, run: CheckRun, batch: list[tuple[Job, Outcome]]) -> int:
        record(run, batch)
        written = len(batch)
        batch.clear()
        return written

    def _print(self, report: dict[str, Any]) -> None:
        counts = ", ".join(f"{number} {Verdict(name).label}" for name, number in report["counts"].items())
        self.stdout.write(f"{report['addresses']} addresses: {counts or 'none'}.")
        for one in report["alarms"]:
            self.stdout.write(
                f"broken {one['failures']} times in a row: {one['source']} {one['address']} ({one['what']})"
            )
        for one in report["moved"]:
            self.stdout.write(f"moved: {one['source']} {one['address']} -> {one['final_address']}")
        for one in report["changed"]:
            self.stdout.write(f"text changed: {one['source']} {one['address']}")


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a round's report as JSON. Raises CommandError, with another code than an alarm's."""
    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=NOT_WRITTEN) from None


def report_of(run: CheckRun) -> dict[str, Any]:
    """Return what a round found, as plain data. Four queries."""
    states = list(AddressState.objects.filter(run=run).select_related("source"))
    phones = PhoneState.objects.filter(failures__gte=FAILURES_FOR_AN_ALARM).select_related("phone")
    changes = TextChange.objects.select_related("state__source")
    return {
        "started": run.started_at.isoformat(),
        "finished": timezone.now().isoformat(),
        "addresses": len(states),
        "counts": dict(sorted(Counter(state.verdict for state in states).items())),
        "alarms": [_line(state) for state in states if state.is_alarm],
        "failing": [_line(state) for state in states if state.verdict in BROKEN and not state.is_alarm],
        "moved": [_line(state) for state in states if state.verdict == Verdict.MOVED],
        "changed": [_line(change.state) | {"difference": change.difference} for change in changes],
        "phones": [{"phone": state.phone.slug, "number": state.phone.number} for state in phones],
        "results": list(_results(states)),
    }


def _line(state: AddressState) -> dict[str, Any]:
    return {
        "source": state.source.slug,
        "language": state.language,
        "address": state.address,
        "final_address": state.final_address,
        "verdict": state.verdict,
        "what": f"{state.get_verdict_display()} {state.detail}".strip(),
        "status": state.status_code,
        "failures": state.failures,
    }


def _results(states: list[AddressState]) -> Iterator[dict[str, Any]]:
    for state in states:
        yield _line(state) | {"fingerprint": state.fingerprint}
