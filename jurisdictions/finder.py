"""Who polices a town: found whatever the accents, the case, "St" or "Saint", the language or one typing mistake.

It knows the towns in the records and no other, and it never guesses: a town that is only nearly named is offered as a
question, not as the answer.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from rapidfuzz import process
from rapidfuzz.distance import OSA

from falseos.base_models import Status
from jurisdictions.models import Authority, Municipality, Phone
from jurisdictions.names import keys_of_name

LONGEST_QUESTION = 100
MOST_ANSWERS = 12
# A short name has too many neighbours: Hull and Hall are different towns.
SHORTEST_WITH_A_MISTAKE = 5


@dataclass(frozen=True)
class Town:
    """A town and the services that police it, each with its public numbers."""

    municipality: Municipality
    services: list[Authority] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """What the finder knows: towns of that name, and towns whose name is one mistake away."""

    same: list[Town] = field(default_factory=list)
    nearly: list[Town] = field(default_factory=list)


def find_police(country_slug: str, question: str) -> Finding:
    """Find the towns of a country that a reader may mean. Three queries at most, whatever the number of towns."""
    asked = set(keys_of_name(question[:LONGEST_QUESTION]))
    if not asked:
        return Finding()
    known = Municipality.objects.published().filter(jurisdiction__parent__slug=country_slug).values_list("pk", "keys")
    names = [(key, pk) for pk, keys in known for key in keys.splitlines()]
    same = {pk for key, pk in names if key in asked}
    nearly = {pk for key in asked for pk in _one_mistake_away(key, names)} - same
    if not same and not nearly:
        return Finding()
    towns = _with_police(same | nearly)
    return Finding(
        [town for town in towns if town.municipality.pk in same],
        [town for town in towns if town.municipality.pk in nearly],
    )


def _one_mistake_away(asked: str, names: list[tuple[str, int]]) -> set[int]:
    """Return the towns that one letter more, less, another or swapped with its neighbour would make."""
    if len(asked.replace(" ", "")) < SHORTEST_WITH_A_MISTAKE:
        return set()
    keys = [key for key, _ in names]
    found = process.extract(asked, keys, scorer=OSA.distance, score_cutoff=1, limit=MOST_ANSWERS)
    return {names[at][1] for _, _, at in found}


def _with_police(pks: set[int]) -> list[Town]:
    links = (
        Municipality.police.through.objects.filter(municipality__in=pks, authority__status=Status.PUBLISHED)
        .select_related("municipality__jurisdiction__parent", "authority__website", "authority__online_form")
        .order_by("municipality__jurisdiction__position", "municipality__slug", "authority__position")
    )
    towns: dict[int, Town] = {}
    for link in links:
        towns.setdefault(link.municipality_id, Town(link.municipality)).services.append(link.authority)
    services = [service for town in towns.values() for service in town.services]
    prefetch_related_objects(services, Prefetch("phones", queryset=Phone.objects.published()))
    return list(towns.values())
