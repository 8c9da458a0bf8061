"""How French texts are held against their English: numbers, terms, typography, English left behind, easy reading.

Run on files by `python -m tests.french fixtures/offences/canada/*.yaml`.
"""

import re
import sys
import unicodedata
from functools import cache
from pathlib import Path

import yaml

GLOSSARY = Path(__file__).resolve().parent.parent / "falseos" / "locale" / "glossary.fr.yaml"
# English words that are no French ones.
ENGLISH = {
    "the", "and", "you", "your", "with", "of", "for", "from", "is", "are", "was", "were", "this", "that", "not", "by",
    "who", "what", "when", "can", "may", "they", "their", "have", "has", "will", "if", "to", "at", "be", "it", "in",
    "do", "does", "about", "call", "report", "police's", "court's", "how", "where", "which", "would", "should",
    "there", "been", "them",
}  # fmt: skip
# Fields that a French text need not have: a name or an address that is the same, or words only a search reads.
OPTIONAL = {"url", "lay_terms", "languages"}
ACTIONS = ("action", "say", "wait")
# LIX: words a sentence, plus long words in a hundred. Newspapers are near 50, popular books near 40.
MOST_LIX = {"action": 55.0, "prose": 58.0}
LETTERS = r"A-Za-zÀ-ÖØ-öø-ÿœŒ"
LINK = re.compile(r"\]\([^)]*\)|https?://\S+|\b[\w.-]+\.(?:ca|com|org|gov|uk|au|nz|za|us|net|app)\b(?:/\S*)?")


def fold(text):
    """Return a text in small letters without accents, with one kind of apostrophe and of space."""
    text = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").lower().replace("œ", "oe")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", text)


@cache
def glossary():
    """Return the glossary as the file has it."""
    return yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))


def pairs(record, path=""):
    """Yield (path, field, English, French) of every translated text of a record and its parts."""
    if isinstance(record, dict):
        for key, value in record.items():
            if key.endswith("_en") and isinstance(value, str):
                yield f"{path}{key[:-3]}", key[:-3], value, record.get(f"{key[:-3]}_fr") or ""
            elif isinstance(value, dict | list):
                yield from pairs(value, f"{path}{key}.")
    elif isinstance(record, list):
        for number, item in enumerate(record):
            name = item.get("slug", number) if isinstance(item, dict) else number
            yield from pairs(item, f"{path}{name}.")


def numbers(text, language):
    """Return the numbers of a text, each as its digits; hours count to 24."""
    text = re.sub(r"(?<=\d):00\b", "", re.sub(r"\]\([^)]*\)", "]", text))
    if language == "en":
        text = re.sub(r"\b(\d{1,2})(:\d\d)?\s*p\.?m\b", lambda m: f"{int(m[1]) % 12 + 12}{m[2] or ''}", text)
        text = re.sub(r"\b12(:\d\d)?\s*a\.?m\b", lambda m: f"0{m[1] or ''}", text)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f.,-](?=\d)", "", text)
    return {found.lstrip("0") or "0" for found in re.findall(r"\d+", text)}


def plain_words(text):
    """Return the words of a Markdown text, without links' addresses."""
    return re.findall(rf"[{LETTERS}]+(?:['’-][{LETTERS}]+)*", LINK.sub(" ", text))


def lix(text):
    """Return how hard a text is to read: words a sentence plus the share of words over six letters, in hundredths."""
    sentences = 0
    words = []
    for line in LINK.sub(" ", text).splitlines():
        line = re.sub(r"(?<=\d)[.,](?=\d)|\b(?:art|par|al|ch|no|M)\.", " ", line)
        for sentence in re.split(r"[.!?:;]+(?:\s|$|[»*)])", line):
            found = [part for word in plain_words(sentence) for part in re.split("['’]", word) if part]
            if found:
                sentences += 1
                words += found
    if len(words) < 8:
        return 0.0
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def has(folded, term):
    """Say whether a folded text has a term from the start of a word on."""
    return re.search(rf"(?<![a-z0-9]){re.escape(fold(term))}", folded) is not None


def without_names(text, names=()):
    """Return a text without the names that stand in English everywhere."""
    for name in sorted([*glossary()["english_names"], *names], key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return text


@cache
def english_left(text, names=()):
    """Return the English words in a French text, names aside. Pages say most of what they say more than once."""
    if not {word.lower() for word in plain_words(text)} & ENGLISH:
        return []
    text = without_names(LINK.sub(" ", text), names)
    return sorted({word.lower() for word in plain_words(text)} & ENGLISH)


def faults(field, english, french, names=()):
    """Yield what is wrong with one French text."""
    if not english:
        return
    if not french:
        if field not in OPTIONAL:
            yield "missing"
        return
    if field in ("url", "lay_terms"):
        return
    only_en = numbers(english, "en") - numbers(french, "fr")
    only_fr = numbers(french, "fr") - numbers(english, "en")
    if only_en or only_fr:
        yield f"numbers: only in English {sorted(only_en)}, only in French {sorted(only_fr)}"
    if left := english_left(french, tuple(names)):
        yield f"English words: {left}"
    folded_en, folded_fr = fold(without_names(LINK.sub(" ", english), names)), fold(re.sub(r"\]\([^)]*\)", "]", french))
    nameless_fr = fold(without_names(re.sub(r"\]\([^)]*\)", "]", french), names))
    for term, wanted in glossary()["terms"].items():
        # Up to two more letters: an ending, no other word.
        asked = re.search(rf"(?<![a-z]){re.escape(fold(term))}(?![a-z]{{3}})", folded_en)
        if asked and not any(has(folded_fr, one) for one in wanted):
            yield f"term: {term} is {' or '.join(wanted)}"
    for term in glossary()["avoid"]:
        if has(nameless_fr, term):
            yield f"avoid: {term}"
    if re.search(r"(?<=\w)'(?=\w)", LINK.sub(" ", french)):
        yield "typography: a straight apostrophe; use ’"
    if re.search(r"(?:^|\s)\"\w|\w\"(?:\s|$|[.,;])", french):
        yield "typography: straight quotation marks; use « and » with no-break spaces inside"
    if re.search(r"«(?!\u00a0)|(?<!\u00a0)»", french):
        yield "typography: « and » want a no-break space inside"
    if re.search(r"(?<=[\w»)])\s?(?<!\u00a0):(?=\s|$)", re.sub(r"\*\*", "", LINK.sub(" ", french))):
        yield "typography: a colon wants a no-break space before it"
    if re.search(r"\s[?!;]", french):
        yield "typography: no space before ? ! ;"
    if re.search(r"\d[ ]?(?<!\u00a0)[$%]|\$\s?\d", french):
        yield "typography: 5 000 $ and 10 %, with no-break spaces"
    kind = "action" if field in ACTIONS else "prose"
    if (measured := lix(french)) > MOST_LIX[kind]:
        yield f"hard to read: LIX {measured:.0f} over {MOST_LIX[kind]:.0f}"


def main(arguments):
    """Print the faults of files; `--names FILE` gives more English names, one a line."""
    names = []
    if "--names" in arguments:
        at = arguments.index("--names")
        names = Path(arguments[at + 1]).read_text(encoding="utf-8").split("\n")
        names = [name.strip() for name in names if name.strip()]
        arguments = arguments[:at] + arguments[at + 2 :]
    count = 0
    for file in arguments:
        content = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
        for path, field, english, french in pairs(content):
            for fault in faults(field, english, french, names):
                count += 1
                sys.stdout.write(f"{file}: {path}: {fault}\n")
    sys.stdout.write(f"{count} faults\n")
    return count > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
