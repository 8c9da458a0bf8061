"""The ranking: how well each document answers a query.

A document's score has three parts. *Phrases*: how much a query and one of the document's own sentences share, each word
weighed by how rare it is. *Words*: how much of the query the document says anywhere. *Sections*: a number that is the
card's own. Then the place counts, and cards go before other kinds.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from guides.search.documents import BODY, CARD, CHANNEL, GUIDE, KINDS, PAGE, PART, RUNG, Document
from guides.search.index import Index
from guides.search.words import LONGEST, MOST_WORDS, sections_of, stem, words_of

PHRASES, WORDS, SECTIONS = 1.0, 0.5, 3.0
# Somebody who names another country may well mean that the person is there.
ABROAD = 0.8
BY_KIND = {CARD: 1.15, GUIDE: 0.9, PART: 0.85, CHANNEL: 0.85, RUNG: 0.8, BODY: 0.8, PAGE: 0.9}
# The reader's own place, or one that the query names, before others.
OTHER_PLACE, NAMED_PLACE, NOT_NAMED = 0.7, 1.5, 0.75
# A word that nobody knows is read as the nearest that somebody does, if it is near enough.
NEAR_ENOUGH, NEAREST = 0.7, 3
SHORTEST_TO_MEND = 4
# Below this a result has too little to do with the query to be shown.
LEAST, MOST_RESULTS = 0.12, 20


@dataclass
class Query:
    """What was typed, read: for each word the terms it may mean and how surely, and the sections and places named."""

    slots: list[dict[str, float]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def search(index: Index, typed: str, home: str = "") -> list[Document]:
    """Return what answers the query best, the best first. `home` is the reader's place; without it, the first one."""
    query = read_query(index, typed)
    scores = _scores(index, query)
    home = home or index.first_place
    ranked = [
        (-score * _place_factor(document, query, home), list(KINDS).index(document.kind), document.url, document)
        for number, score in scores.items()
        for document in [index.documents[number]]
    ]
    ranked.sort(key=lambda row: row[:3])
    return [row[3] for row in ranked[:MOST_RESULTS] if -row[0] >= LEAST]


def read_query(index: Index, typed: str) -> Query:
    """Read a query of any length: only its beginning counts."""
    typed = typed[:LONGEST]
    words = words_of(typed)[:MOST_WORDS]
    query = Query(sections=[number for number in sections_of(typed) if number in index.by_section])
    said = set(words)
    for place, names in index.places:
        for name in names:
            if name <= said:
                query.places |= {place.slug}
                query.countries |= {(place.parent or place).slug}
                if said - name:
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


def _scores(index: Index, query: Query) -> dict[int, float]:
    asked = sum(max(index.weight[term] for term in slot) for slot in query.slots)
    scores: dict[int, float] = defaultdict(float)
    if asked:
        for number, part in _phrase_part(index, query, asked).items():
            scores[number] += PHRASES * part
        for number, part in _word_part(index, query, asked).items():
            scores[number] += WORDS * part
    for number in (number for country in query.countries for number in index.abroad[country]):
        scores[number] += ABROAD
    for section in query.sections:
        for number, part in index.by_section[section].items():
            scores[number] += SECTIONS * part
    return {number: score * BY_KIND.get(index.documents[number].kind, 1.0) for number, score in scores.items()}


def _phrase_part(index: Index, query: Query, asked: float) -> dict[int, float]:
    """Return, by document, the likeness of its best phrase: what both share over what both have, from 0 to 1."""
    shared: dict[int, float] = defaultdict(float)
    for slot in query.slots:
        best: dict[int, float] = {}
        for term, sure in slot.items():
            worth = index.weight[term] * sure
            for phrase in index.phrases_by_term.get(term, ()):
                best[phrase] = max(best.get(phrase, 0.0), worth)
        for phrase, worth in best.items():
            shared[phrase] += worth
    found: dict[int, float] = {}
    for phrase, worth in shared.items():
        likeness = min(1.0, 2 * worth / (asked + index.phrase_weight[phrase]))
        for number, weight in index.spoken_for[phrase].items():
            found[number] = max(found.get(number, 0.0), likeness * weight)
    return found


def _word_part(index: Index, query: Query, asked: float) -> dict[int, float]:
    """Return, by document, how much of the query it says anywhere, from 0 to 1."""
    found: dict[int, float] = defaultdict(float)
    for slot in query.slots:
        best: dict[int, float] = {}
        for term, sure in slot.items():
            worth = index.weight[term] * sure / asked
            for number, weight in index.by_term[term].items():
                best[number] = max(best.get(number, 0.0), worth * weight)
        for number, worth in best.items():
            found[number] += worth
    return found


def _place_factor(document: Document, query: Query, home: str) -> float:
    if query.places:
        if document.destination:
            wanted = document.destination in query.countries and home in (document.place, document.country)
        else:
            wanted = bool(query.places & {document.place, document.country})
        return NAMED_PLACE if wanted else NOT_NAMED
    near = not document.place or home in (document.place, document.country)
    return 1.0 if near else OTHER_PLACE
