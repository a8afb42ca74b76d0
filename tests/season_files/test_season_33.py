"""Season 33 of Dancing with the Stars (US), as it ships: what the public record says, and no more."""

from fractions import Fraction

import pytest

from domain.season import commands as c
from domain.season.gathering import period_of
from domain.season.state import SeasonState, announced, field_of
from glitterball.rulebooks import RulebookNotShipped, shipped_rulebook
from glitterball.season_files import (
    SeasonNotShipped,
    check_season,
    commands_of,
    deliveries_of,
    shipped_season,
    shipped_seasons,
)
from glitterball.season_files.checking import DryRun

SEASON = shipped_season("us-33")


@pytest.fixture(scope="module")
def state() -> SeasonState:
    run = DryRun("us-33")
    run.through(SEASON.script)
    assert run.findings == []
    return run.fold.state


def judges_totals(state: SeasonState, week: int) -> dict[str, int | Fraction]:
    period = period_of(state, week, {})
    totals: dict[str, int | Fraction] = dict.fromkeys(period.couples, 0)
    for dance in period.dances:
        for couple in set(dance.couples) & set(totals):
            totals[couple] += dance.total
    for bonus in period.bonuses:
        totals[bonus.couple] += bonus.points
    return totals


def test_it_ships() -> None:
    assert "us-33" in shipped_seasons()


def test_a_season_or_rulebook_that_does_not_ship_is_refused_by_name() -> None:
    with pytest.raises(SeasonNotShipped, match="it has: us-33"):
        shipped_season("us-99")
    with pytest.raises(RulebookNotShipped, match="us-33"):
        shipped_rulebook("us-99")


def test_every_line_passes_the_rules() -> None:
    assert check_season(SEASON) == ()


def test_it_has_13_couples_10_episodes_and_9_weeks(state: SeasonState) -> None:
    episodes = [one.number for week in state.weeks.values() for one in week.opened.fact.episodes]
    assert (len(state.couples), episodes, list(state.weeks)) == (13, list(range(1, 11)), list(range(1, 10)))
    assert all(week.closed for week in state.weeks.values())


def test_week_2_pools_two_episodes_into_the_published_totals(state: SeasonState) -> None:
    totals = judges_totals(state, 2)
    assert sorted(totals.values(), reverse=True) == [47, 44, 43, 43, 41, 40, 39, 38, 38, 36, 35, 31, 30]
    assert sum(totals.values()) == 505
    assert (totals["chandler-brandon"], totals["reginald-emma"], totals["eric-britt"]) == (47, 31, 30)


def test_week_3_is_two_nights_with_a_guest_judge_in_the_third_seat(state: SeasonState) -> None:
    seats = {number: [seat.judge for seat in one.fact.judges] for number, one in state.weeks[3].panels.items()}
    assert seats == {3: ["inaba", "hough", "perez", "tonioli"], 4: ["inaba", "hough", "simmons", "tonioli"]}
    assert judges_totals(state, 3)["joey-jenna"] == 34 + 36


def test_a_team_dance_is_one_dance_that_counts_for_each_of_four(state: SeasonState) -> None:
    teams = [dance.scheduled.fact for dance in state.weeks[5].dances.values() if dance.scheduled.fact.team]
    assert [(team.dance, len(team.couples)) for team in teams] == [("6.team.roar", 4), ("6.team.goofs", 4)]
    assert judges_totals(state, 5) == {
        "dwight-daniella": 48, "danny-witney": 51, "stephen-rylee": 48, "phaedra-val": 48,
        "ilona-alan": 52, "joey-jenna": 52, "chandler-brandon": 54, "jenn-sasha": 51,
    }  # fmt: skip


def test_episode_7_gives_four_couples_three_points_more(state: SeasonState) -> None:
    assert {one.fact.couple: one.fact.points for one in state.weeks[6].bonuses} == {
        "dwight-daniella": 3, "jenn-sasha": 3, "joey-jenna": 3, "chandler-brandon": 3,
    }  # fmt: skip
    assert judges_totals(state, 6)["dwight-daniella"] == 31


def test_mahers_two_dances_of_the_semi_final_have_one_total_together(state: SeasonState) -> None:
    stated = {one.fact.dances: one.fact.total for one in state.weeks[8].totals}
    assert stated["9.1.ilona-alan", "9.2.ilona-alan"] == 57
    assert judges_totals(state, 8)["ilona-alan"] == 57
    assert len(stated) == 5


def test_every_dance_is_scored_or_its_total_stated(state: SeasonState) -> None:
    assert [period_of(state, week, {}).unmarked for week in state.weeks] == [()] * 9
    assert sum(len(week.dances) for week in state.weeks.values()) == 106


def test_the_weeks_end_as_announced(state: SeasonState) -> None:
    left = {number: announced(week).eliminated for number, week in state.weeks.items()}
    assert left == {
        1: None, 2: ("anna-ezra", "tori-pasha"), 3: ("eric-britt", "reginald-emma"), 4: ("brooks-gleb",),
        5: ("phaedra-val",), 6: ("jenn-sasha",), 7: ("dwight-daniella",), 8: None, 9: None,
    }  # fmt: skip
    assert announced(state.weeks[5]).danger == ("stephen-rylee", "jenn-sasha", "phaedra-val")
    assert announced(state.weeks[8]).danger == ("ilona-alan", "stephen-rylee")
    assert announced(state.weeks[4]).danger is None
    places = [couple for couple, _ in announced(state.weeks[9]).places or ()]
    assert places == ["joey-jenna", "ilona-alan", "chandler-brandon", "stephen-rylee", "danny-witney"]
    assert set(field_of(state, 9)) == set(places)


def test_weeks_1_and_8_are_carried_into_the_next(state: SeasonState) -> None:
    carried = {number: week.opened.fact.scores_from for number, week in state.weeks.items()}
    assert {number: weeks for number, weeks in carried.items() if len(weeks) > 1} == {2: (1, 2), 9: (8, 9)}
    assert all(week.opened.fact.votes_from == carried[number] for number, week in state.weeks.items())


def test_the_third_couple_in_danger_in_week_2_is_disputed(state: SeasonState) -> None:
    said, disputed = announced(state.weeks[2]), state.weeks[2].disputes[0].fact
    assert set(said.danger or ()) == {"reginald-emma", "anna-ezra", "tori-pasha"}
    assert said.saved == ("reginald-emma",)
    assert set(disputed.couples) == {"eric-britt", "anna-ezra", "tori-pasha"}
    assert "7 October 2024" in (disputed.source or "")


def test_nothing_is_invented() -> None:
    kinds = {type(command) for command in commands_of(SEASON)}
    assert kinds.isdisjoint({c.OpenVoting, c.CloseVoting, c.GrantImmunity, c.CastBallot, c.CertifyOutcome})
    assert deliveries_of(SEASON) == ()
    assert [(one.episode, one.votes, one.exactness) for one in SEASON.reported_votes] == [
        (1, 8_000_000, "about"),
        (2, 14_000_000, "more than"),
    ]


def test_every_fact_names_its_source() -> None:
    unsourced = [command for command in commands_of(SEASON) if command.source is None]
    assert {type(command) for command in unsourced} == {c.CloseWeek}
