"""What each view says of one week in which everything happens: see `one_of_each`."""

from fractions import Fraction

import pytest

from domain.season import events as e
from projections import couple_season, leaderboard, scorecards, season_grid, standings, turnout, votes
from projections.fold import SeasonFold
from tests.projections.one_of_each import ANNA, BEN, CARA, TOLD, recorded

HALF = Fraction(17, 2)


def up_to(kind: type) -> SeasonFold:
    """The season up to and with the first fact of a kind."""
    season = SeasonFold()
    for event in recorded():
        season.apply(event)
        if isinstance(event.fact, kind):
            return season
    raise AssertionError(kind)


def test_a_scorecard_shows_the_mark_that_stands_what_it_was_and_the_paddle() -> None:
    mark, total = scorecards.rows(up_to(e.TotalGiven))
    assert (mark.names, mark.style, mark.judge_name) == ("Anna & Ezra", "Cha-cha", "Carrie Ann Inaba")
    assert (mark.mark, mark.corrected_from, mark.paddle) == (HALF, 6, 7)
    assert (total.judge, total.mark, total.couples, total.team) == (None, 21, (BEN, CARA), "oz")


def test_the_leaderboard_ranks_by_judges_totals_with_bonus_points() -> None:
    rows = leaderboard.rows(up_to(e.BonusAwarded), 1)
    assert [(row.place, row.couple, row.total, row.week_total) for row in rows] == [
        (1, BEN, 23, 23), (2, CARA, 21, 21), (3, ANNA, HALF, HALF),
    ]  # fmt: skip


def test_the_leaderboard_is_there_while_marks_are_still_missing() -> None:
    rows = leaderboard.rows(up_to(e.PaddleShown), 1)
    assert [(row.place, row.shared, row.couple, row.total, row.scored) for row in rows] == [
        (1, False, ANNA, 6, True), (2, True, BEN, 0, False), (2, True, CARA, 0, False),
    ]  # fmt: skip


def test_turnout_accounts_for_every_vote_and_names_what_is_awaited() -> None:
    sms, web = turnout.rows(up_to(e.VotingClosed), 1)
    assert (sms.channel, sms.body, sms.batches, sms.received, sms.accepted, sms.rejected) == (
        "sms", "viewers", 3, 1_310, 1_300, 10,
    )  # fmt: skip
    assert sms.rejected_by_reason == (("over the cap", 10),)
    assert (web.channel, web.body, web.received) == ("web", None, 0)
    assert {sms.manifest, web.manifest} == {"awaited"}


def test_turnout_compares_the_manifest_and_shows_voids() -> None:
    sms, web = turnout.rows(up_to(e.ChannelVoided), 1)
    assert (sms.manifest, sms.voided_batches, sms.voided) == ("agrees", 1, False)
    assert web.voided


def test_voided_votes_are_delivered_but_not_counted() -> None:
    rows = {row.couple: row for row in votes.rows(up_to(e.BatchVoided), 1)}
    assert (rows[ANNA].delivered, rows[ANNA].counted, rows[ANNA].share) == (600, 500, Fraction(1, 2))
    assert sum(row.share or 0 for row in rows.values()) == 1


def test_substituted_votes_are_the_ones_that_count() -> None:
    assert [row.counted for row in votes.rows(up_to(e.InputSubstituted), 1)] == [5, 4, 3]


def test_the_standings_carry_both_sides_and_the_result() -> None:
    rows = standings.rows(up_to(e.BatchVoided), 1)
    by_couple = {row.couple: row for row in rows}
    ben = by_couple[BEN]
    assert (ben.judges_total, ben.judges_points, ben.votes, ben.votes_points, ben.combined) == (23, 3, 300, 2, 5)
    assert (ben.place, ben.result, ben.result_from) == (1, "safe", "computed")
    assert by_couple[CARA].result == "leaves"
    assert {row.side for row in standings.sides(up_to(e.BatchVoided), 1)} == {"judges", "viewers"}
    steps = standings.working(up_to(e.BatchVoided), 1)
    assert [row.step for row in steps] == list(range(1, len(steps) + 1))
    assert steps[0].stage == "scores"


def test_with_secret_votes_the_judges_rank_and_the_announcement_says_who_left() -> None:
    season = SeasonFold()
    secret = (
        "vote-batch-received.v1", "vote-batch-received.v2", "gateway-closed.v1", "gateway-closed.v2", "batch-voided.v1",
        "input-substituted.v1",
    )  # fmt: skip
    for event in recorded():
        if event.fact.TYPE not in secret:
            season.apply(event)
        if isinstance(event.fact, e.CoupleEliminated):
            break
    rows = standings.rows(season, 1)
    assert [(row.judges_place, row.couple, row.result, row.result_from) for row in rows] == [
        (1, BEN, "saved", "announced"), (2, CARA, "leaves", "announced"), (3, ANNA, "safe", "announced"),
    ]  # fmt: skip
    assert {(row.place, row.combined, row.votes, row.status) for row in rows} == {(None, None, None, "not tabulated")}


def test_the_grid_shows_totals_and_what_became_of_everybody() -> None:
    cells = {row.couple: (row.total, row.result) for row in season_grid.rows(up_to(e.CoupleEliminated), 1)}
    assert cells == {ANNA: (HALF, "safe"), BEN: (23, "saved"), CARA: (21, "leaves"), "dan-hope": (None, "withdrew")}


def test_a_couples_season_is_told_week_by_week() -> None:
    row, later = couple_season.of_couple(up_to(e.CoupleEliminated), BEN)
    assert (later.week, later.total) == (2, None)
    assert (row.week, row.dances, row.total, row.place, row.per_dance, row.season_total) == (1, 1, 23, 1, 23, 23)


@pytest.mark.heavy("every one")
def test_every_view_answers_at_every_position_of_any_log() -> None:
    season = SeasonFold()
    for event in recorded():
        season.apply(event)
        for view in (scorecards, leaderboard, turnout, votes, standings, season_grid, couple_season):
            assert isinstance(view.rows(season), tuple)
            assert view.rows(season, 7) == ()
    assert len(TOLD) == season.state.sequence + 7
