"""Who polices a town: found whatever the accents, the case, "St" or "Saint", the language or one typing mistake.

It knows the towns in the records and no other, and it never guesses: a town that is only nearly named is offered as a
question, not as the answer. A province behind the town's name ("Halifax, NS") is understood, and then only its towns
are meant.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from rapidfuzz import process
from rapidfuzz.distance import OSA

from falseos.base_models import Status
from falseos.pages.site import watch
from falseos.pages.version import Version
from jurisdictions.models import Authority, Jurisdiction, Municipality, Phone
from jurisdictions.names import keys_of_name, ways_to_write_place, without_place

LONGEST_QUESTION = 100
MOST_ANSWERS = 12
# A short name has too many neighbours: Hull and Hall are different towns. Of a name with one letter less only two
# swapped letters are forgiven.
SHORTEST_WITH_A_MISTAKE = 5


@dataclass(frozen=True)
class Town:
    """A town and the services that police it, each with its public numbers."""

    municipality: Municipality
    services: list[Authority] = field(default_factory=list)

    @property
    def has_a_number(self) -> bool:
        """Whether readers can be given a number of one of its services."""
        return any(service.phones.all() for service in self.services)


@dataclass(frozen=True)
class Finding:
    """What the finder knows: towns of that name, and towns whose name is one mistake away.

    `part` is the province or territory that the reader named, `parts` are all of the country's; they know their names
    and their address only.
    """

    parts: list[Jurisdiction]
    part: Jurisdiction | None = None
    same: list[Town] = field(default_factory=list)
    nearly: list[Town] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """A country's parts in order and as they are written, and its towns by key, with the part that a town lies in."""

    parts: list[Jurisdiction]
    written: dict[str, Jurisdiction]
    towns: dict[str, list[tuple[int, str]]]

    def within(self, part: Jurisdiction) -> "Known":
        """Return what is known of one part alone."""
        towns = {key: [one for one in found if one[1] == part.slug] for key, found in self.towns.items()}
        return Known(self.parts, self.written, {key: found for key, found in towns.items() if found})

    def named(self, keys: Iterable[str]) -> list[int]:
        """Return the towns with one of these keys, each once."""
        return list(dict.fromkeys(pk for key in keys for pk, _ in self.towns.get(key, ())))


def find_police(country_slug: str, question: str) -> Finding:
    """Find the towns of a country that a reader may mean. Three queries at most, whatever the number of towns."""
    known = _known(country_slug)
    asked = dict.fromkeys(keys_of_name(question[:LONGEST_QUESTION]))
    meant, part = _one_mistake_away(asked, known), None
    if asked and not meant and not known.named(asked):
        town, part = without_place(next(iter(asked)), known.written)
        if part:
            asked, known = dict.fromkeys(keys_of_name(town)), known.within(part)
            meant = _one_mistake_away(asked, known)
    same = known.named(asked)[:MOST_ANSWERS]
    # Towns that differ by one letter, as Saint John and St. John's do, are always offered together.
    meant |= known.towns.keys() & asked.keys()
    close = [*sorted(meant), *sorted(_one_mistake_away(meant, known) - meant)]
    nearly = [pk for pk in known.named(close) if pk not in same][:MOST_ANSWERS]
    if not same and not nearly:
        return Finding(known.parts, part)
    towns = _with_police([*same, *nearly])
    return Finding(
        known.parts,
        part,
        [town for town in towns if town.municipality.pk in same],
        [town for town in towns if town.municipality.pk in nearly],
    )


_kept: dict[str, tuple[Version, Known]] = {}


def _known(country_slug: str) -> Known:
    """Return every name of a country's provinces and towns, kept for as long as the content is the same.

    No query, or one where the content changed or nothing watches it, as in a command.
    """
    version = watch.current
    kept = _kept.get(country_slug)
    if kept and kept[0] == version:
        return kept[1]
    known = _read(country_slug)
    # Only a country with parts: anybody can ask for any name.
    if version and known.parts:
        _kept[country_slug] = (version, known)
    return known


def _read(country_slug: str) -> Known:
    """Read those names. One query, by a plain queryset: modeltranslation's is slower over thousands of rows."""
    rows: QuerySet[Jurisdiction, tuple[Any, ...]] = (
        QuerySet(Jurisdiction)
        .filter(
            parent__slug=country_slug,
            parent__status=Status.PUBLISHED,
            status=Status.PUBLISHED,
            kind__in=[Jurisdiction.Kind.PROVINCE, Jurisdiction.Kind.TERRITORY],
        )
        .order_by()
        .values_list(
            "slug", "code", "position", "name_en", "name_fr",
            "municipalities__pk", "municipalities__keys", "municipalities__status",
        )
    )  # fmt: skip
    parts: dict[str, Jurisdiction] = {}
    written: dict[str, Jurisdiction] = {}
    towns: dict[str, list[tuple[int, str]]] = defaultdict(list)
    country = Jurisdiction(slug=country_slug)
    for slug, code, position, name_en, name_fr, pk, keys, status in rows:
        if slug not in parts:
            names = {"name_en": name_en, "name_fr": name_fr}
            parts[slug] = Jurisdiction(slug=slug, code=code, position=position, parent=country, **names)
            written.update(dict.fromkeys(ways_to_write_place(name_en, name_fr, code), parts[slug]))
        if status == Status.PUBLISHED:
            for key in keys.splitlines():
                towns[key].append((pk, slug))
    return Known(sorted(parts.values(), key=lambda part: (part.position, part.slug)), written, towns)


def _one_mistake_away(asked: Iterable[str], known: Known) -> set[str]:
    """Return the keys that one letter more, less, another or swapped with its neighbour would make."""
    keys = list(known.towns)
    found: set[str] = set()
    for one in asked:
        near = process.extract(one, keys, scorer=OSA.distance, score_cutoff=1, limit=None)
        found.update(key for key, _, _ in near if _is_forgiven(one, key))
    return found


def _is_forgiven(asked: str, known: str) -> bool:
    """Say whether a mistake is forgiven in a name as long as this one. The known name counts, not what was typed."""
    letters = len(known.replace(" ", ""))
    return letters >= SHORTEST_WITH_A_MISTAKE or (
        letters == SHORTEST_WITH_A_MISTAKE - 1 and sorted(asked) == sorted(known)
    )


def _with_police(pks: list[int]) -> list[Town]:
    """Return these towns with what polices them. Two queries."""
    links = (
        Municipality.police.through.objects.filter(municipality__in=pks, authority__status=Status.PUBLISHED)
        .select_related(
            "municipality__jurisdiction__parent",
            "authority__website",
            "authority__online_form",
            "authority__overseen_by",
        )
        .order_by("municipality__jurisdiction__position", "municipality__slug", "authority__position")
    )
    towns: dict[int, Town] = {}
    for link in links:
        towns.setdefault(link.municipality_id, Town(link.municipality)).services.append(link.authority)
    services = [service for town in towns.values() for service in town.services]
    prefetch_related_objects(services, Prefetch("phones", queryset=Phone.objects.published()))
    return list(towns.values())
