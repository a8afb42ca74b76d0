"""A judge's score as the files have it: an average over several dances, cut off after some decimals.

"8.3333" stands for 25/3 cut off, "9.7777" for 88/9, "8.5" for itself. Read as text, never through a float.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from domain.exact import Exact, exact, read_exact

MOST_PARTS = 12
"""Largest denominator a cut-off decimal is taken back to: thirds of bonus points times two, three or four dances."""

HIGHEST = 100
"""No judge gives more, with bonus points and summed up over a night."""

ABSENT = frozenset({"", "n/a", "na", "#n/a", "nan", "none", "null", "-", "\u2013", "\u2014"})
"""What stands where there is no such judge or week."""


@dataclass(frozen=True, slots=True)
class Average:
    """A score as read: `value` exact, `text` as it stood. `how` says whether it is the text itself, a fraction whose
    decimals were cut off or rounded, or a long decimal that no small fraction explains."""

    value: Exact
    text: str
    how: str = "as written"


def read_score(text: str, decimal_comma: bool = False, highest: int = HIGHEST) -> Average | None:
    """A score; None where there is no such judge or week. 0 is a score too: it means the couple was out already.

    Raises `ValueError` with a clause on anything that is no number from 0 to `highest`.
    """
    plain = text.strip()
    if plain.casefold() in ABSENT:
        return None
    if decimal_comma:
        plain = plain.replace(",", ".")
    value = read_exact(plain)
    if not 0 <= value <= highest:
        raise ValueError(f"{plain!r} is no score: scores run from 0 to {highest}")
    return _taken_back(value, plain)


def _taken_back(value: Exact, text: str) -> Average:
    if value.denominator <= MOST_PARTS or "/" in text or "e" in text.casefold():
        return Average(value, text)
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    found = simplest_between(value - unit / 2, value + unit)
    return Average(value, text, "decimal") if found is None else Average(found, text, "fraction")


def simplest_between(low: Exact, high: Exact) -> Exact | None:
    """The fraction with the smallest denominator, at most 12, from `low` (included) to `high` (not included).

    A decimal cut off lies below its fraction by less than a unit of its last place; one rounded by at most half a unit.
    """
    for parts in range(1, MOST_PARTS + 1):
        least = -floor(-low * parts)
        if Fraction(least, parts) < high:
            return exact(Fraction(least, parts))
    return None
