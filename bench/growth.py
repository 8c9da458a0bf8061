"""How the site fares with ten and a hundred times the places and cards: time of a page, and its queries."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/canada/", "/canada/offences/criminal-harassment/", "/canada/harasser-in-united-states/")


def measure(folder, env, say, sizes):
    """Return the table. Each size has a copy of the database; the copies are made by `python -m bench.growth SIZE`."""
    lines = ["| records | places | cards | " + " | ".join(f"{page} ms, processor ms, queries" for page in PAGES) + " |"]
    lines.append("| --: | --: | --: | " + " | ".join("--:" for _ in PAGES) + " |")
    for size in sizes:
        say(f"growth: {size} times")
        path = folder / f"growth-{size}.sqlite3"
        shutil.copy(folder / "site.sqlite3", path)
        own = env | {"DATABASE_URL": f"sqlite:///{path}"}
        run = [sys.executable, "-m", "bench.growth", str(size)]
        done = subprocess.run(run, cwd=ROOT, env=own, check=True, capture_output=True, text=True)
        lines.append(done.stdout.strip())
        path.unlink()
    return lines


def grow(times):
    """Multiply places and cards, with elements, citations, channels and matches, in place."""
    from django.db import connection, models, transaction

    from jurisdictions.models import ChannelCitation, Jurisdiction, ReportingChannel
    from offences.models import BehaviourMatch, Offence, OffenceCitation, OffenceElement

    def copied(record, **changes):
        values = {
            c.attname: record.__dict__.get(c.attname) for c in type(record)._meta.concrete_fields if not c.primary_key
        }
        return type(record)(**values | changes)

    def many(model: type[models.Model], records):
        model._default_manager.bulk_create(records, batch_size=500)
        return records

    places = list(Jurisdiction.objects.all())
    offences = list(Offence.objects.all())
    parts = {model: list(model._default_manager.all()) for model in (OffenceElement, OffenceCitation, BehaviourMatch)}
    channels, cited = list(ReportingChannel.objects.all()), list(ChannelCitation.objects.all())
    for number in range(1, times):
        with transaction.atomic():
            new = many(Jurisdiction, [copied(one, slug=f"{one.slug}-{number}", parent_id=None) for one in places])
            where = {old.pk: one.pk for old, one in zip(places, new, strict=True)}
            cards = many(Offence, [copied(one, jurisdiction_id=where[one.jurisdiction_id]) for one in offences])
            which = {old.pk: one.pk for old, one in zip(offences, cards, strict=True)}
            for model, key in (
                (OffenceElement, "offence_id"),
                (OffenceCitation, "record_id"),
                (BehaviourMatch, "offence_id"),
            ):
                many(model, [copied(one, **{key: which[getattr(one, key)]}) for one in parts[model]])
            ways = many(ReportingChannel, [copied(one, jurisdiction_id=where[one.jurisdiction_id]) for one in channels])
            way = {old.pk: one.pk for old, one in zip(channels, ways, strict=True)}
            many(ChannelCitation, [copied(one, record_id=way[one.record_id]) for one in cited])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Jurisdiction.objects.count(), Offence.objects.count()


def main(times):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "falseos.settings")
    import django

    django.setup()
    import statistics
    import time

    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from falseos.pages.site import renderer

    places, cards = grow(times)
    render, cells = renderer(WSGIHandler()), []
    for page in PAGES:
        assert render(page).status == 200, page
        with CaptureQueriesContext(connection) as queries:
            render(page)
        wall, cpu = [], []
        for _ in range(31):
            began, worked = time.perf_counter(), time.process_time()
            render(page)
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
        # The fastest quarter: what the work costs, without what else the machine did.
        quick = [statistics.mean(sorted(values)[:8]) for values in (wall, cpu)]
        cells.append(f"{quick[0]:.1f}, {quick[1]:.1f}, {len(queries)}")
    print(f"| {times} times | {places:,} | {cards:,} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]))
