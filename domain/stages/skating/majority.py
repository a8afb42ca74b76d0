"""Rules 5 to 8 of the Skating System: places by majority of the marks, column by column. Source: RULES 4."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from domain.stages.skating.ruling import Group, Placed, Ruling, ordinal, told_apart

Marks = tuple[tuple[int, ...], ...]
"""Each couple's marks, by index of the couple."""


@dataclass(frozen=True, slots=True)
class Count:
    """The marks being counted. Column t holds the marks of place t or better; `columns` is the last one."""

    marks: Marks
    columns: int

    @property
    def majority(self) -> int:
        """More than half of a couple's marks."""
        return len(self.marks[0]) // 2 + 1

    def many(self, couple: int, column: int) -> int:
        """How many of a couple's marks are in the column."""
        return sum(1 for mark in self.marks[couple] if mark <= column)

    def sum(self, couple: int, column: int) -> int:
        """The sum of a couple's marks in the column."""
        return sum(mark for mark in self.marks[couple] if mark <= column)


def placed(count: Count, couples: Group, first: int) -> Iterator[Placed]:
    """The couples in order from place `first`; those who share places come as one group.

    All couples with a majority in a column are placed before the next column is opened (Rule 8). Nothing is compared
    before it is asked for: who wants the first group alone gets the rulings of that one.
    """
    place = first
    waiting = couples
    for column in range(first, count.columns + 1):
        candidates = tuple(couple for couple in waiting if count.many(couple, column) >= count.majority)
        if not candidates:
            continue
        for placing in _in_column(count, candidates, column, place):
            yield placing
            place += len(placing.group)
        waiting = tuple(couple for couple in waiting if couple not in candidates)


def _in_column(count: Count, candidates: Group, column: int, place: int) -> Iterator[Placed]:
    """Those with a majority in one column: the larger majority first (Rule 6), then Rule 7."""
    what = f"marks of {ordinal(column)} or better, for place {place}"
    alone = "5" if column <= place else "8"
    rule = alone if len(candidates) == 1 else "6"
    ruling = told_apart(rule, what, candidates, partial(count.many, column=column))
    yield from _led_by(ruling, (_equal_majorities(count, group, column, "7a") for group in ruling.groups))


def _equal_majorities(count: Count, group: Group, column: int, rule: str) -> Iterator[Placed]:
    """Rule 7: the smaller sum of the marks in the column (a), then the next column for the tied couples alone (b)."""
    if len(group) == 1:
        yield Placed(group)
        return
    what = f"sum of the marks of {ordinal(column)} or better"
    ruling = told_apart(rule, what, group, partial(count.sum, column=column), best="least")
    yield from _led_by(ruling, (_equal_sums(count, part, column) for part in ruling.groups))


def _equal_sums(count: Count, part: Group, column: int) -> Iterator[Placed]:
    """Those equal in the column as well: the next column, for them alone, until there is none."""
    if len(part) == 1 or column == count.columns:
        yield Placed(part)
        return
    further = column + 1
    ruling = told_apart("7b", f"marks of {ordinal(further)} or better", part, partial(count.many, column=further))
    yield from _led_by(ruling, (_equal_majorities(count, equal, further, "7b") for equal in ruling.groups))


def _led_by(ruling: Ruling, parts: Iterable[Iterator[Placed]]) -> Iterator[Placed]:
    """The placings of all parts in order, the first of them after the ruling that made the parts."""
    placings = chain.from_iterable(parts)
    yield next(placings).after(ruling)
    yield from placings
