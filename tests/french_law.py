"""What a section's French wording says of trial and punishment, and what a French card prints about them.

Both sides are read with the same small vocabulary: a way of trial ("acte criminel", "procédure sommaire"), and terms in
one spelling ("10 ans", "2 ans moins un jour", "perpétuité"). The official wording decides.
"""

import re
from typing import NamedTuple

INDICTABLE, SUMMARY = "acte criminel", "procédure sommaire"
WORDS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "dix": 10, "douze": 12, "quatorze": 14,
    "trente": 30, "quatre-vingt-dix": 90,
}  # fmt: skip
NUMBER = rf"(?:\d+|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
TERM = rf"{NUMBER} (?:ans?|mois|jours?)\b(?: moins un jour)?"
LIFE = "perpétuité"
WAY = re.compile(r"acte criminel|procédure sommaire|mise en accusation|acte d'accusation")
GUILTY = re.compile(
    r"(?:coupable|soit|ou) d'(?:un (acte criminel)|une infraction punissable sur déclaration de culpabilité par "
    r"(procédure sommaire))"
)
LAW_TERM = re.compile(rf"(minim|maxim)ale?(?: d'emprisonnement)?(?: étant)? de ({TERM})|emprisonnement à (perpétuité)")
# A list of terms: "une peine maximale d'emprisonnement : a) de cinq ans, … d) à perpétuité".
LISTS = re.compile(r"(minim|maxim)ale?(?: d'emprisonnement)?(?: étant)? ?:$")
LISTED = re.compile(rf"\s*- \(?[\w.]+\) (?:de ({TERM})|à (perpétuité))")
FINE = re.compile(r"amende maximale de cinq mille dollars")
SECTION = r"\d+(?:\.\d+)*"
REFERENCE = re.compile(rf"\b(art|par|al)\. ({SECTION})((?:\(\d+(?:\.\d+)*\))?)([a-z]\))?((?:(?:,| et) \(\d[\d.]*\))*)")
STANDARD = "787"


class Penalty(NamedTuple):
    """One term: on which way of trial ("" where it is not said), the most or the least, and how long."""

    way: str
    bound: str
    term: str


class Claim(NamedTuple):
    """A penalty that a card prints, with the section it is about and that section's subsections ("(3)")."""

    section: str
    subsections: tuple[str, ...]
    penalty: Penalty


class Facts(NamedTuple):
    """What a French card prints of the law: its reference, the type of offence with its note, the maximum."""

    section: str
    kind: str
    note: str
    maximum: str


def plain(text):
    """Return a text with plain spaces and apostrophes and without marks of Markdown."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("*", "")


def term_of(words):
    """Return a term in figures: "deux ans moins un jour" is "2 ans moins un jour", "un an" is "1 ans"."""
    number, unit, *rest = words.split(" ", 2)
    plural = {"an": "ans", "jour": "jours"}.get(unit, unit)
    return " ".join([str(WORDS.get(number, number)), plural, *rest])


def length_of(term):
    """Return how long a term is, in days, to tell the highest one."""
    if term == LIFE:
        return float("inf")
    number, unit, *rest = term.split(" ", 2)
    return int(number) * {"ans": 365, "mois": 30, "jours": 1}[unit] - bool(rest)


def by_way(line, way):
    """Yield (way, piece) of a line; each way of trial holds from where it is named on."""
    start = 0
    for found in WAY.finditer(line):
        yield way, line[start : found.start()]
        way = SUMMARY if found.group() == SUMMARY else INDICTABLE
        start = found.start()
    yield way, line[start:]


def law_penalties(lines):
    """Return the penalties that lines of official wording state."""
    found, way = set(), ""
    list_bound, list_depth = "", 0
    for line in map(plain, lines):
        depth = len(line) - len(line.lstrip()) + line.lstrip().startswith("- ")
        if depth <= list_depth:
            list_bound = ""
        if list_bound and (item := LISTED.match(line)):
            found.add(Penalty(way, list_bound, LIFE if item[2] else term_of(item[1])))
        for now, piece in by_way(line, way):
            way = now
            for bound, term, life in LAW_TERM.findall(piece):
                found.add(Penalty(way, bound or "maxim", LIFE if life else term_of(term)))
        if opened := LISTS.search(line):
            list_bound, list_depth = opened[1], depth
    return found


def law_ways(lines):
    """Return the ways of trial by which somebody can be guilty, in the words of the wording."""
    text = re.sub(r"coupable\s+:", "coupable", plain(" ".join(lines)))
    return {way for found in GUILTY.findall(text) for way in found if way}


def chosen(section, subsections=()):
    """Return the lines of these subsections where they name a way of trial or a term; otherwise the whole section."""
    lines = [line for label in subsections for line in section.get(label, [])]
    if law_ways(lines) or law_penalties(lines):
        return lines
    return [line for part in section.values() for line in part]


def references(text):
    """Yield (kind, section, subsections) of each reference in a French text: "par. 163.1(4), (4.1)"."""
    for kind, section, subsection, _paragraph, more in REFERENCE.findall(plain(text)):
        yield kind, section, tuple(re.findall(r"\([\d.]+\)", subsection + more))


def sentences(text):
    """Yield the sentences and list items of a card's maximum, without what counted before a change of the law."""
    text = re.sub(r"\([^()]*avant le[^()]*\)", "", plain(text))
    for line in text.splitlines():
        yield from filter(None, map(str.strip, re.split(r"(?<=[.;?])\s+(?=[A-ZÀ-Ý]|(?:art|par|al)\. )", line)))


def penalties_on_card(sentence):
    """Yield the penalties that one sentence of a card prints."""
    # "si celle-ci va de 2 à moins de 5 ans": a condition, no penalty.
    sentence = re.sub(r"\bde \d+ (?:ans )?(?:à moins de \d+(?: ans)?|ou plus)", "", sentence)
    for way, piece in by_way(re.sub(r"Acte criminel", INDICTABLE, sentence.replace("Procédure", "procédure")), ""):
        for least, term, life in re.findall(rf"(au moins )?(?:({TERM})|\b(perpétuité))", piece):
            bound = "minim" if least or "peine minimale" in sentence else "maxim"
            yield Penalty(way, bound, LIFE if life else term_of(term))


def claims(facts):
    """Yield every claim of a card; a sentence that names no section is about the card's own."""
    own = next(references(facts.section), None)
    for sentence in sentences(facts.maximum):
        about = [(number, parts) for _, number, parts in references(sentence) if number != STANDARD]
        if not about and own:
            about = [own[1:]]
        for penalty in penalties_on_card(sentence):
            for number, parts in about:
                yield Claim(number, parts, penalty)


def states(law, claim):
    """Say whether the law has a claimed penalty, by its own words or by the standard maximum of section 787."""
    wanted = claim.penalty
    lines = chosen(law[claim.section], claim.subsections)
    own = law_penalties(lines)
    if any(one[1:] == wanted[1:] and wanted.way in ("", one.way) for one in own):
        return True
    if wanted.way != SUMMARY or SUMMARY not in law_ways(lines):
        return False
    silent = not any(one.way == SUMMARY and one.bound == "maxim" for one in own)
    return silent and wanted in law_penalties(law[STANDARD]["(1)"])


def ways_named(text):
    """Return the ways of trial that a text has by name."""
    text = plain(text).lower().replace("actes criminels", INDICTABLE).replace("mise en accusation", INDICTABLE)
    return {way for way in (INDICTABLE, SUMMARY) if way in text}


def ways_on_card(text):
    """Return the ways of trial that a card means: "mixte" is both."""
    return {INDICTABLE, SUMMARY} if re.search(r"\bmixtes?\b", text.lower()) else ways_named(text)


# What the label alone says. Other labels ("cela dépend") leave it to the note and to the maximum.
LABELS = {
    "infraction mixte": {INDICTABLE, SUMMARY},
    "acte criminel": {INDICTABLE},
    "infraction punissable sur déclaration de culpabilité par procédure sommaire": {SUMMARY},
}


def faults(facts, law):
    """Yield in what a French card and the French wording of the law differ. `law`: section, subsection, lines."""
    yield from section_faults(facts, law)
    yield from way_faults(facts, law)
    yield from maximum_faults(facts, law)


def section_faults(facts, law):
    """Yield references that the law does not have, or that are not written as its French text writes them."""
    for kind, number, parts in references(facts.section):
        if number not in law:
            continue
        yield from (f"section: no {number}{part}" for part in parts if part not in law[number])
        if (kind == "art") == bool(parts):
            yield f"section: {kind}. {number}{''.join(parts)}"


def sections_of(facts, law):
    """Return the sections with wording that a card names in its reference and maximum: subsections by number."""
    found = {}
    for _, number, parts in [*references(facts.section), *references(facts.maximum)]:
        if number in law and number != STANDARD:
            found.setdefault(number, parts)
    return found


def way_faults(facts, law):
    """Yield that a card and the law name other ways of trial."""
    named = sections_of(facts, law)
    official = set().union(*(law_ways(chosen(law[number], parts)) for number, parts in named.items()))
    printed = LABELS.get(plain(facts.kind).lower())
    if printed is None:
        printed = ways_on_card(f"{facts.note} {facts.maximum}")
    elif len(printed) > 1 and printed != ways_named(facts.note):
        yield f"mode: the note names {sorted(ways_named(facts.note))}"
    if printed != official:
        yield f"mode: printed {sorted(printed)}, in the law {sorted(official)}"


def maximum_faults(facts, law):
    """Yield penalties that the law does not state, and a highest one that the card leaves out."""
    made = [claim for claim in claims(facts) if claim.section in law]
    for claim in made:
        if not states(law, claim):
            said, where = " ".join(filter(None, claim.penalty)), claim.section + "".join(claim.subsections)
            yield f"maximum: {said} is not in {where}"
    own = next(references(facts.section), None)
    for number in {claim.section for claim in made} | ({own[1]} & law.keys() if own else set()):
        parts = own[2] if own and own[1] == number else ()
        official = [one.term for one in law_penalties(chosen(law[number], parts)) if one.bound == "maxim"]
        printed = {claim.penalty.term for claim in made if claim.section == number}
        if official and (highest := max(official, key=length_of)) not in printed:
            yield f"maximum: {highest} of {number} is not printed"
    if "5 000 $" in plain(facts.maximum) and not FINE.search(plain(" ".join(law[STANDARD]["(1)"]))):
        yield "maximum: the fine is not in 787(1)"
