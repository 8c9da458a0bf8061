"""The index: terms to documents, kept in each process and renewed in the background when a record was saved."""

import logging
import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connections
from django.db.models import Count, Max, QuerySet, Value
from django.utils import timezone

from guides.search.documents import INDEXED, KINDS, Document, documents
from guides.search.words import fold, sections_of, stem, terms_of, words_of
from jurisdictions.models import Jurisdiction

logger = logging.getLogger(__name__)

# What a word counts for, by where it stands.
IN_NAME, IN_LINE = 1.0, 0.35
# A section that a card is about, against one that it only names.
MAIN_SECTION, NAMED_SECTION = 1.0, 0.6


@dataclass(frozen=True)
class Place:
    """Where a document belongs: its place, the country of that, and the other country of a page for two."""

    slug: str
    country: str
    destination: str

    @classmethod
    def of(cls, document: Document) -> "Place":
        """Return the place of a document."""
        return cls(document.place, document.country, document.destination)


class Index:
    """Everything a query is weighed against. Build it once, read it from any thread."""

    def __init__(self, found: list[Document], places: list[Jurisdiction]) -> None:
        self.documents = found
        self.places = [(place, _names(place)) for place in places]
        self.country_of = {place.slug: (place.parent or place).slug for place in places}
        self.first_place = next((place.slug for place in places if place.parent_id is None), "")
        self.by_term: dict[str, dict[int, float]] = defaultdict(dict)
        # Few places stand behind many documents.
        places_seen: dict[Place, int] = {}
        self.place_of = [places_seen.setdefault(Place.of(document), len(places_seen)) for document in found]
        self.places_of_documents = list(places_seen)
        # The pages for two countries, by the country where the other person is.
        self.abroad: dict[str, list[int]] = defaultdict(list)
        self.by_section: dict[str, dict[int, float]] = defaultdict(dict)
        # Each phrase once, as its set of terms, with the documents it speaks for and how strongly.
        self.phrases: list[frozenset[str]] = []
        self.spoken_for: list[dict[int, float]] = []
        self.phrases_by_term: dict[str, list[int]] = defaultdict(list)
        # Words as they are written, for typing mistakes, with their stems.
        self.stems: dict[str, set[str]] = defaultdict(set)
        # Texts that several documents share are read once.
        self._read: dict[tuple[str, str], frozenset[str]] = {}
        self._add(found)
        self._read.clear()
        self.spellings = list(self.stems)
        count = max(1, len(found))
        # Among equals: cards first, then by address. The larger goes first.
        ranks = {kind: number for number, kind in enumerate(KINDS)}
        ordered = sorted(range(len(found)), key=lambda at: (ranks[found[at].kind], found[at].url), reverse=True)
        self.order = {at: place for place, at in enumerate(ordered)}
        self.weight = {term: math.log(1 + count / len(where)) for term, where in self.by_term.items()}
        self.phrase_weight = [sum(self.weight[term] for term in terms) for terms in self.phrases]

    def with_country(self, places: set[str]) -> set[str]:
        """Return these places and the countries they lie in."""
        return places | {self.country_of[place] for place in places if place in self.country_of}

    def _add(self, found: list[Document]) -> None:
        numbers: dict[frozenset[str], int] = {}
        for number, document in enumerate(found):
            for text, language, weight in document.phrases:
                terms = self._terms(text, language, number, IN_NAME * weight)
                if not terms:
                    continue
                at = numbers.setdefault(terms, len(self.phrases))
                if at == len(self.phrases):
                    self.phrases.append(terms)
                    self.spoken_for.append({})
                    for term in terms:
                        self.phrases_by_term[term].append(at)
                known = self.spoken_for[at]
                known[number] = max(known.get(number, 0.0), weight)
            if document.destination:
                self.abroad[document.destination].append(number)
            self._terms(document.line_en, "en", number, IN_LINE)
            self._terms(document.line_fr, "fr", number, IN_LINE)
            for section in sections_of(f"{document.section_en} {document.section_number}"):
                main = section == fold(document.section_number)
                self.by_section[section][number] = MAIN_SECTION if main else NAMED_SECTION

    def _terms(self, text: str, language: str, number: int, weight: float) -> frozenset[str]:
        """Enter a text's words for a document, and return its terms."""
        key = (text, language)
        if key not in self._read:
            self._read[key] = terms_of(text, language)
            for word in words_of(text):
                self.stems[word].add(stem(word, language))
        terms = self._read[key]
        for term in terms:
            entry = self.by_term[term]
            entry[number] = max(entry.get(number, 0.0), weight)
        return terms


# What people call places whose records have other names.
NICKNAMES = {
    "united-states": ["usa", "america", "american", "etats unis"],
    "united-kingdom": ["uk", "britain", "british"],
    "england-wales": ["england", "wales", "english"],
    "new-zealand": ["nz"],
    "australia": ["australian"],
    "scotland": ["scottish"],
    "british-columbia": ["bc"],
    "newfoundland-and-labrador": ["newfoundland", "labrador", "terre neuve"],
    "prince-edward-island": ["pei"],
    "northwest-territories": ["nwt"],
}


def _names(place: Jurisdiction) -> list[frozenset[str]]:
    """Return a place's names in both languages, each as the words that must all be there."""
    own = [getattr(place, f"name_{language}") for language in ("en", "fr")]
    names = [*own, *NICKNAMES.get(place.slug, [])]
    return [words for name in names if name and (words := frozenset(words_of(name)))]


_first, _renewal = threading.Lock(), threading.Lock()
_current: tuple[Any, Index] | None = None


def current_index() -> Index:
    """Return the index of the records. One query.

    After an edit the index before it answers until a thread has made the new one: no reader waits for it. Only the
    first index of a process is made while somebody waits, by one of those who do.
    """
    global _current
    version = content_version()
    if _current is None:
        with _first:
            if _current is None:
                _current = (version, build())
    elif _current[0] != version and _renewal.acquire(blocking=False):
        begin(lambda: _renew(version))
    return _current[1]


# Seconds. A server that has just started answers its first readers before it prepares for those who search.
WARM_UP_AFTER = 3


def warm_up(**signal: Any) -> None:
    """Make the index of a process before anybody searches. One thread; where the database is away, the first search."""
    begin(_warm_up)


def _warm_up() -> None:
    time.sleep(WARM_UP_AFTER)
    try:
        current_index()
    except DatabaseError:
        logger.warning("The search index could not be made: the database does not answer. The first search makes it.")


def build() -> Index:
    """Make an index of the records as they are now. Fourteen queries."""
    places = list(_places())
    return Index(documents(places), places)


def begin(work: Callable[[], None]) -> None:
    """Have a thread do this, with a connection to the database of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=run, name="search-index", daemon=True).start()


def _renew(version: Any) -> None:
    global _current
    try:
        _current = (version, build())
    except DatabaseError:
        # The next search tries again.
        logger.warning("The search index could not be renewed: the database does not answer. The old one serves on.")
    finally:
        _renewal.release()


def content_version() -> tuple[Any, ...]:
    """Return what changes whenever a record that can be found is saved or deleted, and at midnight. One query."""
    parts = [
        model._default_manager.order_by()
        .annotate(which=Value(number))
        .values("which")
        .annotate(newest=Max("updated_at"), rows=Count("pk"))
        .values_list("which", "newest", "rows")
        for number, model in enumerate(INDEXED)
    ]
    return (timezone.localdate(), frozenset(parts[0].union(*parts[1:], all=True)))


def _places() -> QuerySet[Jurisdiction]:
    found = Jurisdiction.objects.published().select_related("parent").order_by("position", "slug")
    return found.defer("loaded_state", "parent__loaded_state")
