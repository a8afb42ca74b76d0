"""Season 33 from COMAP's data file and season 33 as it ships: they agree wherever both speak; what differs is explained here."""

from fractions import Fraction

import pytest

from domain.season.gathering import period_of
from domain.season.state import SeasonState, announced
from domain.stages.measures import Marks
from glitterball.history import history_of, season_file_of
from glitterball.season_files import shipped_season
from glitterball.season_files.checking import DryRun
from tests.history.files import five_seasons

WEEKS = range(1, 10)


@pytest.fixture(scope="module")
def ours() -> SeasonState:
    run = DryRun("us-33")
    run.through(shipped_season("us-33").script)
    return run.fold.state


@pytest.fixture(scope="module")
def theirs() -> SeasonState:
    run = DryRun("us-33")
    run.through(season_file_of(history_of(five_seasons()), 33).file.script)
    return run.fold.state


def totals(state: SeasonState, week: int) -> dict[str, int | Fraction]:
    period = period_of(state, week, {})
    return dict(zip(period.couples, Marks().of(period), strict=True))


def test_they_cast_the_same_couples(ours: SeasonState, theirs: SeasonState) -> None:
    def cast(state: SeasonState) -> dict[str, tuple[str, str]]:
        return {couple: (event.fact.celebrity, event.fact.professional) for couple, event in state.couples.items()}

    assert cast(theirs) == cast(ours)


@pytest.mark.parametrize("week", WEEKS)
def test_every_couples_total_of_every_week_is_the_same(ours: SeasonState, theirs: SeasonState, week: int) -> None:
    """With averages over the nights, the team dance and bonus points undone, and weeks 1 and 8 counted into 2 and 9."""
    assert totals(theirs, week) == totals(ours, week)


def test_the_same_couples_left_and_the_same_places_were_given(ours: SeasonState, theirs: SeasonState) -> None:
    for week in WEEKS:
        said, known = announced(theirs.weeks[week]), announced(ours.weeks[week])
        assert set(said.eliminated or ()) == set(known.eliminated or ())
        assert sorted(said.places or ()) == sorted(known.places or ())


def test_the_same_weeks_count_together(ours: SeasonState, theirs: SeasonState) -> None:
    for week in WEEKS:
        opened, known = theirs.weeks[week].opened.fact, ours.weeks[week].opened.fact
        assert (opened.scores_from, opened.votes_from) == (known.scores_from, known.votes_from)


def test_every_mark_the_file_has_is_our_mark(ours: SeasonState, theirs: SeasonState) -> None:
    """Weeks 1, 2 and 4 have one dance and no bonus, so the file's scores are marks, by scoring position."""
    compared = 0
    for week in WEEKS:
        for dance in theirs.weeks[week].dances.values():
            marks = [event.fact.mark for event in dance.marks.values()]
            couple = dance.scheduled.fact.couples
            known = next(one for one in ours.weeks[week].dances.values() if one.scheduled.fact.couples == couple)
            if marks:
                seats = [seat.judge for seat in ours.weeks[week].panels[max(ours.weeks[week].panels)].fact.judges]
                assert marks == [known.marks[judge].fact.mark for judge in seats]
                compared += len(marks)
    assert compared == 13 * 3 + 13 * 3 + 9 * 4


def test_what_differs_is_what_only_one_of_them_says(ours: SeasonState, theirs: SeasonState) -> None:
    """The file has no couples in danger, so weeks 2 and 5 are told in the form without them; and no dates, styles or themes."""
    forms = {
        week: (theirs.weeks[week].opened.fact.form, ours.weeks[week].opened.fact.form)
        for week in WEEKS
        if theirs.weeks[week].opened.fact.form != ours.weeks[week].opened.fact.form
    }
    assert forms == {2: ("double", "double-of-three"), 5: ("single", "single-of-three")}
    assert all(announced(theirs.weeks[week]).danger is None for week in WEEKS)
    assert {week for week in WEEKS if announced(ours.weeks[week]).danger} == {2, 5, 8}
    assert {len(theirs.weeks[week].opened.fact.episodes) for week in WEEKS} == {1}
    assert len(ours.weeks[3].opened.fact.episodes) == 2
    told = {(one.date, one.theme) for week in WEEKS for one in theirs.weeks[week].opened.fact.episodes}
    assert told == {(None, None)}
