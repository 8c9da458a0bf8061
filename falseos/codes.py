"""Codes that can be read aloud: syllables in place of letters and digits, and no word that betrays or offends.

A code is computed from a name, so every machine gives the same card the same code, and nobody keeps a list.
"""

import hashlib
from collections.abc import Container

# Consonants that sound alike on a bad line (b and p, f and s, m and n) are not both in. Forty syllables.
CONSONANTS = "bdgklnrs"
VOWELS = "aeiou"
SYLLABLES = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
# Four give 2.5 million codes for cards and blocks, three 64,000 for the versions of one card.
NAME_SYLLABLES = 4
VERSION_SYLLABLES = 3
# Sounds that mean something in English or French, and would be read aloud to somebody.
UNSPEAKABLE = ("nig", "neg", "kaka", "sado", "bide", "nude", "nudi", "gode", "seks", "kul", "kuni", "dok", "rib")


def spoken_code(name: str, syllables: int = NAME_SYLLABLES, taken: Container[str] = ()) -> str:
    """Return the code of a name: the same for the same name, unless that code is among `taken`."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{name}#{attempt}".encode()).digest()
        number = int.from_bytes(digest[:8], "big")
        parts = []
        for _ in range(syllables):
            number, index = divmod(number, len(SYLLABLES))
            parts.append(SYLLABLES[index])
        code = "".join(parts)
        if code not in taken and not any(sound in code for sound in UNSPEAKABLE):
            return code
        attempt += 1
