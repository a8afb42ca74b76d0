"""Steps of the tabulation that were made quick give what they gave: each beside the way it was written before, and a whole week,
working and all, with every one of them put back."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import domain.tabulation.order as order
import domain.tabulation.tabulate as tabulating
from domain.exact import Exact, exact
from domain.period.known import Division, SideResult, divide
from domain.period.ranges import Ranges
from domain.period.scaled import Scaled
from domain.period.scoring_period import Dance
from domain.rulebook import Rulebook
from domain.stages.points.rank import RankPoints, TieConvention
from domain.tabulation.tabulate import combine, tabulate
from glitterball.testing import rulebooks, weeks
from tests.thoroughness import examples

NUMBERS = st.one_of(st.integers(-3, 12), st.fractions(-3, 12, max_denominator=6).map(exact))
WEIGHTS = st.one_of(st.integers(1, 4), st.fractions(1, 4, max_denominator=5).map(exact))


def rank_points(rule: RankPoints, raw: Sequence[Exact]) -> Scaled:
    """Each couple's place found in the sorted values by bisection."""
    n = len(raw)
    if rule.ties == "dense":
        rising = sorted(set(raw))
        above = {value: len(rising) - 1 - index for index, value in enumerate(rising)}
        return Scaled(tuple(n - above[value] for value in raw))
    rising = sorted(raw)
    if rule.ties == "standard":
        return Scaled(tuple(bisect_right(rising, value) for value in raw))
    if rule.ties == "low":
        return Scaled(tuple(bisect_left(rising, value) + 1 for value in raw))
    return Scaled(tuple(bisect_right(rising, value) + bisect_left(rising, value) + 1 for value in raw), 2)


def divided(tied: tuple[int, ...], quantity: Callable[[int], Exact], rests_on: Ranges = ()) -> Division:
    """Couples gathered in lists by their value."""
    values = tuple(quantity(index) for index in tied)
    by_value: dict[Exact, list[int]] = {}
    for index, value in zip(tied, values, strict=True):
        by_value.setdefault(value, []).append(index)
    groups = tuple(tuple(by_value[value]) for value in sorted(by_value, reverse=True))
    return Division(groups, values, rests_on=rests_on)


def grouped(tied: tuple[int, ...], values: Sequence[Exact]) -> tuple[tuple[int, ...], ...]:
    """The groups of couples gathered in lists."""
    return divided(tied, dict(zip(tied, values, strict=True)).__getitem__).groups


def combined(sides: list[SideResult], weights: list[Exact]) -> Scaled:
    """Added up couple by couple."""
    over = 1
    for side, weight in zip(sides, weights, strict=True):
        over *= side.points.over * weight.denominator
    totals = [0] * len(sides[0].raw)
    for side, weight in zip(sides, weights, strict=True):
        factor = weight.numerator * (over // (side.points.over * weight.denominator))
        for index, value in enumerate(side.points.values):
            totals[index] += value * factor
    return Scaled(tuple(totals), over)


def total(dance: Dance) -> Exact:
    """The marks summed at once."""
    return dance.stated_total if dance.stated_total is not None else exact(sum(mark for _, mark in dance.marks))


@contextmanager
def as_it_was() -> Iterator[None]:
    """The tabulation with each of them put back. The links of the tie chain are held to `divided` one by one, below."""
    with (
        patch.object(RankPoints, "of", rank_points),
        patch.object(Dance, "total", property(total)),
        patch.object(order, "grouped", grouped),
        patch.object(tabulating, "combine", combined),
    ):
        yield


@given(raw=st.lists(NUMBERS, min_size=1, max_size=14), ties=st.sampled_from(("standard", "dense", "low", "average")))
def test_points_by_place_are_those_found_by_bisection(raw: list[Exact], ties: TieConvention) -> None:
    rule = RankPoints(ties=ties)
    assert repr(rule.of(tuple(raw))) == repr(rank_points(rule, tuple(raw)))


@given(values=st.lists(NUMBERS, min_size=1, max_size=14), data=st.data())
def test_a_tied_group_is_divided_as_before(values: list[Exact], data: st.DataObject) -> None:
    tied = tuple(data.draw(st.lists(st.sampled_from(range(len(values))), min_size=1, unique=True)))
    rests_on = ((3, 5),)
    assert repr(divide(tied, values.__getitem__, rests_on)) == repr(divided(tied, values.__getitem__, rests_on))


@given(marks=st.lists(NUMBERS, max_size=6), stated=st.none() | NUMBERS)
def test_a_dance_has_the_total_it_had(marks: list[Exact], stated: Exact | None) -> None:
    dance = Dance("1.1.amy", ("amy",), tuple(("len", mark) for mark in marks), stated)
    assert repr(dance.total) == repr(total(dance))


@given(data=st.data(), couples=st.integers(1, 8), count=st.integers(1, 3))
def test_sides_are_combined_as_before(data: st.DataObject, couples: int, count: int) -> None:
    points = st.tuples(*[st.integers(-20, 20)] * couples)
    scaled = st.builds(Scaled, points, st.integers(1, 6))
    sides = [SideResult(name=str(side), raw=(0,) * couples, points=data.draw(scaled)) for side in range(count)]
    weights = [data.draw(WEIGHTS) for _ in sides]
    assert combine(sides, weights) == combined(sides, weights)


@settings(max_examples=examples(100, fewest=20), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rulebook=rulebooks(), explain=st.booleans())
def test_a_week_comes_out_as_before_with_its_working(data: st.DataObject, rulebook: Rulebook, explain: bool) -> None:
    period = data.draw(weeks(rulebook))
    quick = tabulate(rulebook, period, explain)
    with as_it_was():
        assert repr(tabulate(rulebook, period, explain)) == repr(quick)
