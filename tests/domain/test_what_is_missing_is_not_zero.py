"""What is missing, doubled or of another time is never counted silently: the week is NOT READY until somebody says what holds.

Each test is named after the accident it stands for.
"""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.exact import Exact
from domain.gateway.events import OfBatch
from domain.period.errors import CannotTabulate
from domain.rulebook import Rulebook
from domain.rulebook.book import Immunity
from domain.season import commands as c
from domain.season import events as e
from domain.season.readiness import is_ready, readiness
from domain.stages.links import HeadJudge, LastDance, Link
from domain.stages.points import SharePoints
from glitterball.testing import PlainLog
from tests.domain.given_when_then import (
    BOOK,
    COUNTED,
    ELIN,
    MARKED,
    OLGA,
    THREE,
    VOTES,
    adopted,
    batch,
    danced,
    given,
    lines,
    manifest,
    panel,
    sealed,
    week,
    when,
)

A, B, C = THREE
LOST_ROW = tuple(
    fact for fact in COUNTED if getattr(fact, "couples", None) != (C,) and C not in getattr(fact, "dance", "")
)
"""The week with the last row of the running order lost in a spreadsheet."""


def found(log: PlainLog, number: int = 1) -> dict[str, str]:
    """The code of each finding, and what it says."""
    return {finding.code: finding.what for finding in readiness(log.state, number, log.tallies)}


def ready(log: PlainLog, number: int = 1) -> bool:
    return is_ready(readiness(log.state, number, log.tallies))


def say_by_two(log: PlainLog, command: Any) -> None:
    when(log, c.Propose(command=command), ELIN)
    when(log, c.Approve(decision=max(log.state.proposals)), OLGA)


def bye(holds: str = "bye", number: int = 1, couple: str = C, marks_of: int | None = None) -> c.StateBye:
    said = {"week": number, "couples": (couple,), "holds": holds, "marks_of": marks_of, "reason": "a torn ligament"}
    return c.StateBye.model_validate(said)


def test_a_couple_left_out_of_the_running_order_does_not_leave_with_no_marks() -> None:
    log = given(*LOST_ROW)
    assert not ready(log)
    says = found(log)["couple-without-a-dance"]
    assert says.startswith("no dance of cleo-dov is scheduled in week 1")
    assert "glitterball week bye" in says


def test_a_couple_with_a_bye_is_not_in_the_ranking_and_does_not_leave() -> None:
    log = given(*LOST_ROW)
    say_by_two(log, bye())
    assert ready(log)
    outcome = log.outcome(1)
    assert (outcome.couples, outcome.leaving) == ((A, B), (B,))


def test_a_couple_without_marks_stays_in_the_ranking_once_two_people_have_said_so() -> None:
    log = given(*LOST_ROW)
    say_by_two(log, bye("no marks"))
    assert ready(log)
    assert log.outcome(1).leaving == (C,)


def test_marks_of_an_earlier_week_count_once_more() -> None:
    second = (week(2), panel("carrie", "len", week=2), *danced(A, 9, 9, week=2))
    log = given(
        *MARKED, e.EliminationCancelled(week=1, reason="nobody leaves yet"), e.WeekClosed(week=1),
        *second, *danced(B, 8, 9, week=2), lines(2), batch(1, VOTES, week=2), sealed(2),
        manifest(batch(1, VOTES, week=2), week=2),
    )  # fmt: skip
    assert "couple-without-a-dance" in found(log, 2)
    say_by_two(log, bye("marks of a week", 2, marks_of=1))
    assert ready(log, 2)
    totals = dict(zip(log.outcome(2).couples, log.outcome(2).sides[0].raw, strict=True))
    assert totals == {A: 18, B: 17, C: 14}


def test_a_bye_in_a_week_whose_marks_count_later_is_not_half_a_total() -> None:
    first = (*LOST_ROW, e.ByeStated(week=1, couples=(C,), holds="bye", reason="hurt"))
    later = tuple(fact for name in THREE for fact in danced(name, 8, 8, week=2))
    nobody = (e.EliminationCancelled(week=1, reason="a couple is hurt"), e.WeekClosed(week=1))
    opened = week(2, scores_from=(1, 2), votes_from=(2,))
    log = given(*first, *nobody, opened, panel("carrie", "len", week=2), *later)
    assert "is scheduled in week 1" in found(log, 2)["couple-without-a-dance"]


def test_a_row_of_the_second_round_that_is_missing_is_missed() -> None:
    again = tuple(fact for name in (A, B) for fact in danced(name, 8, 8, turn="2"))
    log = given(*MARKED, *again)
    assert found(log)["couple-dances-less"].startswith("cleo-dov: 1 of 2 dances in week 1")
    say_by_two(log, bye("no marks"))
    assert "couple-dances-less" not in found(log)


def test_a_dance_that_was_to_be_danced_by_a_couple_with_a_bye_waits_for_no_marks() -> None:
    marks = [fact for fact in COUNTED if not (isinstance(fact, e.ScoreGiven) and C in fact.dance)]
    log = given(*marks)
    assert "scores-missing" in found(log)
    say_by_two(log, bye())
    assert ready(log)


NEXT_MORNING = {"opens": "2024-09-26T09:00:00Z", "closes": "2024-09-26T09:01:00Z"}


def week_with(*batches: OfBatch) -> PlainLog:
    return given(*MARKED, lines(), *batches, sealed(), manifest(*batches))


def test_a_batch_of_the_next_morning_is_not_counted_silently() -> None:
    stray = batch(2, {C: 100}, **NEXT_MORNING)
    log = week_with(batch(1, VOTES), stray)
    assert not ready(log)
    assert found(log)["batches-outside-the-window"].startswith("batch 2 of channel sms is of a time outside the lines")
    void = c.VoidBatch(week=1, gateway="vox", batch=2, channel="sms", body="viewers", votes=({"couple": C, "votes": 100},), reason="late")  # type: ignore[arg-type]  # fmt: skip # noqa: E501
    say_by_two(log, void)
    assert ready(log)


@for_all(
    st.sampled_from(["2024-09-24T23:59:59.999999Z", "2024-09-25T00:00:00Z", "2024-09-25T12:00:00.500000Z"]),
    st.sampled_from(["2024-09-25T23:00:00Z", "2024-09-26T00:00:00Z", "2024-09-26T00:00:00.000001Z"]),
)
def test_a_window_holds_what_neither_begins_before_it_nor_ends_behind_it(opens: str, closes: str) -> None:
    log = week_with(batch(1, VOTES, opens=opens, closes=closes))
    within = opens != "2024-09-24T23:59:59.999999Z" and closes != "2024-09-26T00:00:00.000001Z"
    assert ("batches-outside-the-window" not in found(log)) == within


def test_lines_without_a_window_are_said_in_a_live_season() -> None:
    unbounded = lines().model_copy(update={"opens": None, "closes": None})
    log = given(*MARKED, unbounded, batch(1, VOTES, **NEXT_MORNING))
    assert "no-window-on-record" in found(log)
    assert "batches-outside-the-window" not in found(log)


def test_the_same_batch_under_the_next_number_is_said() -> None:
    log = week_with(batch(1, VOTES), batch(2, VOTES))
    assert found(log)["batches-repeat"].startswith("batch 2 of channel sms has the window and counts")
    other_window = {"opens": "2024-09-25T02:00:00Z", "closes": "2024-09-25T03:00:00Z"}
    assert "batches-repeat" not in found(week_with(batch(1, VOTES), batch(2, VOTES, **other_window)))
    assert "batches-repeat" not in found(week_with(batch(1, VOTES), batch(2, {**VOTES, A: 31})))
    assert "batches-repeat" not in found(week_with(batch(1, {}), batch(2, {})))
    assert "batches-repeat" not in found(week_with(batch(1, VOTES), batch(2, VOTES, "online")))


@pytest.mark.parametrize("between", [0, 1, 2, 3])
def test_a_batch_sent_again_is_recognised_among_the_last_of_its_channel(between: int) -> None:
    others = [batch(number, {A: number}) for number in range(2, 2 + between)]
    assert "batches-repeat" in found(week_with(batch(1, VOTES), *others, batch(2 + between, VOTES)))


def test_one_raw_file_counted_for_two_gateways_is_said() -> None:
    both = lines().model_copy(
        update={"gateways": (*lines().gateways, *[g.model_copy(update={"gateway": "web"}) for g in lines().gateways])}
    )
    one, other = batch(1, VOTES, raw_sha256="ab" * 32), batch(1, {A: 5}, gateway="web", raw_sha256="ab" * 32)
    log = given(*MARKED, both, one, other)
    assert found(log)["one-raw-file-for-two-gateways"] == "vox and web were counted from one and the same raw file"
    apart = given(*MARKED, both, one, other.model_copy(update={"raw_sha256": "cd" * 32}))
    assert "one-raw-file-for-two-gateways" not in found(apart)


def test_a_couple_that_no_batch_names_is_said() -> None:
    log = week_with(batch(1, {A: 3, B: 5}))
    assert found(log)["couple-without-votes"] == "no batch has a vote for cleo-dov, and none is counted"


@for_all(st.lists(st.integers(-9, 9), min_size=1, max_size=6))
def test_shares_never_turn_an_order_round(raw: list[Exact]) -> None:
    """Totals of -1, -2, -4, -15 once became 1/22, 1/11, 2/11 and 15/22: whoever was judged worst got most."""
    try:
        points = SharePoints().of(raw).exact()
    except CannotTabulate as lack:
        assert min(raw) < 0 or sum(raw) == 0, lack
        return
    assert min(raw) >= 0
    assert sum(points) == 1
    assert all((raw[i] < raw[j]) == (points[i] < points[j]) for i in range(len(raw)) for j in range(len(raw)))


def test_a_form_that_lets_one_leave_when_all_are_immune_takes_a_decision() -> None:
    immune = [e.ImmunityGranted(week=1, couple=couple, reason="a golden buzzer") for couple in THREE]
    means = Immunity(means="safe from elimination", source="memo")
    log = given(*COUNTED, adopted(BOOK.model_copy(update={"immunity": means})), *immune)
    says = found(log).get("fewer-leave-than-the-form-says", "")
    assert "immune: anna-ezra, bea-cole, cleo-dov" in says
    assert "glitterball week cancel" in says
    say_by_two(log, c.CancelElimination(week=1, reason="all are immune"))
    assert ready(log)


def test_a_week_that_every_couple_withdrew_from_is_not_ready() -> None:
    log = given(*COUNTED, *(e.CoupleWithdrew(week=1, couple=couple, reason="ill") for couple in THREE))
    assert "no-couple-competes" in found(log)
    assert not ready(log)
    say_by_two(log, c.CancelElimination(week=1, reason="nobody is left"))
    when(log, c.CloseWeek(week=1))
    assert log.state.weeks[1].closed


def under(book: Rulebook, past: tuple[Any, ...]) -> PlainLog:
    """The same past under another rulebook."""
    return given(*(adopted(book) if isinstance(fact, e.RulebookAdopted) else fact for fact in past))


def test_a_televote_does_not_wait_for_marks_nobody_counts() -> None:
    """Dances stand in the running order of such a show too, and a panel may comment without marking."""
    unmarked = tuple(fact for fact in COUNTED if not isinstance(fact, e.ScoreGiven))
    televote = BOOK.model_copy(update={"sides": BOOK.sides[1:], "tie_chain": ()})
    assert "scores-missing" in found(given(*unmarked))
    log = under(televote, unmarked)
    assert (ready(log), log.outcome(1).leaving) == (True, (C,))


@pytest.mark.parametrize("link", [LastDance(source="a test"), HeadJudge(source="a test")])
def test_a_tie_link_that_looks_at_marks_waits_for_them_though_no_side_counts_any(link: Link) -> None:
    unmarked = tuple(fact for fact in COUNTED if not isinstance(fact, e.ScoreGiven))
    televote = BOOK.model_copy(update={"sides": BOOK.sides[1:], "tie_chain": (link,)})
    assert "scores-missing" in found(under(televote, unmarked))
    assert "couple-without-a-dance" in found(under(televote, LOST_ROW))
    assert ready(under(televote, COUNTED))
