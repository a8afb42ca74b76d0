"""The judges' save, the dance-off and the viewers' save. Incidents as broadcast; rules as RULES states them."""

from dataclasses import replace
from typing import Any

import pytest

from domain.period.scoring_period import Ballot, BodyVotes, Panel
from domain.stages.second_stages import DanceOff, JudgesSave, SecondStage, ViewersSave
from domain.tabulation.outcome import Outcome
from tests.domain.on_paper import SHARE, SOURCE, form, period, rules, tabulate

JUDGES = {"a": 40, "b": 30, "y": 12, "z": 10}
VIEWERS = {"a": 40, "b": 30, "y": 12, "z": 10}
FOUR = Panel(("bruno", "carrie", "derek", "len"), head="len")
THREE = Panel(("bruno", "carrie", "len"), head="len")

MAJORITY = JudgesSave(decides="majority", source=SOURCE)
TWICE = JudgesSave(decides="head judge counts twice", source=SOURCE)
CASTING = DanceOff(decides="casting vote", source=SOURCE)


def replace_clause(save: DanceOff, **changed: Any) -> DanceOff:
    """The same second stage with a clause changed."""
    return DanceOff(**(dict(save) | changed))


def night(save: SecondStage, panel: Panel, ballots: str, lowest: int = 2, leave: int = 1, at_once: int = 0) -> Outcome:
    """A night with y and z in the bottom two; `ballots` is one letter a judge, `-` for a judge who has not voted."""
    rulebook = rules(SHARE, form("save", lowest, leave, at_once, save))
    given = tuple(Ballot(judge, saves) for judge, saves in zip(panel.judges, ballots, strict=True) if saves != "-")
    return tabulate(rulebook, period(dict(JUDGES), VIEWERS, "save", panel=panel, ballots=given))


def test_season_31_week_2_was_two_to_two_and_the_head_judge_decided() -> None:
    outcome = night(TWICE, FOUR, "yzyz")
    assert (outcome.saved, outcome.leaving) == (("z",), ("y",))


def test_a_head_judge_counting_twice_turns_two_to_one_into_a_tie_of_the_bench_and_decides_it() -> None:
    """Three judges vote 2-1; the head judge sides with the one: 2-3, reversed (US seasons 30 and 31)."""
    assert night(TWICE, FOUR, "yyzz").saved == ("z",)
    assert night(MAJORITY, FOUR, "yyzz").status == "undecided"


def test_three_unanimous_judges_need_no_head_judge() -> None:
    outcome = night(TWICE, FOUR, "yyy-")
    assert (outcome.status, outcome.saved, outcome.leaving) == ("decided", ("y",), ("z",))
    assert night(TWICE, FOUR, "yyyz").saved == ("y",)


def test_a_bench_that_is_not_unanimous_waits_for_the_head_judge() -> None:
    outcome = night(TWICE, FOUR, "yyz-")
    assert (outcome.status, outcome.leaving, outcome.needs[0].what) == ("undecided", (), "the ballots of len")


def test_the_working_says_why_the_head_judge_counted_once() -> None:
    def said(outcome: Outcome) -> str:
        return next(step.how for step in outcome.working if step.stage == "second stage")

    assert said(night(TWICE, FOUR, "yyyz")) == "the other judges were unanimous"
    assert said(night(TWICE, FOUR, "yzyz")) == "head judge counts twice"


def test_three_judges_decide_by_majority() -> None:
    """US seasons 28 and 29."""
    assert night(MAJORITY, THREE, "yzy").saved == ("y",)
    assert night(MAJORITY, THREE, "zzy").saved == ("z",)


def test_the_head_judge_casts_on_two_to_two() -> None:
    """Strictly's dance-off: four judges, the head judge last with a casting vote."""
    outcome = night(CASTING, FOUR, "yyzz")
    assert (outcome.saved, outcome.leaving) == (("z",), ("y",))
    assert next(step.how for step in outcome.working if step.stage == "second stage") == "casting vote of len"


def test_a_casting_vote_does_not_reverse_three_to_one() -> None:
    assert night(CASTING, FOUR, "yyyz").saved == ("y",)


def test_the_casting_vote_can_rotate_from_week_to_week() -> None:
    """Strictly from 2025: it is the named holder's, not the head judge's."""
    assert night(CASTING, replace(FOUR, casting="bruno"), "yyzz").saved == ("y",)


def test_a_rulebook_can_say_whose_the_casting_vote_is() -> None:
    rotated = replace(FOUR, casting="bruno")
    fixed, seated = (replace_clause(CASTING, casting=who) for who in ("head judge", "as seated"))
    assert (night(fixed, rotated, "yyzz").saved, night(seated, rotated, "yyzz").saved) == (("z",), ("y",))
    assert night(seated, FOUR, "yyzz").status == "undecided"


@pytest.mark.parametrize(("save", "saved"), [(MAJORITY, "y"), (TWICE, "y"), (CASTING, "y")])
def test_with_a_judge_absent_the_remaining_judges_decide_by_the_same_clause(save: SecondStage, saved: str) -> None:
    without_derek = replace(FOUR, judges=("bruno", "carrie", "len"))
    assert night(save, without_derek, "yyz").saved == (saved,)


def test_with_a_judge_absent_the_head_judge_still_counts_twice() -> None:
    assert night(TWICE, replace(FOUR, judges=("bruno", "carrie", "len")), "zyz").saved == ("z",)


def test_an_absent_head_judge_leaves_two_to_two_open() -> None:
    panel = Panel(("amy", "bruno", "carrie", "derek"), head="len")
    outcome = night(CASTING, panel, "yyzz")
    assert (outcome.status, outcome.needs[0].what) == ("undecided", "a rule for tied ballots")
    assert outcome.needs[0].couples == ("y", "z")


def test_a_ballot_of_somebody_who_is_not_on_the_panel_counts_for_nothing() -> None:
    rulebook = rules(SHARE, form("save", 2, 1, 0, MAJORITY))
    ballots = (Ballot("bruno", "y"), Ballot("carrie", "z"), Ballot("len", "y"), Ballot("audience", "z"))
    outcome = tabulate(rulebook, period(dict(JUDGES), VIEWERS, "save", panel=THREE, ballots=ballots))
    assert outcome.saved == ("y",)


def test_double_elimination_with_a_save_sends_the_lowest_home_and_saves_among_the_rest() -> None:
    """US seasons 30 and 31: the lowest of the bottom three leaves at once, the judges save one of the other two."""
    outcome = night(MAJORITY, THREE, "byb", lowest=3, leave=2, at_once=1)
    assert outcome.bottom == ("b", "y", "z")
    assert (outcome.leaving, outcome.saved) == (("z", "y"), ("b",))


def test_the_lowest_is_out_at_once_even_while_ballots_are_missing() -> None:
    outcome = night(MAJORITY, THREE, "b--", lowest=3, leave=2, at_once=1)
    assert (outcome.status, outcome.leaving, outcome.saved) == ("undecided", ("z",), ())
    results = {row.couple: row.result for row in outcome.standings()}
    assert results == {"a": "safe", "b": "not known", "y": "not known", "z": "leaves"}


def instant(votes: dict[str, int] | None) -> Outcome:
    rulebook = rules(SHARE, form("save", 2, 1, 0, ViewersSave(source=SOURCE)))
    week = period(dict(JUDGES), VIEWERS, "save")
    if votes is not None:
        week = replace(week, votes=(*week.votes, BodyVotes("instant", tuple(votes[c] for c in week.couples))))
    return tabulate(rulebook, week)


def test_viewers_save_the_couple_in_danger_with_most_instant_votes() -> None:
    assert instant({"a": 999, "b": 0, "y": 5, "z": 6}).saved == ("z",)


def test_instant_votes_do_not_count_towards_the_viewers_side() -> None:
    assert instant({"a": 0, "b": 0, "y": 0, "z": 10**6}).order[0] == ("a",)


@pytest.mark.parametrize(
    ("votes", "needs"),
    [(None, "the votes of the instant save"), (dict.fromkeys("abyz", 3), "a rule for tied save votes")],
)
def test_an_instant_save_that_is_tied_or_not_counted_is_open(votes: Any, needs: str) -> None:
    outcome = instant(votes)
    assert (outcome.status, outcome.leaving, outcome.needs[0].what) == ("undecided", (), needs)
