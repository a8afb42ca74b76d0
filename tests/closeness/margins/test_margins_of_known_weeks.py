"""Margins of weeks whose figures are public, and what a margin says of itself."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel
from domain.rulebook import Form
from domain.rulebook.forms import EveryonePlaced
from domain.stages.links import SideTotal
from domain.stages.points import RankPoints, SharePoints
from domain.stages.second_stages import JudgesSave
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.margins import margin
from glitterball.rulebooks import shipped_rulebook
from tests.audit import nights
from tests.closeness.margins.every_change import asked, fewest
from tests.thoroughness import part

S = nights.SOURCE
SAVE = JudgesSave(decides="majority", source=S)
COUPLES = tuple(f"c{at:02}" for at in range(16))


def with_votes(period, *votes):
    return replace(period, votes=(BodyVotes("viewers", votes),))


OFFICIAL = with_votes(nights.night({"a": 38, "b": 26, "c": 14}, "single-of-two"), 200, 400, 400)
"""The show's worked example of November 2010: 20, 40 and 40 per cent of the vote; bottom two A and C, C out."""


def test_the_official_example_of_2010_turns_on_54_votes_moved():
    """Gap 68.72 - 57.95 per cent of 1,000 votes, halved because each vote moved counts twice (RULES 6)."""
    found = margin(shipped_rulebook("us-3-27"), OFFICIAL).question("who leaves")
    moved = found.unit("moved").overturned
    assert (found.now, moved.votes, moved.witness.after) == ((("c",),), 54, (("a",),))
    assert moved.witness.changes == (("a", -54), ("c", 54))
    assert not found.unit("moved").differ


def test_with_a_larger_danger_set_both_questions_are_answered():
    found = margin(shipped_rulebook("us-3-27"), OFFICIAL)
    assert [one.question for one in found.questions] == ["who leaves", "who is in the bottom set"]
    bottom = found.question("who is in the bottom set")
    assert (bottom.now, bottom.unit("moved").overturned.votes) == ((("a", "c"),), 24)
    assert [one.overturned.votes for one in found.questions[0].units] == [156, 54, 83]


def test_one_vote_fewer_than_the_margin_changes_nothing():
    """Every way to move 54 votes among three couples, and every way to move 53, tabulated."""
    rulebook = shipped_rulebook("us-3-27")
    question = asked(rulebook, OFFICIAL, "who leaves")
    for changed, flips in ((53, False), (54, True)):
        found = set()
        for a in range(-changed, changed + 1):
            for b in range(-changed, changed + 1):
                if sum(max(one, 0) for one in (a, b, -a - b)) == changed:
                    moved = with_votes(OFFICIAL, 200 + a, 400 + b, 400 - a - b)
                    found.add(question.answer(tabulate(rulebook, moved, explain=False)))
        assert (len(found) > 1) is flips


def test_every_witness_is_confirmed_by_the_tabulation():
    rulebook = shipped_rulebook("us-3-27")
    for told in margin(rulebook, OFFICIAL).questions:
        question = asked(rulebook, OFFICIAL, told.question)
        for unit in told.units:
            for one in (unit.disturbed, unit.overturned):
                seen = with_votes(OFFICIAL, *(votes for _, votes in one.witness.votes))
                assert question.answer(tabulate(rulebook, seen, explain=False)) == one.witness.after != told.now
                assert one.witness.outcome == tabulate(rulebook, seen, explain=False)


def test_a_tie_nobody_has_settled_is_no_longer_the_same_result_but_no_other_one_either():
    """Equal marks, 10 votes against 14, no tie rule: two moved votes tie them, three turn the result round."""
    rulebook = nights.rulebook(points=SharePoints(), public=SharePoints(), chain=())
    found = margin(rulebook, with_votes(nights.night({"a": 5, "b": 5}), 10, 14)).question("who leaves")
    moved = found.unit("moved")
    assert (moved.disturbed.votes, moved.overturned.votes, moved.differ) == (2, 3, True)
    assert moved.disturbed.witness.after is None


def test_judges_who_vote_can_leave_a_changed_bottom_two_without_consequence():
    """The judges saved A unanimously. Whoever else meets B in the bottom two, nobody voted for either: open, not changed."""
    rulebook = nights.rulebook(forms=(nights.form("save", 2, 1, second_stage=SAVE),))
    period = nights.night({"a": 5, "b": 6, "c": 9, "d": 10}, "save", panel=Panel(("h", "i", "j")))
    period = replace(period, ballots=tuple(Ballot(judge, "a") for judge in "hij"))
    found = margin(rulebook, with_votes(period, 100, 90, 300, 500))
    leaves, bottom = found.questions
    assert (leaves.now, bottom.now) == ((("b",),), (("a", "b"),))
    assert bottom.unit("added").disturbed.votes <= leaves.unit("added").disturbed.votes
    question = asked(rulebook, with_votes(period, 1, 1, 3, 5), "who leaves")
    few = with_votes(period, 1, 1, 3, 5)
    told = margin(rulebook, few).question("who leaves")
    for unit in ("moved", "removed"):
        for decided, one in ((False, told.unit(unit).disturbed), (True, told.unit(unit).overturned)):
            assert one.at_least <= fewest(rulebook, few, question, unit, decided) <= one.at_most


def test_a_finale_has_a_margin_for_the_winner_and_one_for_the_places():
    found = margin(
        shipped_rulebook("us-3-27"), with_votes(nights.night({"a": 30, "b": 29, "c": 27}, "finale"), 500, 480, 300)
    )
    assert [one.question for one in found.questions] == ["who wins", "who is placed where"]
    winner, places = found.questions
    assert winner.now == (("a",),)
    assert places.now == (("a",), ("b",), ("c",))
    assert places.unit("moved").overturned.votes <= winner.unit("moved").overturned.votes


@pytest.mark.parametrize(("step", "first", "second"), [(1, 6, 5), (Fraction(1, 2), Fraction(17, 2), 8)])
def test_one_mark_is_tried_on_every_step_of_the_scale(step, first, second):
    """By shares; with one step more from one judge the judges' sides are equal, and the second couple has more votes."""
    shares = shipped_rulebook("us-3-27")
    rulebook = shares.model_copy(update={"scale": shares.scale.model_copy(update={"step": step})})
    dances = (Dance("1.1.a", ("a",), (("h", first), ("i", 6))), Dance("1.1.b", ("b",), (("h", second), ("i", 6))))
    period = replace(with_votes(nights.night({"a": 1, "b": 1}), 100, 103), dances=dances)
    found = margin(rulebook, period).questions[0]
    assert found.now == (("b",),)
    assert (found.mark_overturned.change, found.mark_disturbed.change) == (step, step)
    seen = found.mark_overturned.witness
    assert (seen.judge, abs(seen.becomes - seen.was), seen.after) == (seen.judge, step, (("a",),))


def test_where_only_a_total_is_on_record_the_witness_says_so():
    found = margin(shipped_rulebook("us-3-27"), OFFICIAL).question("who leaves").mark_overturned
    assert (found.change, found.witness.judge) == (7, None)


def test_votes_that_decide_nothing_have_no_margin():
    found = margin(shipped_rulebook("us-33"), with_votes(nights.night({"a": 3, "b": 2}, "nobody-leaves"), 1, 2))
    assert (found.questions, found.why) == ((), "nobody can leave or be placed this week, whatever the votes")
    assert "no side counts votes" in margin(shipped_rulebook("skating-final"), nights.night({"a": 3}, "final")).why
    assert "voting body" in margin(shipped_rulebook("eurovision-2015"), nights.night({"a": 3}, "final")).why


def test_where_no_number_of_votes_does_it_the_margin_is_never():
    """Viewers weigh half, and the judges' shares are 30/35 and 5/35: not even all votes reach so far. Without a single vote a
    share is undefined, and nothing can be tabulated."""
    rulebook = nights.rulebook(points=SharePoints(), public=SharePoints(), weights=(1, Fraction(1, 2)))
    found = margin(rulebook, with_votes(nights.night({"a": 30, "b": 5}), 30, 70)).question("who leaves")
    for unit in found.units:
        assert (unit.overturned.exact, unit.overturned.votes) == (True, None)
        assert unit.overturned.why == "no number of votes does it"
    assert [one.disturbed.votes for one in found.units] == [None, None, 100]
    assert found.unit("removed").disturbed.witness.outcome.status == "not tabulated"


def test_votes_for_a_couple_that_cannot_be_saved_leave_it_in_the_bottom_two():
    """Strictly, 13 December 2008: judges 75, 75, 67. Votes for the third couple only change who is there with it."""
    period = with_votes(nights.night({"a": 75, "b": 75, "c": 67}, "dance-off"), 300, 200, 100)
    bottom = margin(shipped_rulebook("strictly-2008"), period).question("who is in the bottom set")
    assert bottom.now == (("b", "c"),)
    assert all("c" in one.overturned.witness.after[0] for _, one in bottom.added_for if one.overturned.witness)


@pytest.mark.parametrize(
    ("public", "seed"),
    [
        (public, seed)
        for at, public in enumerate((SharePoints(), *(RankPoints(ties=t) for t in ("standard", "low", "dense"))))
        for seed in part(range(3), at, of=3)
    ],
    ids=repr,
)
def test_with_sixteen_couples_and_72_million_votes_the_margins_are_exact(public, seed):
    """Who leaves, the bottom set, the winner and the places, with the fewest votes deciding ties."""
    chance = Random(seed)
    forms = (nights.form("double-of-three", 3, 2), Form(name="finale", says=".", select=EveryonePlaced(), source=S))
    chain = (SideTotal(side="viewers", source=S),)
    rulebook = nights.rulebook(points=RankPoints(ties="standard"), public=public, chain=chain, forms=forms)
    for form in forms:
        period = nights.night({couple: chance.randint(18, 30) for couple in COUPLES}, form.name)
        period = with_votes(period, *(chance.randint(2_000_000, 7_000_000) for _ in COUPLES))
        for told in margin(rulebook, period).questions:
            for unit in told.units:
                if public != RankPoints(ties="dense"):
                    assert unit.disturbed.exact, (told.question, unit)
                    assert unit.overturned.exact, (told.question, unit)
                else:
                    assert unit.overturned.at_least <= unit.overturned.at_most
