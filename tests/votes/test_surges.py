"""Surges state exact fractions of what was delivered, in any order of arrival, and nothing below their stated measures."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived
from domain.record import Recorded
from glitterball.testing import PEOPLE
from projections import surges
from projections.fold import SeasonFold
from tests.thoroughness import examples
from tests.votes.batches import received

ANNA, BEA = "anna-ezra", "bea-cole"


def fold_of(batches: list[VoteBatchReceived]) -> SeasonFold:
    """A season that has counted these batches."""
    fold = SeasonFold()
    for position, batch in enumerate(batches, start=1):
        fold.apply(Recorded(position, f"votes/us-33/1/{batch.gateway}", position, "", PEOPLE["gateway"], batch))
    return fold


def seen(batches: list[VoteBatchReceived]) -> list[surges.Row]:
    """All that is told of these batches."""
    return list(surges.rows(fold_of(batches)))


def test_a_couple_strong_in_one_channel_is_told_with_both_shares() -> None:
    rows = seen([received(1, {ANNA: 600, BEA: 400}), received(2, {ANNA: 300, BEA: 1_700}, channel="online")])
    sms = next(row for row in rows if (row.pattern, row.channel, row.couple) == ("share by channel", "sms", ANNA))
    assert (sms.seen, sms.against, sms.times) == (Fraction(3, 5), Fraction(3, 20), 4)
    assert sms.says == (
        "anna-ezra have 60.0 % (600 of 1,000) of the votes by sms and 15.0 % (300 of 2,000) of those by other channels."
    )


def test_a_minute_is_compared_with_the_couples_own_median_and_shows_what_all_did() -> None:
    usual = [received(n, {ANNA: 100, BEA: 200}, minute=n) for n in range(1, 5)]
    rows = seen([*usual, received(9, {ANNA: 450, BEA: 210}, minute=9)])
    (row,) = [row for row in rows if row.pattern == "votes by minute"]
    assert (row.couple, row.minute, row.votes, row.of) == (ANNA, "2024-09-25T00:09", 450, 660)
    assert (row.seen, row.against, row.times) == (450, 100, Fraction(9, 2))
    assert row.says.endswith("All couples together have 660 then; their median minute has 300.")


def test_what_one_gateway_rejects_is_compared_with_the_others() -> None:
    east = received(1, {ANNA: 900}, "east", rejected=(("over the cap", 100),))
    west = received(1, {ANNA: 1_980}, "west", rejected=(("over the cap", 20),))
    rows = [row for row in seen([east, west]) if row.pattern == "rejected by gateway"]
    assert [(row.gateway, row.seen, row.against, row.times) for row in rows] == [
        ("east", Fraction(1, 10), Fraction(1, 100), 10),
        ("west", Fraction(1, 100), Fraction(1, 10), Fraction(1, 10)),
    ]


def test_an_even_night_tells_nothing() -> None:
    channels = ("sms", "online")
    even = [
        received(n * 2 + at, {ANNA: 500, BEA: 700}, channel=channel, minute=n)
        for n in range(1, 6)
        for at, channel in enumerate(channels)
    ]
    assert seen(even) == []


def test_a_couple_without_a_vote_elsewhere_has_no_times() -> None:
    rows = seen([received(1, {ANNA: 500, BEA: 500}), received(2, {BEA: 1_000}, channel="online")])
    anna = next(row for row in rows if (row.couple, row.channel) == (ANNA, "sms") and row.pattern == "share by channel")
    assert (anna.seen, anna.against, anna.times) == (Fraction(1, 2), 0, None)


NIGHTS = st.lists(
    st.builds(
        lambda a, b, gateway, channel, minute, over: received(
            1, {ANNA: a, BEA: b}, gateway, channel, minute, rejected=(("over the cap", over),)
        ),
        st.integers(0, 2_000),
        st.integers(0, 2_000),
        st.sampled_from(("east", "west")),
        st.sampled_from(("sms", "online")),
        st.integers(0, 5),
        st.integers(0, 300),
    ),
    max_size=12,
)


def in_any_order(batches: list[VoteBatchReceived]) -> list[surges.Row]:
    """What is told whatever came first: what was sent twice is told of a batch just before."""
    return [row for row in seen(batches) if row.pattern != "sent twice"]


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=NIGHTS, chance=st.randoms(use_true_random=False))
def test_they_are_exact_and_the_same_in_any_order_of_arrival(batches: list[VoteBatchReceived], chance: Any) -> None:
    rows = in_any_order(batches)
    for row in rows:
        held = [one for one in batches if row.gateway in (None, one.gateway) and row.channel in (None, one.channel)]
        if row.pattern == "share by channel":
            votes = sum(dict(one.votes)[row.couple or ""] for one in held)
            assert (row.seen, row.of) == (Fraction(votes, row.of), sum(one.accepted for one in held))
        elif row.pattern == "votes by minute":
            minute = [one for one in held if one.opens.startswith(row.minute or "")]
            assert row.seen == sum(dict(one.votes)[row.couple or ""] for one in minute) >= surges.LEAST_IN_A_MINUTE
            assert row.seen >= surges.TIMES_BY_MINUTE * row.against
        else:
            assert row.seen == Fraction(sum(dict(one.rejected)["over the cap"] for one in held), row.of)
        assert row.times is None or row.times * row.against == row.seen
    shuffled = list(batches)
    chance.shuffle(shuffled)
    assert in_any_order(shuffled) == rows


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9))
def test_half_of_the_minutes_lie_on_each_side_of_the_median(values: list[int]) -> None:
    middle = surges.median(values)
    assert sum(value < middle for value in values) <= len(values) // 2
    assert sum(value > middle for value in values) <= len(values) // 2


def test_the_same_batch_under_the_next_number_is_told_with_the_votes_in_it() -> None:
    rows = seen([received(1, {ANNA: 300, BEA: 100}, minute=1), received(2, {ANNA: 300, BEA: 100}, minute=1)])
    (row,) = [row for row in rows if row.pattern == "sent twice"]
    assert (row.votes, row.of, row.seen) == (400, 800, Fraction(1, 2))
    assert row.says.startswith("Batches 2 of vox by sms have the window and counts")
    apart = seen([received(1, {ANNA: 300}, minute=1), received(2, {ANNA: 300}, minute=2)])
    assert not [row for row in apart if row.pattern == "sent twice"]
