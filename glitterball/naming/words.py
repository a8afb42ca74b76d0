"""The words of a name, as one can type them on any keyboard: without case, accents and punctuation, and whichever alphabet a
letter is from that looks like another."""

import re
import unicodedata

from domain.likeness import BARE, LIKE_LATIN

SHORTEST_PREFIX = 3
"""Letters a word must have to stand for a longer one that begins with it.

Two would do for most casts and fail on the night they do not: `el` is Eli and Ella. A name that is itself shorter (Jo, Ng)
is a whole word, and whole words may be of any length.
"""

APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
"""What stands inside a word without parting it: O'Neill is one word."""

_BETWEEN_PARTNERS = re.compile(r"[&+]|\band\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The words of a text: `Cy Çelik` is `cy`, `celik`; `anna-ezra` is `anna`, `ezra`."""
    spaced = unicodedata.normalize("NFKD", text.translate(APOSTROPHES))
    bare = "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    folded = unicodedata.normalize("NFKD", bare.casefold()).translate(LIKE_LATIN).translate(BARE)
    return tuple(_WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter))))


def partners_in(text: str) -> tuple[Words, ...]:
    """The words on each side of `&` or `and`: what is said of one partner, and what of the other."""
    sides = (words_of(side) for side in _BETWEEN_PARTNERS.split(text))
    return tuple(side for side in sides if side)


def whole(typed: Words, name: Words) -> bool:
    """Every word typed is a word of the name, each of another."""
    left = list(name)
    for word in typed:
        if word not in left:
            return False
        left.remove(word)
    return True


def begins(typed: Words, name: Words) -> bool:
    """Every word typed is a word of the name or long enough to begin one, each of another. A whole word is taken first."""
    left = list(name)
    for word in sorted(typed, key=lambda word: (word not in name, -len(word))):
        longer = (other for other in left if len(word) >= SHORTEST_PREFIX and other.startswith(word))
        found = word if word in left else next(longer, None)
        if found is None:
            return False
        left.remove(found)
    return True
