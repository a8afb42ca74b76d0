"""With secret votes: what the votes that fit the announced result would have led to under another rulebook."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import comb, perm

from domain.rulebook.forms import EveryonePlaced
from domain.season.state import Announced
from glitterball.closeness.implied import NotWorkedOut
from glitterball.closeness.implied.cuts import Contradiction, Layering, cuts_of
from glitterball.closeness.implied.night import Levels, Night, has_open_ties, levels_of
from glitterball.closeness.what_if import orders, shares
from glitterball.closeness.what_if.results import Hypothetical, HypotheticalFate, HypotheticalFates

MOST_CHECKS = 400_000
MOST_FINALISTS = 6
NO_VOTE_FITS = "no public vote gives the announced result under the rulebook in force, so nothing follows from it"
JUDGES_DECIDE = (
    "who would have left is for a second stage that never took place; only who would have been in danger is said"
)


def fates_of(actual: Night, said: Announced, other: Night) -> HypotheticalFates:
    """The fates of all couples. What cannot be worked out says so."""
    try:
        layerings = _fitting(actual, said)
        sets = _sets(actual, layerings, other, _leaving(other))
    except Contradiction as contradiction:
        return _unknown(actual, f"{NO_VOTE_FITS}: {contradiction}")
    except NotWorkedOut as limit:
        return _unknown(actual, f"not worked out: {limit}")
    if not sets:
        return _unknown(actual, NO_VOTE_FITS)
    return _told(actual, said, other, sets, _danger(actual, layerings, other, sets))


def _sets(actual: Night, layerings: tuple[Layering, ...], other: Night, size: int) -> list[Layering]:
    return [one for one in _lowest_sets(other, size) if _possible(actual, layerings, other, one)]


def _danger(
    actual: Night, layerings: tuple[Layering, ...], other: Night, sets: list[Layering]
) -> list[Layering] | None:
    """The bottom sets, where more are named in danger than leave; None where that is not worked out."""
    size = _selected(other)
    if size == _leaving(other) or isinstance(other.form.select, EveryonePlaced):
        return sets
    try:
        return _sets(actual, layerings, other, size)
    except NotWorkedOut:
        return None


def _selected(night: Night) -> int:
    """How many the form selects; in a finale everyone but the winner."""
    if isinstance(night.form.select, EveryonePlaced):
        return night.size - 1
    return 0 if night.period.cancelled else night.form.select.size(night.size - len(night.period.immune))


def _leaving(night: Night) -> int:
    """How many are lowest in the sense that decides: those who leave, or those the second stage looks at."""
    size = _selected(night)
    decided_at_once = night.form.second_stage is None and not isinstance(night.form.select, EveryonePlaced)
    return min(night.form.leave, size) if decided_at_once else size


def _fitting(night: Night, said: Announced) -> tuple[Layering, ...]:
    open_ties = not night.by_share and has_open_ties(levels_of(night))
    return cuts_of(night, said, danger_is_lowest=False, open_ties=open_ties).layerings


def _lowest_sets(night: Night, size: int) -> Iterator[Layering]:
    """Every set of so many that could be the lowest."""
    loose = tuple(
        at
        for at, couple in enumerate(night.period.couples)
        if couple in night.period.immune and not isinstance(night.form.select, EveryonePlaced)
    )
    eligible = tuple(at for at in range(night.size) if at not in loose)
    for low in combinations(eligible, size):
        yield Layering((low,) if low else (), tuple(one for one in eligible if one not in low), loose)


def _possible(actual: Night, layerings: tuple[Layering, ...], other: Night, low: Layering) -> bool:
    """Whether some vote fits what was announced and has this set lowest under the other rulebook."""
    if actual.by_share and other.by_share:
        second = shares.wanted(other, low)
        return any(shares.exist(actual.size, shares.wanted(actual, one) + second) for one in layerings)
    if isinstance(actual.form.select, EveryonePlaced):
        return any(_in_some_order(actual, one, other, low) for one in layerings)
    if not actual.by_share and not other.by_share:
        return _both_by_order(levels_of(actual), layerings, levels_of(other), low)
    if actual.by_share:
        return any(_mixed(other, low, actual, one) for one in layerings)
    return any(_mixed(actual, one, other, low) for one in layerings)


def _both_by_order(first: Levels, layerings: tuple[Layering, ...], second: Levels, low: Layering) -> bool:
    wanted = list(orders.ranges_of(second, low))
    for layering in layerings:
        fitting = list(orders.ranges_of(first, layering))
        if len(fitting) * len(wanted) > MOST_CHECKS:
            raise NotWorkedOut("too many ways to draw the lines between safe and leaving")
        if any(orders.meets(one, other) for one in fitting for other in wanted):
            return True
    return False


def _mixed(by_order: Night, layering: Layering, by_share: Night, low: Layering) -> bool:
    """One rulebook looks at the order of the votes, the other at shares."""
    placed = sum(map(len, layering.layers))
    checks = perm(by_order.size, placed) * comb(by_order.size, sum(map(len, low.layers)))
    if checks > MOST_CHECKS:
        raise NotWorkedOut(f"{checks} placings of the lowest couples would have to be gone through")
    if len(low.layers) > 1:
        raise NotWorkedOut("shares are held to a public order for one set of lowest couples, not for one below another")
    levels = levels_of(by_order)
    points = shares.per_vote(by_share)
    found = orders.placings(levels, layering)
    if not low.layers:
        return next(found, None) is not None
    return any(shares.exist_in_order(points, low, placing, last) for placing, last in found)


def _in_some_order(actual: Night, layering: Layering, other: Night, low: Layering) -> bool:
    """A finale: every public order of a few couples, one by one."""
    if actual.size > MOST_FINALISTS:
        raise NotWorkedOut(f"a finale of {actual.size} couples; {MOST_FINALISTS} at most are gone through")
    nights = ((actual, layering), (other, low))
    by_share = [want for night, one in nights if night.by_share for want in shares.wanted(night, one)]
    by_order = [(levels_of(night), one) for night, one in nights if not night.by_share]
    for order in permutations(range(actual.size)):
        places = {couple: place for place, couple in enumerate(order)}
        if all(_holds(levels, one, places) for levels, one in by_order) and (
            not by_share or shares.exist(actual.size, by_share + _in_order(order))
        ):
            return True
    return False


def _in_order(order: tuple[int, ...]) -> list[shares.Ahead]:
    return [(lower, higher, Fraction(0)) for higher, lower in pairwise(order)]


def _holds(levels: Levels, layering: Layering, places: dict[int, int]) -> bool:
    reached = [
        [levels[couple][places[couple]] for couple in layer] for layer in (*layering.layers, layering.above) if layer
    ]
    return all(max(low) < min(high) for low, high in pairwise(reached))


def _told(
    actual: Night, said: Announced, other: Night, sets: list[Layering], danger: list[Layering] | None
) -> HypotheticalFates:
    couples = actual.period.couples
    low = _named(couples, sets)
    if isinstance(other.form.select, EveryonePlaced):
        return _winners(couples, said, low)
    judges = other.form.second_stage is not None and not other.period.cancelled
    bottoms = None if danger is None else _named(couples, danger)
    fates = []
    for couple in couples:
        within = _portion([couple in one for one in low])
        in_danger = "not worked out" if bottoms is None else _portion([couple in one for one in bottoms])
        fates.append(
            HypotheticalFate(couple, "not worked out" if judges and within != "none" else within, in_danger, "none")
        )
    listed = tuple(tuple(sorted(one)) for one in low)
    if judges:
        return HypotheticalFates(tuple(fates), listed, "not worked out", JUDGES_DECIDE)
    return HypotheticalFates(tuple(fates), listed, _portion([one == set(said.eliminated or ()) for one in low]))


def _winners(couples: tuple[str, ...], said: Announced, others: list[set[str]]) -> HypotheticalFates:
    """A finale: who could have been first; `others` are everyone else, set by set."""
    fates = tuple(
        HypotheticalFate(couple, "none", "none", _portion([couple not in one for one in others])) for couple in couples
    )
    first = {couple for couple, place in said.places or () if place == 1}
    listed = tuple(tuple(couple for couple in couples if couple not in one) for one in others)
    same = _portion([set(one) == first for one in listed]) if first else "not worked out"
    return HypotheticalFates(fates, listed, same)


def _named(couples: tuple[str, ...], sets: list[Layering]) -> list[set[str]]:
    return [{couples[at] for layer in one.layers for at in layer} for one in sets]


def _portion(found: list[bool]) -> Hypothetical:
    return "all" if all(found) else "some" if any(found) else "none"


def _unknown(night: Night, why: str) -> HypotheticalFates:
    unknown: Hypothetical = "not worked out"
    fates = tuple(HypotheticalFate(couple, unknown, unknown, unknown) for couple in night.period.couples)
    return HypotheticalFates(fates, (), unknown, why)
