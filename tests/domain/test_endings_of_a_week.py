"""Who is in danger, who leaves, and what stays open: ties, immunity, cancelled eliminations, finales."""

from dataclasses import replace
from typing import get_args

import pytest

from domain.exact import Exact
from domain.period.scoring_period import Bonus, Dance, Panel, Settlement
from domain.rulebook import Form
from domain.rulebook.forms import EveryonePlaced, Nobody, TopSafe
from domain.stages.links import Authority, HeadJudge, LastDance, Link, Lot, PreviousPoints, RunningOrder, SidePoints
from domain.stages.links import SideTotal as Total
from tests.domain.on_paper import (
    BOTTOM_TWO,
    PUBLIC_VOTE,
    SHARE,
    SINGLE,
    SOURCE,
    STANDARD,
    form,
    period,
    rules,
    tabulate,
)

TIED: dict[str, Exact] = {"a": 30, "b": 20, "c": 20}
VOTES = {"a": 30, "b": 20, "c": 20}
FINALE = Form(name="finale", says="all placed", select=EveryonePlaced(), source=SOURCE)
NOBODY = Form(name="nobody", says="nobody leaves", select=Nobody(), source=SOURCE)


def test_an_exhausted_tie_chain_is_undecided_and_names_the_couples() -> None:
    outcome = tabulate(rules(SHARE, chain=(PUBLIC_VOTE,)), period(TIED, VOTES))
    assert (outcome.status, outcome.leaving, outcome.needs[0].couples) == ("undecided", (), ("b", "c"))
    assert [(row.place, row.shared, row.result) for row in outcome.standings()] == [
        (1, False, "safe"),
        (2, True, "not known"),
        (2, True, "not known"),
    ]


def test_a_settlement_decides_a_tie_the_rulebook_does_not() -> None:
    settled = Settlement("authority", ("c", "b"), "Elin (executive)")
    outcome = tabulate(rules(SHARE), period(TIED, VOTES, settlements=(settled,)))
    assert (outcome.status, outcome.leaving) == ("decided", ("b",))


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a", "c"), ("b",), ("b", "c", "b")])
def test_a_settlement_for_other_couples_settles_nothing(order: tuple[str, ...]) -> None:
    outcome = tabulate(rules(SHARE), period(TIED, VOTES, settlements=(Settlement("authority", order, "Elin"),)))
    assert (outcome.status, outcome.order) == ("undecided", (("a",), ("b", "c")))


def test_a_drawn_lot_is_no_decision_and_a_decision_is_no_lot() -> None:
    lot = rules(SHARE, chain=(Lot(source=SOURCE),))
    decision = rules(SHARE, chain=(Authority(who="the head judge", source=SOURCE),))
    drawn = period(TIED, VOTES, settlements=(Settlement("lot", ("b", "c"), "Elin"),))
    decided = period(TIED, VOTES, settlements=(Settlement("authority", ("b", "c"), "Elin"),))
    assert [tabulate(rulebook, week).leaving for rulebook in (lot, decision) for week in (drawn, decided)] == [
        ("c",), (), (), ("c",),
    ]  # fmt: skip


def test_a_tie_away_from_the_cut_keeps_nothing_open() -> None:
    outcome = tabulate(rules(SHARE), period({"a": 30, "b": 30, "c": 10}, {"a": 1, "b": 1, "c": 1}))
    assert (outcome.status, outcome.leaving, outcome.order) == ("decided", ("c",), (("a", "b"), ("c",)))


def test_a_tie_wholly_inside_the_bottom_two_is_open_only_where_it_decides_who_leaves() -> None:
    both_leave = tabulate(rules(SHARE, form("double", 2, 2)), period(TIED, VOTES, "double"))
    one_leaves = tabulate(rules(SHARE, BOTTOM_TWO), period(TIED, VOTES, "bottom-two"))
    assert (both_leave.status, set(both_leave.leaving)) == ("decided", {"b", "c"})
    assert (one_leaves.status, one_leaves.bottom, one_leaves.leaving) == ("undecided", ("b", "c"), ())


def test_safe_from_elimination_means_the_next_lowest_goes() -> None:
    """US season 24, week 7."""
    week = period({"a": 30, "b": 20, "c": 10}, {"a": 3, "b": 2, "c": 1}, immune=("c",))
    outcome = tabulate(rules(SHARE, immunity="safe from elimination"), week)
    assert (outcome.leaving, outcome.immune) == (("b",), ("c",))
    assert outcome.standings()[-1].result == "immune"


def test_everybody_immune_sends_nobody_home() -> None:
    outcome = tabulate(rules(SHARE, BOTTOM_TWO), period(TIED, VOTES, "bottom-two", immune=("a", "b", "c")))
    assert (outcome.status, outcome.bottom, outcome.leaving) == ("decided", (), ())


def test_a_cancelled_elimination_sends_nobody_home_and_needs_no_tie_broken() -> None:
    """US season 17, October 2013; US season 28, 2019."""
    outcome = tabulate(rules(SHARE), period(TIED, VOTES, cancelled=True))
    assert (outcome.status, outcome.bottom, outcome.leaving, outcome.needs) == ("decided", (), (), ())


def test_a_week_in_which_nobody_leaves_is_decided_with_its_ties() -> None:
    outcome = tabulate(rules(SHARE, NOBODY), period(TIED, VOTES, "nobody"))
    assert (outcome.status, outcome.leaving) == ("decided", ())


def test_a_finale_places_everyone_and_waits_for_every_tie() -> None:
    decided = tabulate(rules(SHARE, FINALE), period({"a": 3, "b": 2, "c": 1}, {"a": 3, "b": 2, "c": 1}, "finale"))
    assert [(row.couple, row.place, row.result) for row in decided.standings()] == [
        ("a", 1, "placed"), ("b", 2, "placed"), ("c", 3, "placed"),
    ]  # fmt: skip
    waiting = tabulate(rules(SHARE, FINALE), period(TIED, VOTES, "finale"))
    assert (waiting.status, waiting.needs[0].couples) == ("undecided", ("b", "c"))


def test_no_couple_leaves_that_was_not_selected() -> None:
    """Found by the naive tabulation: the top two of three are safe, so where two may leave only the third does."""
    safe = Form(name="safe", says="top two safe", select=TopSafe(couples=2), leave=2, source=SOURCE)
    week = period({"a": 30, "b": 20, "c": 10}, {"a": 3, "b": 2, "c": 1}, "safe")
    outcome = tabulate(rules(SHARE, safe), week)
    assert (outcome.bottom, outcome.leaving, outcome.saved) == (("c",), ("c",), ())


LAST = {"b": 7, "c": 8}


COMPARED: tuple[tuple[Link, str], ...] = (
    (LastDance(source=SOURCE), "b"),
    (PreviousPoints(source=SOURCE), "c"),
    (RunningOrder(source=SOURCE), "c"),
    (HeadJudge(source=SOURCE), "b"),
    (Total(side="viewers", source=SOURCE), "c"),
    (SidePoints(side="judges", source=SOURCE), "b"),
)
"""Links, and who leaves where one of them alone divides the tie."""

ELSEWHERE = {
    "lot": "settled by people: the tests of lots and decisions above",
    "authority": "settled by people: the tests of lots and decisions above",
    "count_of": "of voting bodies: tests/rulebooks/test_eurovision.py",
    "plug_in": "of a package: tests/domain/test_own_stage_kinds.py",
    "bodies_voted_from": "of voting bodies: tests/rulebooks/test_eurovision.py",
}


def test_every_link_has_a_case_written_by_hand() -> None:
    links = {member.model_fields["kind"].default for member in get_args(get_args(Link)[0])}
    lacking = sorted(links - {link.kind for link, _ in COMPARED} - ELSEWHERE.keys())
    assert not lacking, f"add a case of {lacking} to COMPARED in tests/domain/test_endings_of_a_week.py"


@pytest.mark.parametrize(("link", "goes"), COMPARED, ids=lambda value: getattr(value, "kind", value))
def test_each_link_compares_its_own_quantity(link: Link, goes: str) -> None:
    """b and c tie on combined points: c has the judges, b the viewers; c the last dance; b danced and stood higher before."""
    dances = tuple(
        Dance(f"{n}.1.{couple}", (couple,), (("carrie", mark), ("len", head)))
        for n, couple, mark, head in ((1, "b", 9, 8), (1, "c", 9, 8), (2, "b", 7, 5), (2, "c", 7, 6), (1, "a", 20, 20))
    )
    week = period(
        TIED,
        {"a": 90, "b": 21, "c": 20},
        dances=dances,
        panel=Panel(("carrie", "len"), head="len"),
        running_order=("b", "c"),
        previous_points=(("b", 5), ("c", 4)),
    )
    assert tabulate(rules(STANDARD, chain=(link,)), week).leaving == (goes,)


@pytest.mark.parametrize(("total_of", "leaving"), [("2.1.b", ("c",)), ("1.1.b", ("c",)), ("1.1.b + 2.1.b", ())])
def test_a_total_without_its_split_stands_first_in_the_list_and_is_no_earlier_dance(
    total_of: str, leaving: tuple[str, ...]
) -> None:
    """b danced to 4 and 8, c to 5 and 7; the dance listed last, which is no total, was taken for the one danced last."""
    marked = {"1.1.b": 4, "2.1.b": 8, "1.1.c": 5, "2.1.c": 7, "1.1.a": 20}
    named = total_of.split(" + ")
    total = Dance(total_of, ("b",), stated_total=sum(marked[name] for name in named))
    rest = (Dance(name, (name[-1],), (("len", mark),)) for name, mark in marked.items() if name not in named)
    week = period(TIED, {"a": 90, "b": 20, "c": 20}, dances=(total, *rest))
    outcome = tabulate(rules(STANDARD, chain=(LastDance(source=SOURCE),)), week)
    assert outcome.leaving == leaving
    assert [need.what for need in outcome.needs] == ([] if leaving else ["the total of the last dance alone"])


def test_the_head_judges_ranking_waits_where_a_split_is_not_public() -> None:
    outcome = tabulate(
        rules(SHARE, chain=(HeadJudge(source=SOURCE),)), period(TIED, VOTES, panel=Panel(("len",), head="len"))
    )
    assert outcome.needs[0].what == "the split of marks between the judges"


def test_bonus_points_and_team_dances_count_towards_the_judges_total() -> None:
    """A team dance counts in full for each of its couples."""
    week = period({"a": 10, "b": 10, "c": 9}, {"a": 1, "b": 1, "c": 1})
    team = Dance("1.team.stars", ("a", "c"), (("carrie", 8), ("len", 9)))
    week = replace(week, dances=(*week.dances, team), bonuses=(Bonus("b", 3), Bonus("c", 1)))
    outcome = tabulate(rules(SHARE, SINGLE), week)
    assert outcome.sides[0].raw == (27, 13, 27)


def test_points_carried_for_a_couple_that_has_left_count_for_nobody() -> None:
    week = period({"a": 10, "b": 9}, {"a": 1, "b": 1}, bonuses=(Bonus("gone", 50),))
    week = replace(week, dances=(*week.dances, Dance("0.1.gone", ("gone",), (("len", 10),))))
    assert tabulate(rules(SHARE), week).sides[0].raw == (10, 9)
