"""A cell of scores: `8`, a panel's `23`, `23 (8, 7, 8)` as encyclopedias write it, `23 + 25 = 48`."""

import re
from dataclasses import dataclass

from domain.exact import exact
from glitterball.history.averages import ABSENT, Average, read_score

HIGHEST_TOTAL = 1000
"""No panel gives more in a week."""

MOST_CELL = 200
"""Letters of a cell of scores at most."""

_FOOTNOTE = re.compile(r"\[[^\]\[]{0,20}\]|[\u2020\u2021*\u00b9\u00b2\u00b3]")
_SPLIT = re.compile(r"([^()+=]*)\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Given:
    """What one dance was given: the panel's total, each judge's mark in scoring order, or both."""

    total: Average | None
    marks: tuple[Average, ...] = ()


def read_cell(text: str, decimal_comma: bool = False) -> tuple[Given, ...]:
    """The dances of a cell; nothing where there is no such week. Raises `ValueError` with a clause on what is no score."""
    plain = " ".join(_FOOTNOTE.sub("", text).split())
    if plain.casefold() in ABSENT:
        return ()
    if len(plain) > MOST_CELL:
        raise ValueError("it is too long for a cell of scores")
    body, equals, stated = plain.partition("=")
    given = tuple(_dance(part, decimal_comma) for part in _parts(body))
    if equals:
        _adds_up(given, _total(stated, decimal_comma), plain)
    return given


def _parts(body: str) -> list[str]:
    """`23 (8, 7, 8) + 25` in two; a plus between parentheses is not ours to split at."""
    return re.split(r"\+(?![^()]*\))", body)


def _dance(part: str, decimal_comma: bool) -> Given:
    match = _SPLIT.fullmatch(part.strip())
    if match is None:
        return Given(_total(part, decimal_comma))
    between = r";|,\s+" if decimal_comma or ";" in match[2] else ","
    marks = tuple(_mark(cell, decimal_comma) for cell in re.split(between, match[2]))
    total = _total(match[1], decimal_comma) if match[1].strip() else None
    return Given(total, marks)


def _mark(cell: str, decimal_comma: bool) -> Average:
    mark = read_score(cell, decimal_comma)
    if mark is None:
        raise ValueError("a mark between the parentheses is missing")
    return mark


def _total(cell: str, decimal_comma: bool) -> Average:
    total = read_score(cell, decimal_comma, HIGHEST_TOTAL)
    if total is None:
        raise ValueError("a total is missing")
    return total


def _adds_up(given: tuple[Given, ...], stated: Average, text: str) -> None:
    found = exact(
        sum(exact(sum(m.value for m in one.marks)) if one.total is None else one.total.value for one in given)
    )
    if found != stated.value:
        raise ValueError(f"{text!r} adds up to {found}")
