"""What lies on the desk, section by section, each line with its page and the way to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from guides.desk.places import Places, ReaderPage, Row
from guides.desk.rows import AWAITING, NEVER, OVERDUE, Due, due_records, in_order, named_rows
from jurisdictions.citing import Key, citers, kind_of
from jurisdictions.models import (
    FAILURES_FOR_AN_ALARM,
    AddressState,
    PhoneState,
    ReaderFlag,
    ReviewItem,
    TranslationState,
    Verdict,
)
from offences.models import LawFinding

# So many lines of a section on the front; its own page has them all, so many at a time.
ON_FRONT = 12
ON_A_PAGE = 100
TITLES = {
    "links": gettext_lazy("Broken or moved links and numbers"),
    "law": gettext_lazy("Law changes"),
    "texts": gettext_lazy("Sources that read differently"),
    "flags": gettext_lazy("Readers' flags"),
    OVERDUE: gettext_lazy("Reviews that are overdue"),
    AWAITING: gettext_lazy("Awaiting check"),
    "translations": gettext_lazy("Translations that are behind"),
    NEVER: gettext_lazy("Published, never checked live"),
}

URGENT = frozenset({"links", "law", "texts", "flags", OVERDUE})


@dataclass
class Line:
    """One thing to look at. `key` names its record, `source_id` the source whose citing records give the page."""

    note: str
    key: Key | None = None
    row: Row | None = None
    source_id: int | None = None
    title: str = ""
    mend: str = ""
    difference: str = ""
    settle: str = ""
    also: list[ReaderPage] = field(default_factory=list)


@dataclass
class Section:
    """One heap on the desk: how much there is, and some of it by page."""

    name: str
    count: int
    groups: list[tuple[ReaderPage, list[Line]]]

    @property
    def title(self) -> str:
        """Its heading."""
        return str(TITLES[self.name])

    @property
    def is_urgent(self) -> bool:
        """Whether it stands open: what readers may be misled by today."""
        return self.count > 0 and self.name in URGENT

    @property
    def shown(self) -> int:
        """How many lines are shown."""
        return sum(len(lines) for _page, lines in self.groups)


def front() -> list[Section]:
    """Return every section with its first lines. At most twelve queries, however much there is."""
    heaps = all_lines()
    shown = {name: lines[:ON_FRONT] for name, lines in heaps.items()}
    by_page = place_lines(line for lines in shown.values() for line in lines)
    return [Section(name, len(heaps[name]), _grouped(shown[name], by_page)) for name in TITLES]


def one_section(name: str, page: int) -> tuple[Section, int]:
    """Return one page of a section, counted from 1, and how many pages there are."""
    lines = all_lines()[name]
    start = (page - 1) * ON_A_PAGE
    some = lines[start : start + ON_A_PAGE]
    by_page = place_lines(some)
    return Section(name, len(lines), _grouped(some, by_page)), max(1, -(-len(lines) // ON_A_PAGE))


def all_lines() -> dict[str, list[Line]]:
    """Return every line of every section, without the pages. Seven queries."""
    due = due_records()
    return {
        "links": list(_links()),
        "law": list(_law()),
        "texts": list(_texts()),
        "flags": list(_flags()),
        OVERDUE: [_due_line(one) for one in in_order(due, OVERDUE)],
        AWAITING: [_due_line(one) for one in in_order(due, AWAITING)],
        "translations": list(_translations()),
        NEVER: [_due_line(one) for one in in_order(due, NEVER)],
    }


def _links() -> Iterator[Line]:
    alarms = AddressState.objects.filter(failures__gte=FAILURES_FOR_AN_ALARM)
    moved = AddressState.objects.filter(verdict=Verdict.MOVED)
    for state in (alarms | moved).select_related("source").order_by("-failures", "source__slug"):
        # Mended since, and not visited yet under its new address.
        if state.address != getattr(state.source, f"url_{state.language}"):
            continue
        words = [state.address, str(state.get_verdict_display()), state.detail, state.final_address and "→"]
        note = " ".join(part for part in [*words, state.final_address] if part)
        mend = reverse("admin:jurisdictions_source_change", args=[state.source_id])
        yield Line(note, source_id=state.source_id, title=str(state.source), mend=mend)
    for number in PhoneState.objects.filter(failures__gte=FAILURES_FOR_AN_ALARM).select_related("phone"):
        yield Line(str(number.get_verdict_display()), key=("jurisdictions.phone", number.phone.slug))


def _law() -> Iterator[Line]:
    found = LawFinding.objects.filter(settled_at=None).select_related("card__jurisdiction", "wording")
    for one in found:
        record = one.card or one.wording
        key: Key | None = (kind_of(type(record)), "/".join(record.natural_key())) if record else None
        yield Line(one.message, key=key, difference=one.difference, settle=f"law-{one.pk}")


def _texts() -> Iterator[Line]:
    for item in ReviewItem.objects.select_related("change__state__source"):
        change = item.change
        yield Line(
            gettext("Its source reads differently: %(source)s") % {"source": change.state.source},
            key=(item.kind, item.key),
            difference=change.difference,
            settle=f"text-{item.pk}",
        )


def _flags() -> Iterator[Line]:
    flags = ReaderFlag.objects.values_list("kind", "key", "code").annotate(n=Sum("count"), last=Max("day"))
    for kind, key, code, count, last in flags.order_by("-n", "kind", "key"):
        words = {"what": ReaderFlag.Code(code).label, "n": count, "day": date_format(last, "DATE_FORMAT")}
        note = gettext("%(what)s: %(n)s times, last on %(day)s") % words
        yield Line(note, key=(kind, key), settle=f"flag-{code}-{kind}-{key}")


def _translations() -> Iterator[Line]:
    states = TranslationState.objects.exclude(missing=[], behind=[]).order_by("kind", "key")
    heap = [
        (len(behind), len(missing), kind, key)
        for kind, key, missing, behind in states.values_list("kind", "key", "missing", "behind")
    ]
    for behind, missing, kind, key in sorted(heap, key=lambda one: (-one[0], -one[1], one[2:])):
        note = gettext("%(behind)s texts older than the English, %(missing)s missing")
        yield Line(note % {"behind": behind, "missing": missing}, key=(kind, key))


def _due_line(due: Due) -> Line:
    parts = [str(due.row.kind.label)]
    if due.last_checked:
        last = date_format(due.last_checked, "DATE_FORMAT")
        parts.append(gettext("last checked on %(day)s") % {"day": last})
    note = ", ".join(parts) + (f": {due.note}" if due.note else "")
    is_source = due.row.kind.name == "jurisdictions.source"
    settle = f"checked-{due.row.kind.name}-{due.row.pk}" if due.why != AWAITING else ""
    return Line(note, row=due.row, source_id=due.row.pk if is_source else None, settle=settle)


def place_lines(lines: Iterable[Line]) -> dict[int, ReaderPage]:
    """Complete lines with titles and links, and return the page of each by its id(). At most five queries."""
    listed = list(lines)
    cited = citers({line.source_id for line in listed if line.source_id})
    keys = {line.key for line in listed if line.key} | {key for found in cited.values() for key in found}
    rows = named_rows(keys)
    places = Places()
    pages: dict[int, ReaderPage] = {}
    for line in listed:
        line.row = line.row or (rows.get(line.key) if line.key else None)
        if line.row:
            line.title, line.mend = line.title or line.row.title, line.mend or line.row.mend
        else:
            line.title = line.title or " ".join(line.key or ())
        citing = [places.page_of(rows[key]) for key in cited.get(line.source_id or 0, []) if key in rows]
        line.also = list(dict.fromkeys(citing))[1:]
        own = places.page_of(line.row) if line.row else ReaderPage(gettext("No page"))
        pages[id(line)] = citing[0] if citing else own
    return pages


def _grouped(lines: list[Line], pages: dict[int, ReaderPage]) -> list[tuple[ReaderPage, list[Line]]]:
    ordered = sorted(lines, key=lambda line: pages[id(line)])
    return [(page, list(group)) for page, group in groupby(ordered, key=lambda line: pages[id(line)])]
