"""Names of towns as they are compared: whatever the accents, the case, the punctuation, or "St" for "Saint"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Place = TypeVar("Place")
SAINT = re.compile(r"\b(?:ste?|saint|sainte)\b")
OTHER = re.compile(r"[^a-z0-9]+")
AND = re.compile(r" (?:and|et) ")
# "Île-du-Prince-Édouard" is Î.-P.-É.: the smallest words have no initial.
SHORTEST_INITIAL = 3
# As many words as the longest name of a province has, with a spare one.
MOST_WORDS = 6
APOSTROPHES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "", "'": "", "œ": "oe"})


def keys_of_name(name: str) -> Iterator[str]:
    """Yield a name as it is compared: lower case, no accents, no punctuation; then with "saint" for St and Sainte.

    Both, so that a mistake inside the word Sainte is one mistake and not another word.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(APOSTROPHES))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    key = OTHER.sub(" ", plain).strip()
    if key:
        yield key
        yield SAINT.sub("saint", key)


def keys_of(names: Iterable[str | None]) -> str:
    """Return names as keys, one a line, each once; empty ones are left out."""
    return "\n".join(dict.fromkeys(key for name in names if name for key in keys_of_name(name)))


def ways_to_write_place(name_en: str | None, name_fr: str | None, code: str) -> set[str]:
    """Return how a province may be written behind a town, without spaces: its names, their parts, initials, its code.

    "Newfoundland and Labrador" is written Newfoundland too, "Prince Edward Island" PEI, and CA-NS is NS.
    """
    ways = {code.rpartition("-")[2].lower()}
    for name in (name_en, name_fr):
        for key in keys_of_name(name or ""):
            words = key.split()
            initials = "".join(word[0] for word in words if len(word) >= SHORTEST_INITIAL)
            ways |= {initials} if len(initials) > 1 else set()
            ways.update(piece.replace(" ", "") for piece in (key, *AND.split(key)))
    return ways


def without_place(key: str, written: Mapping[str, Place]) -> tuple[str, Place | None]:
    """Return a key without the province behind it, and that province; the key as it is where there is none."""
    words = key.split()
    for at in range(max(0, len(words) - MOST_WORDS), len(words)):
        if place := written.get("".join(words[at:])):
            return " ".join(words[:at]), place
    return key, None
