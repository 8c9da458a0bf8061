"""The ranking: how well each document answers a query.

A document's score has three parts. *Phrases*: how much a query and one of the document's own sentences share, each word
weighed by how rare it is. *Words*: how much of the query the document says anywhere. *Sections*: a number that is the
card's own. Then the place counts, and cards go before other kinds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from guides.search.documents import BODY, CARD, CHANNEL, GUIDE, KINDS, PAGE, PART, PLATFORM, RUNG, TOOL, Document
from guides.search.index import Index, Place
from guides.search.words import LONGEST, MOST_WORDS, sections_of, stem, words_of

PHRASES, WORDS, SECTIONS = 1.0, 0.5, 3.0
# Somebody who names another country may well mean that the person is there.
ABROAD = 0.8
BY_KIND = {CARD: 1.15, PLATFORM: 0.85, GUIDE: 0.9, PART: 0.85, CHANNEL: 0.9, RUNG: 0.8, BODY: 0.9, TOOL: 0.9, PAGE: 0.9}
# The reader's own place, or one that the query names, before others, and what holds in a whole country before what
# holds in one of its parts that is neither.
OTHER_PLACE, NAMED_PLACE, NOT_NAMED = 0.7, 1.5, 0.75
OTHER_PART, NAMED_PART = 0.8, 1.8
# A word that nobody knows is read as the nearest that somebody does, if it is near enough.
NEAR_ENOUGH, NEAREST = 0.7, 3
SHORTEST_TO_MEND = 4
# Below this a result has too little to do with the query to be shown.
LEAST, MOST_RESULTS = 0.12, 20
# Phrases further down have next to nothing in common with the query.
MOST_PHRASES = 80
# Documents whose words are counted. A word that more of them say tells nothing apart by itself.
MOST_LOOKED_AT = 600


@dataclass
class Query:
    """What was typed, read: for each word the terms it may mean and how surely, and the sections and places named.

    `countries` are those named beside something else: the other person may well be there.
    """

    slots: list[dict[str, float]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def search(index: Index, typed: str, home: str = "") -> list[Document]:
    """Return what answers the query best, the best first. `home` is the reader's place; without it, the first one."""
    query = read_query(index, typed)
    at_home = index.with_country({home or index.first_place})
    named = index.with_country(query.places)
    places = [_place_factor(place, query, named, at_home) for place in index.places_of_documents]
    favour = {kind: BY_KIND.get(kind, 1.0) for kind in KINDS}

    def favoured(number: int, score: float) -> float:
        return score * places[index.place_of[number]] * favour[index.documents[number].kind]

    scores = {number: favoured(number, score) for number, score in _scores(index, query, at_home, favoured).items()}
    best = nlargest(MOST_RESULTS, scores, key=lambda number: (scores[number], index.order[number]))
    return [index.documents[number] for number in best if scores[number] >= LEAST]


def read_query(index: Index, typed: str) -> Query:
    """Read a query of any length: only its beginning counts."""
    typed = typed[:LONGEST]
    words = list(dict.fromkeys(words_of(typed)))[:MOST_WORDS]
    query = Query(sections=[number for number in sections_of(typed) if number in index.by_section])
    said = set(words)
    for place, names in index.places:
        for name in names:
            if name <= said:
                query.places.add(place.slug)
                if said - name:
                    query.countries.add((place.parent or place).slug)
                    words = [word for word in words if word not in name]
    joined = {first + second for first, second in pairwise(words)}
    for word in [*words, *(pair for pair in joined if pair in index.stems)]:
        if meanings := _meanings(index, word):
            query.slots.append(meanings)
    return query


def _meanings(index: Index, word: str) -> dict[str, float]:
    """Return the terms that a word may mean: its stems in either language, or those of the nearest known words."""
    known = {
        term: 1.0 for term in (stem(word, "en"), stem(word, "fr"), *index.stems.get(word, ())) if term in index.weight
    }
    if known or len(word) < SHORTEST_TO_MEND or word.isdigit():
        return known
    near = process.extract(
        word, index.spellings, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH, limit=NEAREST
    )
    return {term: likeness * likeness for spelling, likeness, _ in near for term in index.stems[spelling]}


def _scores(index: Index, query: Query, at_home: set[str], favoured: Callable[[int, float], float]) -> dict[int, float]:
    """Return the score of each document that is worth a look, before place and kind count."""
    scores: dict[int, float] = defaultdict(float)
    asked = sum(_worth(index, slot) for slot in query.slots)
    if asked:
        phrases = _phrase_part(index, query, asked)
        looked_at = set(nlargest(MOST_LOOKED_AT, phrases, key=lambda number: favoured(number, phrases[number])))
        for slot in query.slots:
            for term in slot:
                if len(index.by_term[term]) <= MOST_LOOKED_AT:
                    looked_at.update(index.by_term[term])
        for number in looked_at:
            scores[number] = PHRASES * phrases.get(number, 0.0)
        for number, part in _word_part(index, query, asked, looked_at).items():
            scores[number] += WORDS * part
    for number in (number for country in query.countries for number in index.abroad.get(country, ())):
        if index.documents[number].place in at_home:
            scores[number] += ABROAD
    for section in query.sections:
        for number, part in index.by_section[section].items():
            scores[number] += SECTIONS * part
    return scores


def _worth(index: Index, slot: dict[str, float]) -> float:
    """Return what a word of the query is worth: the rarest of what it may mean, since all of that is one word."""
    return max(index.weight[term] for term in slot)


def _phrase_part(index: Index, query: Query, asked: float) -> dict[int, float]:
    """Return, by document, the likeness of its best phrase: what both share over what both have, from 0 to 1."""
    shared: dict[int, float] = defaultdict(float)
    for slot in query.slots:
        best: dict[int, float] = {}
        whole = _worth(index, slot)
        for term, sure in slot.items():
            worth = whole * sure
            for phrase in index.phrases_by_term.get(term, ()):
                best[phrase] = max(best.get(phrase, 0.0), worth)
        for phrase, worth in best.items():
            shared[phrase] += worth
    likeness = {phrase: min(1.0, 2 * worth / (asked + index.phrase_weight[phrase])) for phrase, worth in shared.items()}
    found: dict[int, float] = {}
    for phrase in nlargest(MOST_PHRASES, likeness, key=likeness.__getitem__):
        for number, weight in index.spoken_for[phrase].items():
            part = likeness[phrase] * weight
            if part > found.get(number, 0.0):
                found[number] = part
    return found


def _word_part(index: Index, query: Query, asked: float, looked_at: Iterable[int]) -> dict[int, float]:
    """Return, by document looked at, how much of the query it says anywhere, from 0 to 1."""
    found: dict[int, float] = defaultdict(float)
    for slot in query.slots:
        whole = _worth(index, slot) / asked
        said = [(index.by_term[term], whole * sure) for term, sure in slot.items()]
        for number in looked_at:
            found[number] += max(where.get(number, 0.0) * worth for where, worth in said)
    return found


def _place_factor(place: Place, query: Query, named: set[str], at_home: set[str]) -> float:
    """Return how much a document's place counts for this reader and this query.

    A part of a country that is named, or lived in, brings its country's records with it, not those of other parts.
    """
    if not query.places:
        if not place.slug or place.slug in at_home:
            return 1.0
        return OTHER_PART if place.country in at_home else OTHER_PLACE
    if place.destination:
        if place.slug not in at_home:
            return NOT_NAMED * OTHER_PLACE
        return NAMED_PLACE if place.destination in query.countries else NOT_NAMED
    if place.slug in query.places:
        return NAMED_PART if place.slug != place.country else NAMED_PLACE
    if place.slug in named:
        return NAMED_PLACE
    if place.country in query.places:
        return NAMED_PLACE * OTHER_PART
    return NOT_NAMED if not place.slug or place.country in at_home else NOT_NAMED * OTHER_PLACE
