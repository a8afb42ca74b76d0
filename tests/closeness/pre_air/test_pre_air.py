"""The pre-air report: known nights, and every public order or many divisions of the vote one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import BodyVotes
from domain.rulebook import Form, assume
from domain.rulebook.book import Immunity
from domain.rulebook.forms import EveryonePlaced
from domain.stages.links import LastDance, Lot, SidePoints, SideTotal
from domain.stages.points import RankPoints, RawPoints, SharePoints, TablePoints
from domain.stages.second_stages import JudgesSave
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.pre_air import pre_air
from glitterball.rulebooks import shipped_rulebook
from tests.audit import nights
from tests.closeness.margins.every_change import divisions
from tests.thoroughness import examples

S = nights.SOURCE
SEMI_FINAL = nights.night({"austin": 67, "lisa": 75, "rachel": 75}, "dance-off")
SAVE = JudgesSave(decides="majority", source=S)
FORMS = (
    nights.form(),
    nights.form("double", 2, 2),
    nights.form("of-three", 3, 1),
    nights.form("save", 2, 1, second_stage=SAVE),
    nights.form("double-save", 3, 2, out_at_once=1, second_stage=SAVE),
    Form(name="finale", says="Everyone is placed.", select=EveryonePlaced(), source=S),
)
LINKS = (SideTotal(side="viewers", source=S), SideTotal(side="judges", source=S), SidePoints(side="viewers", source=S))
IMMUNITY = Immunity(means="safe from elimination", source=S)


def test_the_semi_final_of_december_2008_is_warned_of_before_the_lines_open():
    """Judges 75, 75, 67 (the broadcaster's statement of December 2008): votes for the third couple could do nothing."""
    report = pre_air(shipped_rulebook("strictly-2008"), SEMI_FINAL)
    assert report.unsavable == ("austin",)
    assert [str(one) for one in report.warnings if one.severity == "warning"] == [
        "week 2: every vote for austin is worthless tonight: whatever the public does, austin is among the lowest 2"
    ]
    assert not report.reading.prospect("austin").can_win
    assert report.reading.prospect("austin").savable, "in the dance-off, where the judges may save it"


def test_from_2009_any_couple_can_be_kept_out_of_the_dance_off_and_none_is_safe():
    """The show's stated guarantee."""
    report = pre_air(shipped_rulebook("strictly-2009"), SEMI_FINAL)
    assert (report.unsavable, report.safe) == ((), ())
    assert {one.couple: one.out_of_danger.may for one in report.reading.prospects} == {
        "austin": 1,
        "lisa": 1,
        "rachel": 1,
    }


def test_the_report_says_what_another_reading_of_the_ties_would_mean():
    rulebook = shipped_rulebook("us-30-31")
    said = [str(one) for one in pre_air(rulebook, replace(SEMI_FINAL, form="save")).warnings]
    assert "week 2: with judges-ties = dense votes can keep austin out of danger" in said
    assert "week 2: lisa and rachel are equal on the judges side with 75: each gets 3" in said


def test_under_shares_a_couple_needs_so_much_of_the_vote_and_is_safe_above_so_much():
    """US seasons 3 to 27, judges 38, 26, 14 of 78 (the official example of Nov 2010)."""
    period = nights.night({"a": 38, "b": 26, "c": 14})
    found = pre_air(shipped_rulebook("us-3-27"), period).reading.prospect("c").staying
    assert found.by == "share"
    assert found.may == Fraction(12, 78), "with 2/13 c reaches b, if b has no vote at all"
    assert found.surely == Fraction(1, 3) + Fraction(26 + 38 - 28, 3 * 78)
    assert (found.possible, found.certain) == (True, False)


def test_a_judges_share_above_two_nths_makes_the_top_couple_safe():
    report = pre_air(shipped_rulebook("us-3-27"), nights.night({"a": 30, "b": 5, "c": 5}))
    assert report.safe == ("a",)
    assert "week 2: a is already safe: no vote sends a home tonight" in [str(one) for one in report.warnings]


def test_votes_already_in_do_not_change_the_report():
    rulebook = assume(shipped_rulebook("us-33"), "judges-ties", "dense")
    period = nights.night({"a": 3, "b": 2, "c": 1})
    assert pre_air(rulebook, period) == pre_air(rulebook, replace(period, votes=(BodyVotes("viewers", (1, 2, 3)),)))


def test_a_night_on_which_nobody_leaves_names_nobody_in_danger():
    report = pre_air(shipped_rulebook("us-33"), nights.night({"a": 3, "b": 2, "c": 1}, "nobody-leaves"))
    assert (report.in_danger, report.leave, report.unsavable, report.safe) == (0, 0, (), ())
    assert all(one.out_of_danger is None for one in report.reading.prospects)


def test_what_is_not_covered_says_so_in_a_sentence():
    report = pre_air(shipped_rulebook("eurovision-2016"), nights.night({"a": 3, "b": 2}, "final"))
    assert report.reading.why
    assert "not worked out" in str(report.warnings[0])


@st.composite
def a_night(draw, public, most):
    judges = draw(st.sampled_from((RankPoints(ties="standard"), RankPoints(ties="dense"), SharePoints())))
    chain = tuple(draw(st.lists(st.sampled_from((*LINKS, LastDance(source=S), Lot(source=S))), max_size=2)))
    rulebook = nights.rulebook(
        points=judges,
        public=public,
        chain=chain,
        forms=FORMS,
        weights=(1, draw(st.sampled_from((1, 2)))),
        immunity=IMMUNITY,
    )
    n = draw(st.integers(3, most))
    totals = {name: draw(st.integers(1, 5)) for name in "abcde"[:n]}
    immune = ("a",) if n > 3 and draw(st.integers(0, 4)) == 4 else ()
    return rulebook, nights.night(totals, draw(st.sampled_from(FORMS)).name, immune=immune)


def above(rulebook, period, votes):
    """For each couple, how many others (immune ones aside) an outcome puts below it."""
    outcome = tabulate(rulebook, replace(period, votes=(BodyVotes("viewers", votes),)), explain=False)
    group = {name: at for at, names in enumerate(outcome.order) for name in names}
    return {
        one: [other for other in period.couples if group[other] > group[one]] for one in period.couples
    }  # fmt: skip


def claims(report, period):
    """(couple, needs, how many must be below, immune ones counted or not) for everything the report claims."""
    rivals = [one for one in period.couples if one not in period.immune]
    for one in report.reading.prospects:
        yield one.couple, one.first, len(period.couples) - 1, period.couples
        if one.out_of_danger is not None:
            yield one.couple, one.out_of_danger, report.in_danger, rivals


@pytest.mark.parametrize(
    "public", [*(RankPoints(ties=ties) for ties in ("standard", "dense")), TablePoints(table=(12, 10, 8))], ids=repr
)
@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_by_places_every_claim_is_what_going_through_all_public_orders_finds(public, data):
    rulebook, period = data.draw(a_night(public, 5))
    report = pre_air(rulebook, period)
    n = len(period.couples)
    orders = [(order, above(rulebook, period, order)) for order in permutations(range(1, n + 1))]
    for couple, needs, fewest, rivals in claims(report, period):
        at = period.couples.index(couple)
        by_place = {place: [] for place in range(1, n + 1)}
        for order, below in orders:
            by_place[n + 1 - order[at]].append(len(set(below[couple]) & set(rivals)) >= fewest)
        sure = [place for place in by_place if all(all(by_place[better]) for better in range(1, place + 1))]
        assert needs.may == max((place for place, found in by_place.items() if any(found)), default=None)
        assert needs.surely == max(sure, default=None)
        assert needs.possible == any(map(any, by_place.values()))
        assert needs.certain == all(map(all, by_place.values()))


@settings(max_examples=examples(80), deadline=None)
@given(st.data(), st.sampled_from((6, 11, 15)))
def test_by_shares_no_division_of_a_few_votes_contradicts_a_claim(data, cast):
    rulebook, period = data.draw(a_night(SharePoints(), 4))
    report = pre_air(rulebook, period)
    for votes in divisions(cast, len(period.couples)):
        below = above(rulebook, period, votes)
        for couple, needs, fewest, rivals in claims(report, period):
            share = Fraction(votes[period.couples.index(couple)], cast)
            held = len(set(below[couple]) & set(rivals)) >= fewest
            if held:
                assert needs.possible
                assert share >= needs.may
                assert share > needs.may or needs.attained
            else:
                assert not needs.certain
                assert needs.surely is None or share <= needs.surely
                assert needs.surely is None or share < needs.surely or not needs.surely_attained


@pytest.mark.heavy("every one")
def test_sixteen_couples_are_reported_on_under_every_reading():
    crowd = nights.night({f"c{at:02}": 20 + at // 2 for at in range(16)}, "save")
    report = pre_air(shipped_rulebook("us-30-31"), crowd)
    assert len(report.readings) == 15
    assert all(not one.why for one in report.readings)


def test_viewers_only_nights_give_every_couple_every_chance():
    rulebook = nights.rulebook()
    raw = rulebook.sides[1].model_copy(update={"points": RawPoints()})
    report = pre_air(rulebook.model_copy(update={"sides": (raw,)}), nights.night({"a": 3, "b": 2, "c": 1}))
    assert report.can_win == ("a", "b", "c")
    assert {one.staying.surely for one in report.reading.prospects} == {Fraction(1, 3)}
