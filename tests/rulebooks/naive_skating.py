"""The Skating System written a second time from the text of its rules (RULES 4): who has the place under review?

The rules speak of one place at a time. So does this: a question is put to the couples still in the running, those who
answer best stay in it, and the next question is put to them, until one is left or the questions are over. Whoever is then
left has the place. No column is walked once for all, nothing is sorted, and no code is shared with the engine.

`Misread` are the known ways to misread the rules, for tests that show that a case tells them apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Dance = list[list[int]]
"""Each couple's marks."""

Question = Callable[[int], Fraction | int]
"""What is asked of a couple; the most is best."""


@dataclass(frozen=True)
class Misread:
    """The ways to misread Rules 10 and 11."""

    stay_in_rule_11: bool = False
    """Rule 11 goes on with those it did not place, instead of Rule 10."""
    no_lowest_sum: bool = False
    """Rule 10 counts places and does not add them."""
    all_back_to_rule_10: bool = False
    """After Rule 11 also those go back to Rule 10 whom it had already put behind."""


RIGHT = Misread()


def left_after(couples: list[int], questions: Iterator[Question]) -> list[int]:
    """Those who answer every question as well as the best."""
    for question in questions:
        if len(couples) == 1:
            break
        best = max(question(couple) for couple in couples)
        couples = [couple for couple in couples if question(couple) == best]
    return couples


def of_majority(marks: Dance, couples: list[int], first: int) -> Iterator[Question]:
    """Rules 5 to 8, for one place: the first column in which anybody has a majority, then each column after it."""
    needed = len(marks[0]) // 2 + 1

    def within(couple: int, column: int) -> list[int]:
        return [mark for mark in marks[couple] if mark <= column]

    opened = first
    while all(len(within(couple, opened)) < needed for couple in couples):
        opened += 1
    for column in range(opened, len(marks) + 1):
        yield lambda couple, column=column: len(within(couple, column))  # type: ignore[misc]
        yield lambda couple, column=column: -sum(within(couple, column))  # type: ignore[misc]


def of_dance_places(by_dance: list[list[Fraction]], place: int, misread: Misread) -> Iterator[Question]:
    """Rule 10: so many dances with the place under review or better, then the lowest sum of those places."""

    def good(couple: int) -> list[Fraction]:
        return [places[couple] for places in by_dance if places[couple] <= place]

    yield lambda couple: len(good(couple))
    if not misread.no_lowest_sum:
        yield lambda couple: -sum(good(couple), Fraction(0))


def numbered(turns: Iterator[list[int]], couples: int) -> list[Fraction]:
    """Each couple's place, from those who are next, and next; who come together share the mean of their places."""
    place: dict[int, Fraction] = {}
    for together in turns:
        taken = range(len(place) + 1, len(place) + len(together) + 1)
        place |= dict.fromkeys(together, Fraction(sum(taken), len(together)))
    return [place[couple] for couple in range(couples)]


def dance_turns(marks: Dance) -> Iterator[list[int]]:
    """One dance, place by place."""
    waiting = list(range(len(marks)))
    while waiting:
        next_ones = left_after(waiting, of_majority(marks, waiting, 1))
        yield next_ones
        waiting = [couple for couple in waiting if couple not in next_ones]


def dance_places(dance: Dance) -> list[Fraction]:
    """Rules 5 to 8."""
    return numbered(dance_turns(dance), len(dance))


def tie_turns(
    tied: list[int], place: int, dances: list[Dance], by_dance: list[list[Fraction]], misread: Misread
) -> Iterator[list[int]]:
    """Rules 10 and 11 for couples whose sums are equal, the place under review first."""
    if not tied:
        return
    equal = left_after(tied, of_dance_places(by_dance, place, misread))
    behind = [couple for couple in tied if couple not in equal]
    if len(equal) == 1:
        yield equal
        yield from tie_turns(behind, place + 1, dances, by_dance, misread)
        return
    all_marks = [[mark for dance in dances for mark in dance[couple]] for couple in range(len(dances[0]))]
    first = left_after(equal, of_majority(all_marks, equal, place))
    yield first
    others = [couple for couple in equal if couple not in first]
    after = place + len(first)
    if misread.stay_in_rule_11:
        while others:
            first = left_after(others, of_majority(all_marks, others, after))
            yield first
            after += len(first)
            others = [couple for couple in others if couple not in first]
    if misread.all_back_to_rule_10:
        yield from tie_turns(sorted(others + behind), after, dances, by_dance, misread)
        return
    yield from tie_turns(others, after, dances, by_dance, misread)
    yield from tie_turns(behind, place + len(equal), dances, by_dance, misread)


def final_turns(dances: list[Dance], misread: Misread) -> Iterator[list[int]]:
    """Rule 9, and Rules 10 and 11 for equal sums."""
    by_dance = [dance_places(dance) for dance in dances]
    sums = [sum((places[couple] for places in by_dance), Fraction(0)) for couple in range(len(dances[0]))]
    placed = 0
    while placed < len(sums):
        lowest = sorted(sums)[placed]
        tied = [couple for couple in range(len(sums)) if sums[couple] == lowest]
        yield from [tied] if len(dances) == 1 else tie_turns(tied, placed + 1, dances, by_dance, misread)
        placed += len(tied)


def final_places(dances: list[Dance], misread: Misread = RIGHT) -> list[Fraction]:
    """Rules 9 to 11."""
    return numbered(final_turns(dances, misread), len(dances[0]))
