"""What-if: known weeks, and every public order or many divisions of the vote one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glitterball
from domain.period.scoring_period import BodyVotes
from domain.rulebook import Form, assume
from domain.rulebook.forms import EveryonePlaced
from domain.season.refusals import WeekUnknown
from domain.season.state import Announced
from domain.stages.links import SideTotal
from domain.stages.points import RankPoints, SharePoints
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied.night import night_of
from glitterball.closeness.what_if import what_if, what_if_season
from glitterball.closeness.what_if.fates import fates_of
from glitterball.closeness.what_if.forms import fitting_form
from glitterball.rulebooks import shipped_rulebook
from tests.audit import nights
from tests.audit.seasons import certified, fold_of, opened, scored, voted, week_two_of_season_33
from tests.closeness.margins.every_change import divisions
from tests.thoroughness import examples

S = nights.SOURCE
SHARES = nights.rulebook(points=SharePoints(), public=SharePoints())
FINALE = Form(name="finale", says="Everyone is placed.", select=EveryonePlaced(), source=S)
FORMS = (nights.form(), nights.form("double", 2, 2), nights.form("of-two", 2, 1), FINALE)


@pytest.mark.heavy("nights")
def test_season_33_week_2_under_shares_could_have_sent_home_any_two_couples_but_one_pair():
    """By rank points Delvey (35) and Spelling (36) left. Under shares the votes that fit send home the same two, or any other
    two except Tran and Nader (38 each): those two would have to stand below Spelling in the public order, yet by rank points
    Spelling may be ahead of either by one place only."""
    found = what_if(fold_of(week_two_of_season_33()), 1, SHARES)
    assert (found.votes, found.hypothetical_form, found.fates.same) == ("secret", "double-of-three", "some")
    assert found.changed is None
    every_pair = set(combinations(sorted(line.couple for line in found.lines), 2))
    assert every_pair - set(found.fates.sets) == {("nader-pro", "tran-pro")}
    assert {fate.leaves for fate in found.fates.fates} == {"some"}
    assert all(line.changed is None for line in found.lines)


@pytest.mark.heavy("nights")
@pytest.mark.parametrize(("ties", "sets", "same"), [("dense", 49, "some"), ("low", 13, "some"), ("average", 1, "all")])
def test_season_33_week_2_with_another_reading_of_the_judges_ties(ties, sets, same):
    """By the mean of both countings the same two leave for every vote that fits; by the others the judges' last two stay."""
    fold = fold_of(week_two_of_season_33())
    found = what_if(fold, 1, assume(fold.state.rulebooks[0].fact.rulebook, "judges-ties", ties))
    assert found.hypothetical_rulebook == f"test@1 with judges-ties = {ties}"
    assert (len(found.fates.sets), found.fates.same) == (sets, same)
    never = {fate.couple for fate in found.fates.fates if fate.leaves == "none"}
    assert {"roberts-pro", "veljohnson-pro"} <= never
    unmarked = {line.couple for line in found.lines if line.changed is False}
    assert never <= unmarked


@pytest.mark.heavy("every one")
def test_the_same_rulebook_gives_the_same_result_for_all_votes_that_fit():
    fold = fold_of(week_two_of_season_33())
    found = what_if(fold, 1, fold.state.rulebooks[0].fact.rulebook)
    assert (found.fates.same, found.changed) == ("all", False)
    assert found.fates.sets == (("delvey-pro", "spelling-pro"),)
    assert found.fates.of("veljohnson-pro").in_danger == "some"


def test_the_whole_of_season_33_under_shares_is_beside_what_happened():
    fold = glitterball.open_season("us-33").fold
    season = what_if_season(fold, shipped_rulebook("us-3-27"))
    assert season.says.startswith("HYPOTHETICAL: season us-33 under us-3-27@1")
    assert [week.week for week in season.weeks] == list(range(1, 10))
    assert all(week.hypothetical and week.says.startswith("HYPOTHETICAL") for week in season.weeks)
    assert [week.fates.same for week in season.weeks] == ["all", *["some"] * 6, "all", "some"]
    assert {fate.couple for fate in season.weeks[-1].fates.fates if fate.wins != "none"} == {
        "chandler-brandon",
        "joey-jenna",
    }


def test_with_votes_on_record_the_outcome_is_computed_and_changed_rows_are_marked():
    """Marks 9 8 7 6, votes 10 20 40 30: by ranks Gil & Hal leave; by shares Amy & Ben, 3/10 + 1/10, Gil & Hal have 1/5 + 3/10."""
    fold = fold_of(certified())
    found = what_if(fold, 1, SHARES)
    assert (found.votes, found.outcome.leaving) == ("on record", ("amy-ben",))
    assert {line.couple: (line.actual, line.hypothetical) for line in found.lines if line.changed} == {
        "amy-ben": ("stayed", "left"),
        "gil-hal": ("left", "stayed"),
    }
    assert found.changed is True
    assert found.outcome.combined[0] == Fraction(9, 30) + Fraction(1, 10)


def test_a_save_without_ballots_leaves_the_hypothetical_outcome_open():
    found = what_if(fold_of(certified()), 1, only_the_form(shipped_rulebook("us-30-31"), "save"))
    assert found.hypothetical_form == "save"
    assert found.why.startswith("hypothetical: the outcome would have waited")
    assert None in {line.changed for line in found.lines}


def only_the_form(rulebook, name):
    return rulebook.model_copy(update={"forms": tuple(form for form in rulebook.forms if form.name == name)})


def test_when_no_form_fits_there_is_no_hypothetical_result_and_it_says_so():
    found = what_if(fold_of(certified()), 1, shipped_rulebook("strictly-final"))
    assert (found.hypothetical_form, found.outcome, found.fates, found.lines) == (None, None, None, ())
    assert "no form for a week in which 1 leaves" in found.why


def test_a_form_is_found_by_how_many_leave():
    period = nights.night({"a": 3, "b": 2, "c": 1}, "single")
    of_three = nights.form("single-of-three", 3, 1)
    assert fitting_form(of_three, shipped_rulebook("us-3-27"), period).name == "single"
    assert fitting_form(of_three, shipped_rulebook("us-33"), period).name == "single-of-three"
    assert fitting_form(nights.form("double", 2, 2), shipped_rulebook("us-28-29"), period).name == "double-with-save"
    assert fitting_form(FINALE, shipped_rulebook("us-33"), period).name == "finale"


@pytest.mark.heavy("every one")
def test_a_second_stage_that_never_took_place_is_not_guessed_at():
    fold = fold_of(week_two_of_season_33())
    found = what_if(fold, 1, shipped_rulebook("us-28-29"))
    assert found.fates.of("delvey-pro").in_danger == "all"
    assert found.fates.of("delvey-pro").leaves == "not worked out"
    assert found.fates.same == "not worked out"
    assert "never took place" in found.why


def test_nothing_announced_rules_no_vote_out():
    found = what_if(fold_of(scored(opened())), 1, SHARES)
    assert (found.fates, found.lines) == (None, ())
    assert "nothing was announced" in found.why


def test_an_impossible_result_implies_nothing():
    totals = {"a": 30, "b": 5, "c": 5}
    shares, ranks = SHARES, nights.rulebook()
    found = fates_of(
        night_of(shares, nights.night(totals)), Announced(eliminated=("a",)), night_of(ranks, nights.night(totals))
    )
    assert (found.same, found.sets) == ("not worked out", ())
    assert "no public vote gives the announced result" in found.why


def test_a_week_that_was_not_opened_is_refused():
    with pytest.raises(WeekUnknown):
        what_if(fold_of(voted(scored(opened()))), 7, SHARES)


ranks = st.builds(RankPoints, ties=st.sampled_from(["standard", "dense", "low"]))


@st.composite
def two_rulebooks(draw, first, second, most):
    """A night under one rulebook, its announced result taken from some vote, and another rulebook."""
    n = draw(st.integers(3, most))
    totals = {name: draw(st.integers(1, 4)) for name in "abcde"[:n]}
    chain = (SideTotal(side="viewers", source=S),)
    actual = nights.rulebook(points=draw(first), public=draw(first), chain=chain, forms=FORMS)
    other = nights.rulebook(
        points=draw(second), public=draw(second), chain=chain, forms=FORMS, weights=(1, draw(st.integers(1, 2)))
    )
    form = draw(st.sampled_from(FORMS)).name
    period = nights.night(totals, form)
    votes = tuple(draw(st.permutations(range(1, n + 1))))
    outcome = tabulate(actual, replace(period, votes=(BodyVotes("viewers", votes),)), explain=False)
    said = Announced(eliminated=outcome.leaving)
    if outcome.placed:
        places = tuple((couple, place) for place, (couple,) in enumerate(outcome.order, start=1))
        said = Announced(places=places)
    return actual, other, period, said


def lowest_by_every_division(case, cast):
    """The sets found by tabulating every division of so many votes that leaves no two couples equal."""
    actual, other, period, said = case
    found = set()
    for votes in divisions(cast, len(period.couples)):
        if len(set(votes)) < len(votes):
            continue
        with_votes = replace(period, votes=(BodyVotes("viewers", votes),))
        before, after = (tabulate(one, with_votes, explain=False) for one in (actual, other))
        if said.places is not None:
            if tuple(group[0] for group in before.order) != tuple(couple for couple, _ in said.places):
                continue
            found.add(after.order[0])
        elif set(before.leaving) == set(said.eliminated):
            shares = other.sides[1].points.kind == "share"
            tied = shares and len(set(after.combined.values)) < len(votes)
            if not tied:
                found.add(tuple(sorted(after.leaving)))
    return found


def computed(case):
    actual, other, period, said = case
    return fates_of(night_of(actual, period), said, night_of(other, period))


@settings(max_examples=examples(80), deadline=None)
@given(two_rulebooks(ranks, ranks, 5))
def test_from_ranks_to_ranks_the_sets_are_those_of_all_public_orders(case):
    found = computed(case)
    n = len(case[2].couples)
    assert set(found.sets) == lowest_by_every_division(case, n * (n - 1) // 2)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ranks, st.just(SharePoints())),
        (st.just(SharePoints()), ranks),
        (st.just(SharePoints()), st.just(SharePoints())),
    ],
    ids=["ranks to shares", "shares to ranks", "shares to shares"],
)
@settings(max_examples=examples(15, fewest=2), deadline=None)
@given(st.data())
def test_where_shares_count_no_division_of_the_vote_leaves_the_sets_and_all_of_them_occur(first, second, data):
    case = data.draw(two_rulebooks(first, second, 3))
    assert lowest_by_every_division(case, 90) == set(computed(case).sets)
