"""What of a text can be seen, and what of it would break a line or turn it round.

What is refused where it is typed is decided here, and what is shown as an escape where it stands in an older log.
"""

import re
from unicodedata import category, name

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Letters that turn the direction of what stands behind them, so that a text reads as another (Unicode Standard Annex 9)."""

FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters that are no format characters and leave nothing on paper: joiners, fillers and the blank of Braille."""

VARIATIONS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that choose between two forms of the letter before them and have none of their own."""


def breaks_the_line(letter: str) -> bool:
    """Whether a letter is a control character (C0 or C1), parts lines or paragraphs, turns the direction, or is none alone."""
    return category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in TURNING


def first_that_breaks(text: str) -> str | None:
    """The first letter of a text that breaks its line, if one does: none of those can be printed."""
    if text.isprintable():
        return None
    return next((letter for letter in text if breaks_the_line(letter)), None)


def without_invisible(text: str) -> str:
    """The text without letters that leave nothing on paper; spaces stay."""
    return VARIATIONS.sub("", "".join(letter for letter in text if not _is_invisible(letter)))


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: blanks of any kind, and letters that leave nothing on paper."""
    return all(category(letter)[0] in "CZ" or letter in FILLERS for letter in VARIATIONS.sub("", text))


def _is_invisible(letter: str) -> bool:
    return category(letter) == "Cf" or letter in FILLERS


def called(letter: str) -> str:
    """How a letter that cannot be shown is spoken of: U+202E (right-to-left override)."""
    return f"U+{ord(letter):04X} ({name(letter, 'control character').lower()})"


def escaped(text: str) -> str:
    """The text on one line and in one direction: what would break or turn it stands as an escape."""
    if text.isprintable():
        return text
    return "".join(repr(letter)[1:-1] if breaks_the_line(letter) else letter for letter in text)
