"""Numbers that somebody might call, in text as authors write it.

A wrong one harms, and a short one looks like any other number. So every number of three digits or more counts, unless
the words around it say what else it is: a section, a date, a length of time, an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s)>\]]+|\]\([/#][^)]*\)")
SPACE = r"[ \u00a0\u202f]"
# First among the signs in brackets: a hyphen between two of them would mean a range.
DASH = r"-\u2011\u2013"
# 911 · 13 11 14 · 1-800-555-0199 · (416) 808-2222 · 416.808.2222 · +44 800 555 111; in a link after `tel:`.
RUN = re.compile(
    rf"tel:(?P<dialled>\+?[0-9]+)|(?<![\w.#=-])[+(]?[0-9](?:(?:\)?{SPACE}|{SPACE}?\(|[{DASH}).])?[0-9])*(?!\w)"
)
# The verb stands right before the number: then nothing else makes it a date or an amount.
TOLD_TO_CALL = re.compile(
    r"\b(?:call|text|phone|telephone|dial|ring|press|appelez|téléphonez|textez|composez|faites|appuyez sur)"
    rf"(?:{SPACE}(?:le|au|the number))?{SPACE}[\[(*_]*$",
    re.IGNORECASE,
)
# "section 264", "ss. 301 and 302", "articles 264 à 266", "18 U.S.C. § 875", "Regulation 2016".
NUMBERED = re.compile(
    r"(?:\b(?:sub)?sections?|\bss?\.|§|\barticles?|\barts?\.|\b(?:sous-)?alinéas?|\bal\.|\b(?:sub)?paragraphe?s?|\bpar\."
    r"|\bu\.s\.c\.|\bc\.f\.r\.|\bcodes?|\bacts?|\bloi|\bchapters?|\bchapitres?|\bch?\.|\brules?|\brègles?|\bregulations?"
    r"|\bbills?|\bpages?|\bp\.|\bpart|\btitle|\bschedule)"
    rf"{SPACE}?[\[(]*(?:[0-9][{DASH}\w.()]*(?:,|{SPACE}(?:and|or|to|et|ou|à)){SPACE}?[\[(]*)*$",
    re.IGNORECASE,
)
AMOUNT = re.compile(rf"[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})*|[0-9]+[{DASH}][0-9]+")
COUNTED = re.compile(
    rf"{SPACE}?(?:[$£€%]|(?:calendar |business |penalty |member )?(?:years?|months?|weeks?|days?|hours?|minutes?|units?"
    r"|pages?|words?|characters?|people|countries|dollars?|per cent|[km]b|ans?|mois|semaines?|jours?|heures?|unités"
    r"|mots?|caractères?|personnes?|pays|pour cent|[km]o)\b)",
    re.IGNORECASE,
)
YEAR = r"(?:18|19|20)[0-9]{2}"
DATE = re.compile(rf"{YEAR}(?:[{DASH}](?:{YEAR}|[0-9]{{2}}))?|{YEAR}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}{SPACE}{YEAR}")
# As far as the words around a number are looked at.
REACH = 100
DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}")


def numbers_to_call(text: str) -> Iterator[str]:
    """Yield the digits of each number in a text that a reader might call, in its order."""
    text = ADDRESS.sub("]", text).replace("\n", " ")
    for run in RUN.finditer(text):
        digits = re.sub(r"[^0-9]", "", run.group())
        before, after = text[max(0, run.start() - REACH) : run.start()], text[run.end() : run.end() + REACH]
        if (
            run["dialled"]
            or TOLD_TO_CALL.search(before)
            or (len(digits) > 2 and not _is_else(run.group(), before, after))
        ):
            yield digits


def _is_else(number: str, before: str, after: str) -> bool:
    """Say whether a number is plainly none to call."""
    if NUMBERED.search(before) or DATE.fullmatch(number) or DECIMAL.fullmatch(number):
        return True
    if before.endswith(("$", "£", "€", ",")) and not before.endswith(", "):
        return True  # the rest of $25,000
    return bool(AMOUNT.fullmatch(number) and COUNTED.match(after))
