"""13 December 2008, found again: the checker is given the rulebook and nothing else."""

from importlib.resources import files

import pytest

from domain.stages.second_stages import DanceOff
from glitterball.properties import Budget, property_named, run_properties
from glitterball.rulebooks import shipped_rulebook
from tests.properties.built import DENSE, PUBLIC_VOTE, STANDARD, form, judges, show, viewers
from tests.thoroughness import examples

SAVABLE = property_named("savable")
BEFORE_2009, FROM_2009 = shipped_rulebook("strictly-2008"), shipped_rulebook("strictly-2009")


def test_strictly_to_2008_is_found_within_a_hundred_outcomes_to_have_a_couple_no_vote_can_save() -> None:
    found = SAVABLE.find_violation(BEFORE_2009, Budget(work=100))
    assert found is not None
    assert found.couples == 3
    assert found.says == (
        "Cleo & Dov cannot be kept out of danger: whatever the public votes, they are in the bottom two. "
        "The judges gave 8, 8, 4."
    )
    assert found.tried == "Every order of the public vote for 3 couples was tried, ties included."


def test_the_week_found_is_the_semi_final_two_couples_tied_at_the_top_of_three() -> None:
    found = SAVABLE.find_violation(BEFORE_2009)
    assert found is not None
    outcome = found.shown[0].outcome
    assert outcome.sides[0].points.exact() == (3, 3, 1)
    assert set(outcome.bottom) == {"bea-cole", "cleo-dov"}
    assert found.shown[0].table() == [
        "couple       judges  points  viewers  points  together  place",
        "Anna & Ezra       8       3        2       2         5      1  safe",
        "Cleo & Dov        4       1        3       3         4      2  in danger",
        "Bea & Cole        8       3        1       1         4      3  in danger",
    ]


@pytest.mark.heavy("every one")
def test_strictly_from_2009_keeps_it_and_the_result_says_for_which_sizes() -> None:
    result = SAVABLE.try_on(FROM_2009)
    assert (result.verdict, result.counterexample) == ("exhaustive", None)
    assert [one.couples for one in result.covered] == [3, 4, 5, 6, 7, 8]
    assert [one.weeks for one in result.covered] == [4, 8, 16, 32, 64, 128]
    assert result.searched().startswith(
        "dance-off: every tie pattern of the judges' totals, with votes for every couple, for 3 to 8 couples (252 weeks); "
        "100 weeks drawn at random (seed 0)."
    )


@pytest.mark.heavy("every one")
def test_strictly_from_2009_keeps_all_of_its_stated_guarantee() -> None:
    results = run_properties(
        FROM_2009, Budget(max_examples=examples(100)), names=["savable", "nobody-safe", "winnable", "votes-matter"]
    )
    assert [one.verdict for one in results] == ["exhaustive"] * 4


@pytest.mark.heavy("every one")
def test_dense_ties_keep_it_only_because_the_public_vote_breaks_combined_ties() -> None:
    off = form("dance-off", 2, 1, DanceOff(decides="casting vote", source="a test"))
    kept = show(judges(DENSE), viewers(STANDARD), forms=(off,), chain=(PUBLIC_VOTE,), panel=4)
    broken = show(judges(DENSE), viewers(STANDARD), forms=(off,), panel=4)
    assert SAVABLE.find_violation(kept, Budget(max_examples=0)) is None
    found = SAVABLE.find_violation(broken, Budget(max_examples=0))
    assert found is not None
    assert found.couples == 3


def test_a_cancelled_elimination_cannot_be_made_up_for_so_that_three_couples_danced_the_final_of_2008() -> None:
    found = property_named("schedule").find_violation(BEFORE_2009)
    assert found is not None
    assert found.says == (
        "4 couples, 2 weeks to a finale of 2: in week 1 the elimination is cancelled, and however the other weeks end, the "
        "finale has 3 couples, not 2."
    )


def test_the_shipped_rulebook_is_the_one_of_the_show() -> None:
    text = files("glitterball.rulebooks").joinpath("strictly-2008.toml").read_text("utf-8")
    assert 'ties = "standard"' in text
