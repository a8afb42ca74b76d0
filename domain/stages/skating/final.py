"""Rules 9 to 11 of the Skating System: the places of a final from the places of its dances. Source: RULES 4."""

from dataclasses import dataclass
from itertools import chain

from domain.exact import Exact, exact
from domain.stages.skating.majority import Count, Marks, placed
from domain.stages.skating.ruling import Group, Ruling, ordinal, shared_place, told_apart

Places = tuple[Exact, ...]
"""Each couple's place, by index of the couple; couples who share get the mean of their places."""


@dataclass(frozen=True, slots=True)
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
    n = len(dances[0])
    dance_rulings: list[list[Ruling]] = [[] for _ in dances]
    in_dance = tuple(_dance(marks, rulings) for marks, rulings in zip(dances, dance_rulings, strict=True))
    totals = tuple(exact(sum(places[couple] for places in in_dance)) for couple in range(n))
    rulings: list[Ruling] = []
    everyone = tuple(range(n))
    final: dict[int, Exact] = {}
    for tied in told_apart("9", "sum of the dance places", everyone, totals.__getitem__, rulings, best="least"):
        for group in _tied_totals(tied, len(final) + 1, dances, in_dance, rulings):
            final |= dict.fromkeys(group, shared_place(len(final) + 1, len(group)))
    places = tuple(final[couple] for couple in everyone)
    return Final(in_dance, totals, places, tuple(tuple(one) for one in dance_rulings), tuple(rulings))


def _dance(marks: Marks, rulings: list[Ruling]) -> Places:
    places: dict[int, Exact] = {}
    for group in placed(Count(marks, len(marks)), tuple(range(len(marks))), 1, rulings):
        places |= dict.fromkeys(group, shared_place(len(places) + 1, len(group)))
    return tuple(places[couple] for couple in range(len(marks)))


def _tied_totals(
    tied: Group, place: int, dances: tuple[Marks, ...], in_dance: tuple[Places, ...], rulings: list[Ruling]
) -> list[Group]:
    """Award the place under review, then begin again with Rule 10 for the rest, whichever rule awarded it."""
    if len(dances) == 1:
        return [tied]
    groups: list[Group] = []
    rest = tied
    while rest:
        first = _first_of(rest, place, dances, in_dance, rulings) if len(rest) > 1 else rest
        groups.append(first)
        place += len(first)
        rest = tuple(couple for couple in rest if couple not in first)
    return groups


def _first_of(
    tied: Group, place: int, dances: tuple[Marks, ...], in_dance: tuple[Places, ...], rulings: list[Ruling]
) -> Group:
    """Who of the tied couples has the place under review: Rule 10, then Rule 11 for those still equal."""
    so_good = {couple: [places[couple] for places in in_dance if places[couple] <= place] for couple in tied}
    what = f"dances with place {ordinal(place)} or better"
    equal = told_apart("10", what, tied, lambda couple: len(so_good[couple]), rulings)[0]
    if len(equal) > 1:
        what = f"sum of the places {ordinal(place)} or better"
        equal = told_apart("10", what, equal, lambda couple: exact(sum(so_good[couple])), rulings, best="least")[0]
    return equal if len(equal) == 1 else _by_all_marks(equal, place, dances, rulings)


def _by_all_marks(tied: Group, place: int, dances: tuple[Marks, ...], rulings: list[Ruling]) -> Group:
    """Rule 11: all marks of the tied couples as if given in one dance, from the place under review on."""
    n = len(dances[0])
    marks = tuple(tuple(chain.from_iterable(dance[couple] for dance in dances)) for couple in range(n))
    made: list[Ruling] = []
    first = next(placed(Count(marks, n), tied, place, made))
    rulings.extend(Ruling("11", f"as Rule {one.rule}, {one.what}", one.about, one.values, one.groups) for one in made)
    return first
