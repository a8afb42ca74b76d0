"""Names that look the same: what is left of a name once everything is taken away that an eye passes over.

`looks` are what a name looks like as it is written, in small letters and in capitals: two names that share one of them would
be taken for one another. `folded` is the name in small letters alone, to look it up by. `unaccented_looks` go one step further,
to warn of names that differ in accents alone; those are still two names. `as_one` goes furthest, for rules that ask for two
people: there names that differ in accents or spaces alone are one person's. None is ever stored: what they answer may change
with the table of `confusables` and with the version of Unicode.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from unicodedata import combining, normalize

from domain.confusables import LIKE
from domain.legible import without_invisible

LIKE_LATIN = str.maketrans(
    "авеѕіјкмнорстухүԍԝӏһԁԛѵ" + "αβεζηικμνορτυχϳ" + "ɑɡɩ",
    "abesijkmhopctyxygwlhdqv" + "abezhikmnoptyxj" + "agi",
)
"""Small letters of Cyrillic, Greek and phonetic alphabets that look like a Latin one, or whose capital does. Rules that ask for
two people go by this table, and so do those who verify them: it stays as it is, whatever the list of `confusables` brings."""

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
    return _shape(_shape(text.casefold()).casefold())


@lru_cache(maxsize=4096)
def looks(text: str) -> frozenset[str]:
    """What a name looks like as it is written, in small letters and in capitals: a Greek N is taken for a Latin one as a
    capital, and for a v as a small letter."""
    return frozenset((_shape(text), folded(text), _shape(text.upper())))


@lru_cache(maxsize=4096)
def unaccented_looks(text: str) -> frozenset[str]:
    """The same without accents: `Zoë`, `zoe` and `ZOE` share one."""
    return frozenset(map(_without_accents, looks(text)))


def as_one(name: str) -> str:
    """What tells people apart where their names are all there is: without accents, and without any space."""
    seen = normalize("NFKC", without_invisible(name.translate(PUNCTUATION)))
    return "".join(_without_accents(normalize("NFKC", seen.casefold()).translate(LIKE_LATIN)).split())


def look_the_same(name: str, other: str) -> bool:
    """Whether two names would be taken for one."""
    return not looks(name).isdisjoint(looks(other))


def differ_in_accents(name: str, other: str) -> bool:
    """Whether two names would be taken for one were it not for their accents."""
    return not look_the_same(name, other) and not unaccented_looks(name).isdisjoint(unaccented_looks(other))


def looks_alone(names: Iterable[str]) -> Callable[[str], bool]:
    """Of names of which each stands there once for everybody who has it: whether one of them looks like no other."""
    shared = Counter(look for name in names for look in looks(name))
    return lambda name: all(shared[look] == 1 for look in looks(name))


def _shape(text: str) -> str:
    """A text in letters that stand for all that look like them."""
    seen = normalize("NFKD", without_invisible(text.translate(PUNCTUATION).translate(LIKE)))
    return " ".join(normalize("NFKC", seen.translate(LIKE)).split())


def _without_accents(text: str) -> str:
    parted = normalize("NFKD", text)
    return "".join(letter for letter in parted if not combining(letter)).translate(BARE)
