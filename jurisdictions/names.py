"""Names of towns as they are compared: whatever the accents, the case, the punctuation, or "St" for "Saint"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

SAINT = re.compile(r"\b(?:ste?|saint|sainte)\b")
OTHER = re.compile(r"[^a-z0-9]+")
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
