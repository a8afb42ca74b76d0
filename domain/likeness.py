"""Names that look the same: what is left of a name once everything is taken away that an eye passes over.

`folded` is for telling whether two names would be taken for one: equal when folded, they look the same. `unaccented` goes
one step further, to warn of names that differ in accents alone; those are still two names. `as_one` goes furthest, for rules
that ask for two people: there names that differ in accents or spaces alone are one person's. None is ever stored: what
they answer may change with the table below and with the version of Unicode.
"""

from functools import lru_cache
from unicodedata import combining, normalize

from domain.legible import without_invisible

LIKE_LATIN = str.maketrans(
    "авеѕіјкмнорстухүԍԝӏһԁԛѵ" + "αβεζηικμνορτυχϳ" + "ɑɡɩ",
    "abesijkmhopctyxygwlhdqv" + "abezhikmnoptyxj" + "agi",
)
"""Small letters of Cyrillic, Greek and phonetic alphabets that look like a Latin one, or whose capital does: from the
confusables of Unicode Technical Standard 39 (confusables.txt), those of alphabets in which a cast list is typed. Letters of
one alphabet that are alike in some typefaces (I and l, O and 0) are left apart: people are called so."""

PUNCTUATION = str.maketrans("’‘ʼ´`‐‑‒–—−", "'''''------")
"""Apostrophes and hyphens, of which every keyboard has another."""

BARE = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain letter and a mark."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A name without what an eye passes over: case, letters that cannot be seen, how many spaces, which of two alphabets a
    letter is from, which apostrophe or hyphen. Accents stay."""
    seen = normalize("NFKC", without_invisible(text.translate(PUNCTUATION)))
    parted = normalize("NFKD", seen.casefold())  # an accent hides the alphabet of the letter under it
    return " ".join(normalize("NFKC", parted.translate(LIKE_LATIN)).split())


def unaccented(text: str) -> str:
    """A folded name without its accents: `Zoë`, `zoe` and `ZOE` are one."""
    parted = normalize("NFKD", folded(text))
    return "".join(letter for letter in parted if not combining(letter)).translate(BARE)


def as_one(name: str) -> str:
    """What tells people apart where their names are all there is: without accents, and without any space."""
    return unaccented(name).replace(" ", "")


def look_the_same(name: str, other: str) -> bool:
    """Whether two names would be taken for one."""
    return folded(name) == folded(other)
