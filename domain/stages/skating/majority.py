"""Rules 5 to 8 of the Skating System: places by majority of the marks, column by column. Source: RULES 4."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from domain.stages.skating.ruling import Group, Ruling, ordinal, told_apart

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


def placed(count: Count, couples: Group, first: int, rulings: list[Ruling]) -> Iterator[Group]:
    """The couples in order from place `first`; those who share places come as one group.

    All couples with a majority in a column are placed before the next column is opened (Rule 8).
    """
    place = first
    waiting = couples
    for column in range(first, count.columns + 1):
        candidates = tuple(couple for couple in waiting if count.many(couple, column) >= count.majority)
        if not candidates:
            continue
        for group in _in_column(count, candidates, column, place, rulings):
            yield group
            place += len(group)
        waiting = tuple(couple for couple in waiting if couple not in candidates)


def _in_column(count: Count, candidates: Group, column: int, place: int, rulings: list[Ruling]) -> Iterator[Group]:
    """Those with a majority in one column: the larger majority first (Rule 6), then Rule 7."""
    what = f"marks of {ordinal(column)} or better, for place {place}"
    alone = "5" if column <= place else "8"
    rule = alone if len(candidates) == 1 else "6"
    for group in told_apart(rule, what, candidates, partial(count.many, column=column), rulings):
        yield from _equal_majorities(count, group, column, "7a", rulings)


def _equal_majorities(count: Count, group: Group, column: int, rule: str, rulings: list[Ruling]) -> Iterator[Group]:
    """Rule 7: the smaller sum of the marks in the column (a), then the next column for the tied couples alone (b)."""
    if len(group) == 1:
        yield group
        return
    what = f"sum of the marks of {ordinal(column)} or better"
    for part in told_apart(rule, what, group, partial(count.sum, column=column), rulings, best="least"):
        if len(part) == 1 or column == count.columns:
            yield part
            continue
        further = column + 1
        what = f"marks of {ordinal(further)} or better"
        for equal in told_apart("7b", what, part, partial(count.many, column=further), rulings):
            yield from _equal_majorities(count, equal, further, "7b", rulings)
