"""Skating: the placings of a ballroom final, Rules 5 to 11."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from .part_02_spellings import Json
from .part_18_period import Danced, Period
from .part_19_points import Lacking, Step

Tied = tuple[int, ...]
"""Couples that stand together, as indices."""


PART_FIRST = "those equal under Rule 10 are placed before any it put behind them"


class Ruling(NamedTuple):
    """What a rule decided: what was compared, of whom, the values, and they in groups, best first."""

    rule: str
    what: str
    about: Tied
    values: list[Fraction]
    groups: list[Tied]


def _ordinal(place: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def _apart(
    rule: str, what: str, couples: Tied, value: Callable[[int], Json], rulings: list[Ruling], least: bool = False
) -> list[Tied]:
    """Couples in groups of equal value, best first, noted as a ruling."""
    values = {couple: Fraction(value(couple)) for couple in couples}
    levels = sorted(set(values.values()), reverse=not least)
    groups = [tuple(couple for couple in couples if values[couple] == level) for level in levels]
    rulings.append(Ruling(rule, what, couples, list(values.values()), groups))
    return groups


def _by_majority(marks: list[list[int]], couples: Tied, place: int, rulings: list[Ruling]) -> Iterator[Tied]:
    """Rules 5 to 8: column by column, all couples with a majority in one before the next is opened."""
    majority = len(marks[0]) // 2 + 1
    for column in range(place, len(marks) + 1):
        within = {couple: sum(1 for mark in marks[couple] if mark <= column) for couple in couples}
        candidates = tuple(couple for couple in couples if within[couple] >= majority)
        couples = tuple(couple for couple in couples if couple not in candidates)
        if not candidates:
            continue
        alone = "5" if column <= place else "8"
        rule = alone if len(candidates) == 1 else "6"
        what = f"marks of {_ordinal(column)} or better, for place {place}"
        for group in _apart(rule, what, candidates, within.__getitem__, rulings):
            for part in _rule_7(marks, group, column, "7a", rulings):
                yield part
                place += len(part)


def _rule_7(marks: list[list[int]], group: Tied, column: int, rule: str, rulings: list[Ruling]) -> Iterator[Tied]:
    """Equal majorities: the smaller sum of those marks (a), then the next column for the tied couples alone (b)."""
    if len(group) == 1:
        yield group
        return
    sums = {couple: sum(mark for mark in marks[couple] if mark <= column) for couple in group}
    what = f"sum of the marks of {_ordinal(column)} or better"
    for part in _apart(rule, what, group, sums.__getitem__, rulings, least=True):
        if len(part) == 1 or column == len(marks):
            yield part
            continue
        more = {couple: sum(1 for mark in marks[couple] if mark <= column + 1) for couple in part}
        what = f"marks of {_ordinal(column + 1)} or better"
        for equal in _apart("7b", what, part, more.__getitem__, rulings):
            yield from _rule_7(marks, equal, column + 1, "7b", rulings)


def _shared(groups: Iterable[Tied], n: int) -> list[Fraction]:
    """Places from 1 on; couples in one group share the mean of theirs."""
    places: dict[int, Fraction] = {}
    for group in groups:
        places |= dict.fromkeys(group, Fraction(2 * len(places) + 1 + len(group), 2))
    return [places[couple] for couple in range(n)]


def skating(dances: list[list[list[int]]], rulings: list[list[Ruling]]) -> tuple[list[Fraction], list[list[Fraction]]]:
    """The places of a final and of its dances. `rulings` gets a list a dance, and one for the final."""
    n, everyone = len(dances[0]), tuple(range(len(dances[0])))
    by_dance = []
    for marks in dances:
        rulings.append([])
        by_dance.append(_shared(_by_majority(marks, everyone, 1, rulings[-1]), n))
    rulings.append([])
    groups: list[Tied] = []
    total = [sum((places[couple] for places in by_dance), Fraction(0)) for couple in everyone]
    for tied in _apart("9", "sum of the dance places", everyone, total.__getitem__, rulings[-1], least=True):
        waiting = [tied]
        while waiting:
            rest = waiting.pop()
            if len(rest) == 1 or len(dances) == 1:
                groups.append(rest)
                continue
            first, equal = _rule_10(rest, sum(map(len, groups)) + 1, dances, by_dance, rulings[-1])
            groups.append(first)
            behind, still = _but(rest, equal), _but(equal, first)
            if behind and still:
                rulings[-1].append(Ruling("11", PART_FIRST, (*still, *behind), [], [still, behind]))
            waiting += [group for group in (behind, still) if group]
    return _shared(groups, n), by_dance


def _but(couples: Tied, placed: Tied) -> Tied:
    return tuple(couple for couple in couples if couple not in placed)


def _rule_10(
    tied: Tied, place: int, dances: list[list[list[int]]], by_dance: list[list[Fraction]], rulings: list[Ruling]
) -> tuple[Tied, Tied]:
    """Tied totals: most dances with the place or better, then their lowest sum; then Rule 11, all marks as in one dance.

    Who has the place, and all who were equal under Rule 10: they are placed before any it put behind them.
    """
    good = {couple: [own[couple] for own in by_dance if own[couple] <= place] for couple in tied}
    what = f"dances with place {_ordinal(place)} or better"
    equal = _apart("10", what, tied, lambda couple: len(good[couple]), rulings)[0]
    if len(equal) > 1:
        what = f"sum of the places {_ordinal(place)} or better"
        equal = _apart("10", what, equal, lambda couple: sum(good[couple], Fraction(0)), rulings, least=True)[0]
    if len(equal) == 1:
        return equal, equal
    made: list[Ruling] = []
    every = [[mark for dance in dances for mark in dance[couple]] for couple in range(len(dances[0]))]
    first = next(_by_majority(every, equal, place, made))
    rulings += [ruling._replace(rule="11", what=f"as Rule {ruling.rule}, {ruling.what}") for ruling in made]
    return first, equal


def _rounds(period: Period) -> list[list[Danced]]:
    """Each couple's first dance, each couple's second, and so on, where all there is are cards of single couples."""
    danced = [[dance for dance in period.dances if couple in dance.couples] for couple in period.couples]
    numbers = {len(own) for own in danced}
    if period.unmarked:
        raise Lacking("scores")
    if period.bonuses:
        raise Lacking("marks alone")
    for dance in period.dances:
        if len(dance.couples) > 1:
            raise Lacking("a dance for each couple")
        if dance.total is not None:
            raise Lacking("the judges' cards")
    if len(numbers) != 1 or numbers == {0}:
        raise Lacking("the same dances for all")
    return [[own[number] for own in danced] for number in range(numbers.pop())]


def calls_of(period: Period, clause: str, steps: list[Step]) -> list[Fraction]:
    """How many judges called each couple back, all dances together. All judges of a dance call as many couples."""
    couples, total = period.couples, [Fraction(0)] * len(period.couples)
    told: list[Step] = []
    for number, dances in enumerate(_rounds(period), start=1):
        judges = sorted({judge for dance in dances for judge, _ in dance.marks})
        if not judges:
            raise Lacking("the judges' cards")
        many = set()
        for judge in judges:
            card = [mark for dance in dances for by, mark in dance.marks if by == judge]
            if len(card) != len(couples) or any(mark not in (0, 1) for mark in card):
                raise Lacking("cards of calls")
            many.add(sum(card))
            total = [sum(both, Fraction(0)) for both in zip(total, card, strict=True)]
            told.append(
                Step(
                    "scores",
                    clause,
                    couples,
                    card,
                    (),
                    f"dance {number}, called back by {judge}",
                    period.scores_rest_on,
                )
            )
        if len(many) > 1:
            raise Lacking("cards with as many calls")
    steps += told
    return total


def placings_of(period: Period, clause: str, steps: list[Step]) -> list[Fraction]:
    """N + 1 less the place, so that higher is better. A card that is not a strict order is never repaired (Rule 4)."""
    n, couples = len(period.couples), period.couples
    dances = [_cards(together, n) for together in _rounds(period)]
    rulings: list[list[Ruling]] = []
    places, by_dance = skating(dances, rulings)
    for number, (made, own) in enumerate(zip_longest(rulings, by_dance), start=1):
        if own is None and len(dances) == 1:
            break
        where = f"dance {number}, " if own is not None else ""
        for ruling in made:
            about = [couples[couple] for couple in ruling.about]
            named = [[couples[couple] for couple in group] for group in ruling.groups]
            how = f"{where}Rule {ruling.rule}: {ruling.what}"
            steps.append(Step("scores", clause, about, ruling.values, named, how, period.scores_rest_on))
        if own is not None:
            named = [
                [couple for couple, place in zip(couples, own, strict=True) if place == level]
                for level in sorted(set(own))
            ]
            steps.append(Step("scores", clause, couples, own, named, f"places in dance {number}"))
    return [n + 1 - place for place in places]


def _cards(dances: list[Danced], n: int) -> list[list[int]]:
    """One dance: each couple's marks, once every judge's card has proved to be a strict order."""
    judges = sorted({judge for dance in dances for judge, _ in dance.marks})
    if not judges:
        raise Lacking("the judges' cards")
    cards = [[mark for dance in dances for by, mark in dance.marks if by == judge] for judge in judges]
    if any(sorted(card) != list(range(1, n + 1)) for card in cards):
        raise Lacking("a card in strict order")
    return [[int(card[couple]) for card in cards] for couple in range(n)]
