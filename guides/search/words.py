"""Text to terms: accents, endings, small words and the many spellings of a section.

Nothing here remembers what it was given: these functions read what people type.
"""

import re
import unicodedata

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")
# A section: "s. 264", "264(1)", "§ 2261A", "art. 162,1". Two digits at least; a year or a phone number matches no card.
SECTION = re.compile(
    r"""(?: (?<![a-z0-9]) (?:ss?|sec|section|arts?|article|para) \.? \s*   # a mark before it
          | (?<![\w.,-]) )                                                # or nothing that it would be part of
        ( \d{2,4} [a-z]{0,2} (?:[.,]\d+)* ) (?![\w-])""",
    re.VERBOSE,
)
PARTICIPLE = re.compile(r"ee(s?)$")
SUBSECTION = re.compile(r"\(\s*[\da-z.]+\s*\)")
# The longest query that is read, in characters and in words.
LONGEST, MOST_WORDS = 300, 40

# Words that tell nothing apart, in English and in French, folded.
SMALL_WORDS = """
a about again all also am an and any are as at be been being but by can d did do does doing for from get gets getting
got had has have he her hers him his how i if in into is it its just ll m made make makes me my not of off on one or
our out own re s she so some someone somebody something t than that the their them then there these they this those to
too up us ve very was we were what when where which who whose why will with without won you your
ai as au aux avec avoir c ce cela ces cet cette chez comme comment dans de des dit du elle elles en entre es est et
etre eux faire fait ici il ils j je l la le les leur leurs lui ma mais meme mes moi mon n ne nos notre nous ont ou par
pas plus pour qu quand que quel quelqu quelque qui sa sans se ses si son sont suis sur ta te tes toi ton tu un une va
vers vos votre vous y
"""
STOP = frozenset(SMALL_WORDS.split())

_STEMMERS = {language: snowballstemmer.stemmer(name) for language, name in (("en", "english"), ("fr", "french"))}


def fold(text: str) -> str:
    """Return the text in small letters without accents, so that "harcèlement" and "HARCELEMENT" are one."""
    plain = text.casefold().replace("\u2019", "'").replace("\u0153", "oe")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


def stem(word: str, language: str) -> str:
    """Return a folded word without its ending."""
    if language == "fr":
        # The stemmer knows the participle by its accent, which folding took and many never type.
        word = PARTICIPLE.sub("ée\\1", word)
    return fold(str(_STEMMERS[language].stemWord(word)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry meaning, folded, in order."""
    return tuple(word for word in WORD.findall(fold(text)) if word not in STOP and (len(word) > 1 or word.isdigit()))


def terms_of(text: str, language: str) -> frozenset[str]:
    """Return the stems of a text's words in one language."""
    return frozenset(stem(word, language) for word in words_of(text))


def sections_of(text: str) -> list[str]:
    """Return the section numbers in a text, bare: "s. 264(1)" is 264, "162,1" is 162.1."""
    bare = SUBSECTION.sub(" ", fold(text))
    return list(dict.fromkeys(number.replace(",", ".") for number in SECTION.findall(bare)))
