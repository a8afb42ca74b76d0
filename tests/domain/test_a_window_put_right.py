"""A wrong window is put right by two people, and the statement names the batches outside it, whatever the tally has forgotten."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.gateway.events import OfBatch
from domain.rulebook import Rulebook
from domain.rulebook.voting import Cap, Channel, Voting, Window
from domain.season import commands as c
from domain.season import events as e
from domain.season.readiness import readiness
from domain.season.state import window_of
from glitterball.testing import PlainLog
from glitterball.testing.plain_log import replayed
from tests.domain.given_when_then import (
    BEGUN,
    BOOK,
    ELIN,
    MARKED,
    OLGA,
    VOTES,
    adopted,
    batch,
    given,
    lines,
    manifest,
    opened,
    sealed,
    when,
)

HOURS = tuple(f"2024-09-25T{hour:02}:00:00Z" for hour in range(10))
hours = st.integers(0, 9)
windows = st.tuples(hours, hours).map(lambda pair: tuple(HOURS[hour] for hour in sorted(pair)))


def stating(opens: str, closes: str) -> c.StateWindow:
    return c.StateWindow(week=1, opens=opens, closes=closes, reason="the day before was typed")


def by_two(log: PlainLog, command: Any) -> None:
    when(log, c.Propose(command=command), ELIN)
    when(log, c.Approve(decision=max(log.state.proposals)), OLGA)


def codes(log: PlainLog) -> set[str]:
    return {finding.code for finding in readiness(log.state, 1, log.tallies)}


def lines_over(opens: str, closes: str) -> e.VotingOpened:
    return lines().model_copy(update={"opens": opens, "closes": closes})


def test_lines_opened_with_the_wrong_day_do_not_take_a_void_for_every_batch() -> None:
    log = given(*MARKED, lines_over("2024-09-24T00:00:00Z", "2024-09-24T09:00:00Z"), batch(1, VOTES), batch(2, VOTES))
    assert "batches-outside-the-window" in codes(log)
    by_two(log, stating(HOURS[0], HOURS[9]))
    assert "batches-outside-the-window" not in codes(log)
    assert window_of(log.state.weeks[1]) == (HOURS[0], HOURS[9])


def test_a_batch_outside_the_right_window_is_named_and_still_takes_a_void() -> None:
    late = batch(2, VOTES, channel="online", opens=HOURS[8], closes=HOURS[9])
    log = given(*MARKED, lines_over(HOURS[0], HOURS[9]), batch(1, VOTES), late)
    by_two(log, stating(HOURS[0], HOURS[4]))
    (stated,) = log.state.weeks[1].windows
    assert [(held.gateway, held.channel, held.batches) for held in stated.fact.outside] == [
        ("vox", "online", ((2, 2),))
    ]
    assert "batches-outside-the-window" in codes(log)
    when(log, late.model_copy(update={"batch": 3}))
    says = [str(found) for found in readiness(log.state, 1, log.tallies) if found.code == "batches-outside-the-window"]
    assert "batches 2-3 of channel online" in says[0]
    assert f"{HOURS[0]} to {HOURS[4]}" in says[0]


def test_what_arrives_between_proposal_and_approval_is_named_too() -> None:
    log = given(*MARKED, lines_over(HOURS[0], HOURS[9]))
    when(log, c.Propose(command=stating(HOURS[0], HOURS[4])), ELIN)
    when(log, batch(1, VOTES, opens=HOURS[5], closes=HOURS[6]))
    when(log, c.Approve(decision=1), OLGA)
    assert log.state.weeks[1].windows[0].fact.outside[0].batches == ((1, 1),)


def test_a_batch_behind_the_seal_is_late_and_not_named() -> None:
    log = given(
        *MARKED,
        lines_over(HOURS[0], HOURS[9]),
        batch(1, VOTES),
        sealed(),
        batch(2, VOTES, opens=HOURS[8], closes=HOURS[9]),
    )
    by_two(log, stating(HOURS[0], HOURS[1]))
    assert log.state.weeks[1].windows[0].fact.outside[0].batches == ((1, 1),)


def test_a_certificate_does_not_outlive_the_window_it_was_made_under() -> None:
    sent = batch(1, VOTES)
    log = given(*MARKED, lines_over(HOURS[0], HOURS[9]), sent, sealed(), manifest(sent))
    by_two(log, c.CertifyOutcome(week=1))
    by_two(log, stating(HOURS[0], HOURS[1]))
    assert log.state.weeks[1].touched > log.state.weeks[1].certified[-1].position
    assert "batches-outside-the-window" in codes(log)


@for_all(
    windows,
    st.lists(
        st.tuples(windows, st.sampled_from(["sms", "online"]), st.sampled_from(["viewers", "instant"])), max_size=8
    ),
    st.lists(windows, min_size=1, max_size=3),
    st.data(),
)
def test_what_is_outside_is_what_a_slow_look_at_every_batch_says(
    first: tuple[str, str],
    sent: list[tuple[tuple[str, str], str, str]],
    stated: list[tuple[str, str]],
    data: st.DataObject,
) -> None:
    """The oracle keeps every batch and compares times as text; the tally has forgotten them all."""
    log = given(*MARKED, lines_over(*first))
    numbered = [
        batch(number, VOTES, channel=channel, body=body, opens=window[0], closes=window[1])
        for number, (window, channel, body) in enumerate(sent, start=1)
    ]
    arriving: list[OfBatch | tuple[str, str]] = data.draw(st.permutations([*numbered, *stated]))
    arrived: list[OfBatch] = []
    window = first
    for step in arriving:
        if isinstance(step, OfBatch):
            when(log, step)
            arrived.append(step)
        elif step != window:
            by_two(log, stating(*step))
            window = step
    outside: dict[tuple[str, str], set[int]] = {}
    for came in arrived:
        if not (window[0] <= came.opens and came.closes <= window[1]):
            outside.setdefault((came.channel, came.body), set()).add(came.batch)
    again = replayed(log.events)
    for found in (log, again):
        channels = found.tallies[1].gateways["vox"].channels if arrived else {}
        named = {key: numbers_of(held.outside) for key, held in channels.items() if held.outside}
        assert named == outside


def numbers_of(spans: list[tuple[int, int]]) -> set[int]:
    return {number for first, last in spans for number in range(first, last + 1)}


def with_minutes(minutes: int | None) -> Rulebook:
    voting = Voting(
        cap=Cap(votes=5, source="the terms"),
        channels=(Channel(name="sms", kind="single ballots", source="the terms"),),
        window=Window(times="the week's", minutes=minutes, source="the terms"),
    )
    return BOOK.model_copy(update={"voting": voting})


def opening_lines(mode: Any = "live", minutes: int | None = 90, **times: str) -> tuple[str | None, str | None]:
    log = given(opened(mode), adopted(with_minutes(minutes)), *BEGUN[2:])
    log.say(c.OpenVoting(week=1, gateways=lines().gateways, **times))  # type: ignore[arg-type]
    return window_of(log.state.weeks[1])


def test_lines_are_open_as_long_as_the_rulebook_says_where_nobody_says_otherwise() -> None:
    assert opening_lines(opens=HOURS[1]) == (HOURS[1], "2024-09-25T02:30:00Z")
    assert opening_lines(closes=HOURS[2]) == ("2024-09-25T00:30:00Z", HOURS[2])
    assert opening_lines(opens=HOURS[1], closes=HOURS[9]) == (HOURS[1], HOURS[9])
    assert opening_lines(opens="2024-09-25T23:59:59.500000Z") == (
        "2024-09-25T23:59:59.500000Z",
        "2024-09-26T01:29:59.500000Z",
    )


def test_of_a_rulebook_that_says_nothing_and_of_a_season_of_the_past_nothing_is_made_up() -> None:
    assert opening_lines(minutes=None, opens=HOURS[1]) == (HOURS[1], None)
    assert opening_lines("historic", opens=HOURS[1]) == (HOURS[1], None)
    assert opening_lines() == (None, None)


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z"])
def test_a_window_that_ends_behind_every_calendar_is_refused_with_a_sentence(moment: str) -> None:
    with pytest.raises(Exception, match="no day or moment there is"):
        opening_lines(opens=moment)
