"""Batches that arrive in any order, with gaps: what is missing, what came last, and how little of it is remembered."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.spans import include, join_nearest
from domain.gateway.tally import MOST_SPANS, GatewayTally, WeekTally
from domain.record import Recorded
from glitterball.testing import PEOPLE
from tests.votes.batches import received

NUMBERS = st.lists(st.integers(1, 60), max_size=80)


@given(NUMBERS)
def test_missing_and_last_are_those_of_the_numbers_that_came(numbers: list[int]) -> None:
    tally = GatewayTally()
    for number in numbers:
        tally.arrived(number)
    came = set(numbers)
    lacking = {number for number in range(1, max(came, default=0) + 1) if number not in came}
    assert tally.last == max(came, default=0)
    assert [number for first, last in tally.missing for number in range(first, last + 1)] == sorted(lacking)


def test_a_lost_first_batch_costs_one_range_however_many_follow() -> None:
    tally = GatewayTally()
    for number in range(2, 50_000):
        tally.arrived(number)
    assert (tally.ahead, tally.missing, tally.last) == ([(2, 49_999)], ((1, 1),), 49_999)
    tally.arrived(1)
    assert (tally.ahead, tally.missing, tally.contiguous) == ([], (), 49_999)


@given(NUMBERS)
def test_ranges_hold_exactly_the_numbers_put_in_and_stay_apart(numbers: list[int]) -> None:
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        include(ranges, number)
    assert [number for first, last in ranges for number in range(first, last + 1)] == sorted(set(numbers))
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(ranges))


@given(NUMBERS, st.integers(1, 10))
def test_joining_closes_the_narrowest_gaps_and_loses_no_number(numbers: list[int], keep: int) -> None:
    before: list[tuple[int, int]] = []
    for number in numbers:
        include(before, number)
    after = list(before)
    closed = join_nearest(after, keep)
    assert (closed, len(after)) == (max(len(before) - keep, 0), min(len(before), keep))
    held = {number for first, last in after for number in range(first, last + 1)}
    assert set(numbers) <= held
    gaps = [first - last for (_, last), (first, _) in pairwise(before)]
    kept = [first - last for (_, last), (first, _) in pairwise(after)]
    assert sorted(kept) == sorted(gaps)[closed:]


def test_two_weeks_that_alternate_rest_on_few_spans_that_hold_every_batch() -> None:
    tally = WeekTally()
    positions = range(10, 10 + 2 * 5_000, 2)
    for number, position in enumerate(positions, start=1):
        fact = received(number, {"anna-ezra": 1})
        tally.count(Recorded(position, "votes/us-33/1/vox", number, "2024-09-25T00:00:00Z", PEOPLE["gateway"], fact))
    assert len(tally.spans) <= MOST_SPANS
    assert tally.joined == 5_000 - len(tally.spans)
    assert (tally.spans[0][0], tally.spans[-1][1]) == (positions[0], positions[-1])
    assert all(any(first <= position <= last for first, last in tally.spans) for position in positions)


def test_a_night_by_itself_names_its_batches_exactly() -> None:
    tally, positions = WeekTally(), [*range(5, 40), *range(41, 90), 100]
    for number, position in enumerate(positions, start=1):
        fact = received(number, {"anna-ezra": 1})
        tally.count(Recorded(position, "votes/us-33/1/vox", number, "2024-09-25T00:00:00Z", PEOPLE["gateway"], fact))
    assert (tally.spans, tally.joined) == ([(5, 39), (41, 89), (100, 100)], 0)
