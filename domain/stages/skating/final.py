"""Rules 9 to 11 of the Skating System: the places of a final from the places of its dances. Source: RULES 4."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from domain.exact import Exact, exact
from domain.stages.skating.majority import Count, Marks, placed
from domain.stages.skating.ruling import Group, Placed, Ruling, ordinal, shared_place, told_apart

Places = tuple[Exact, ...]
"""Each couple's place, by index of the couple; couples who share get the mean of their places."""

PART_FIRST = "those equal under Rule 10 are placed before any it put behind them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """A final decided: places in each dance and over all, and the rulings that led there (`dances` first)."""

    dances: tuple[Places, ...]
    totals: Places
    places: Places
    dance_rulings: tuple[tuple[Ruling, ...], ...]
    final_rulings: tuple[Ruling, ...]


def decided(dances: tuple[Marks, ...]) -> Final:
    """The final: Rules 5 to 8 in each dance, Rule 9 over all, Rules 10 and 11 for tied totals.

    A final of one dance is decided by that dance.
    """
    everyone = tuple(range(len(dances[0])))
    placings = [tuple(placed(Count(marks, len(marks)), everyone, 1)) for marks in dances]
    in_dance = tuple(_places(placing) for placing in placings)
    totals = tuple(exact(sum(places[couple] for places in in_dance)) for couple in everyone)
    by_total = told_apart("9", "sum of the dance places", everyone, totals.__getitem__, best="least")
    over_all: list[Placed] = []
    place = 1
    for tied in by_total.groups:
        over_all += _tied_totals(tied, place, dances, in_dance)
        place += len(tied)
    return Final(
        dances=in_dance,
        totals=totals,
        places=_places(over_all),
        dance_rulings=tuple(_rulings(placing) for placing in placings),
        final_rulings=(by_total, *_rulings(over_all)),
    )


def _places(placings: Sequence[Placed]) -> Places:
    """Each couple's place, where the couples were placed in this order from the first place on."""
    places: dict[int, Exact] = {}
    for placing in placings:
        places |= dict.fromkeys(placing.group, shared_place(len(places) + 1, len(placing.group)))
    return tuple(places[couple] for couple in range(len(places)))


def _rulings(placings: Sequence[Placed]) -> tuple[Ruling, ...]:
    return tuple(ruling for placing in placings for ruling in placing.rulings)


def _tied_totals(
    tied: Group, place: int, dances: tuple[Marks, ...], in_dance: tuple[Places, ...]
) -> tuple[Placed, ...]:
    """Couples of equal totals, in the order of Rules 10 and 11, from the place under review on."""
    if len(dances) == 1:
        return (Placed(tied),)
    return tuple(_in_turn(tied, place, dances, in_dance))


def _in_turn(tied: Group, place: int, dances: tuple[Marks, ...], in_dance: tuple[Places, ...]) -> Iterator[Placed]:
    """Award the place under review by Rule 10 and, among those still equal, Rule 11; then begin again for the others.

    All who were equal under Rule 10 are placed, by Rule 10 among themselves and then Rule 11, before any whom it has put
    behind them.
    """
    rest = tied
    while len(rest) > 1:
        by_10 = _by_dance_places(rest, place, in_dance)
        equal = by_10[-1].groups[0]
        first = Placed(equal) if len(equal) == 1 else _by_all_marks(equal, place, dances)
        yield first.after(*by_10)
        still = _without(equal, first.group)
        rest = _without(rest, equal)
        if still:
            place_after = place + len(first.group)
            others = _in_turn(still, place_after, dances, in_dance)
            yield from _led_by(_before_the_rest(still, rest), others) if rest else others
        place += len(equal)
    if rest:
        yield Placed(rest)


def _without(couples: Group, placed: Group) -> Group:
    return tuple(couple for couple in couples if couple not in placed)


def _before_the_rest(still: Group, rest: Group) -> Ruling:
    """What is decided where Rule 11 leaves some of those equal under Rule 10, who were only a part of the tie."""
    return Ruling(rule="11", what=PART_FIRST, about=(*still, *rest), values=(), groups=(still, rest))


def _led_by(ruling: Ruling, placings: Iterator[Placed]) -> Iterator[Placed]:
    yield next(placings).after(ruling)
    yield from placings


def _by_dance_places(tied: Group, place: int, in_dance: tuple[Places, ...]) -> tuple[Ruling, ...]:
    """Rule 10: most dances with the place under review or better; among equals the lowest sum of those places."""
    so_good = {couple: [places[couple] for places in in_dance if places[couple] <= place] for couple in tied}
    what = f"dances with place {ordinal(place)} or better"
    most = told_apart("10", what, tied, lambda couple: len(so_good[couple]))
    if len(most.groups[0]) == 1:
        return (most,)
    what = f"sum of the places {ordinal(place)} or better"
    least = told_apart("10", what, most.groups[0], lambda couple: exact(sum(so_good[couple])), best="least")
    return (most, least)


def _by_all_marks(tied: Group, place: int, dances: tuple[Marks, ...]) -> Placed:
    """Rule 11: all marks of the tied couples as if given in one dance, from the place under review on."""
    n = len(dances[0])
    marks = tuple(tuple(chain.from_iterable(dance[couple] for dance in dances)) for couple in range(n))
    first = next(placed(Count(marks, n), tied, place))
    rulings = (replace(ruling, rule="11", what=f"as Rule {ruling.rule}, {ruling.what}") for ruling in first.rulings)
    return Placed(first.group, tuple(rulings))
