"""The rulebooks that ship: every one reads, cites and settles what it should; the worked numbers of RULES 3 under them."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from pydantic import ValidationError

from domain.period.scoring_period import Panel
from domain.rulebook import assume, variants
from domain.rulebook.book import Scale
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks

from .small_weeks import night

EXPECTED = (
    "eurovision-2015", "eurovision-2016", "eurovision-2023", "eurovision-2023-semi", "percent-judges-save",
    "skating-final", "skating-rounds", "strictly-2008", "strictly-2009", "strictly-2025", "strictly-final", "us-1-2", "us-28-29",
    "us-3-27", "us-30-31", "us-33", "us-34",
)  # fmt: skip
SEMI_FINAL = {"austin-erin": 75, "rachel-vincent": 75, "tom-camilla": 67}
"""Strictly, 13 December 2008."""
FOUR = Panel(("shirley", "anton", "craig", "motsi"), head="shirley")


def clauses(value: Any) -> Iterator[Any]:
    if hasattr(value, "source"):
        yield value
    if isinstance(value, tuple):
        for member in value:
            yield from clauses(member)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from clauses(getattr(value, name))


def in_danger(id: str) -> list[set[str]]:  # noqa: A002 - a rulebook's id
    """The bottom two of the 2008 semi-final in each of the six public orders."""
    return [
        set(
            tabulate(
                shipped_rulebook(id), night("dance-off", SEMI_FINAL, dict(zip(order, (3, 2, 1), strict=True)))
            ).bottom
        )
        for order in permutations(SEMI_FINAL)
    ]


def test_the_rulebooks_of_the_shows_ship() -> None:
    assert set(EXPECTED) <= set(shipped_rulebooks())


@pytest.mark.parametrize("id", EXPECTED)
def test_every_clause_has_a_source_and_every_assumption_a_reading_that_differs(id: str) -> None:  # noqa: A002
    rulebook = shipped_rulebook(id)
    assert rulebook.id == id
    assert all(len(clause.source) > 10 for clause in clauses(rulebook))
    for assumption in rulebook.assumptions:
        for reading in assumption.alternatives:
            assert assume(rulebook, assumption.name, reading) != rulebook
    assert next(variants(rulebook)).rulebook == rulebook


def test_with_the_ties_of_2008_no_votes_could_save_the_third_couple_of_the_semi_final() -> None:
    assert [("tom-camilla" in bottom) for bottom in in_danger("strictly-2008")] == [True] * 6


@pytest.mark.parametrize("id", ["strictly-2009", "strictly-2025"])
def test_with_dense_ties_every_couple_of_the_semi_final_escapes_in_two_of_six_orders(id: str) -> None:  # noqa: A002
    for couple in SEMI_FINAL:
        assert sum(couple not in bottom for bottom in in_danger(id)) == 2


def dance_off(id: str, panel: Panel, ballots: dict[str, str]) -> tuple[str, ...]:  # noqa: A002
    votes = {"austin-erin": 3, "rachel-vincent": 2, "tom-camilla": 1}
    outcome = tabulate(shipped_rulebook(id), night("dance-off", SEMI_FINAL, votes, panel, ballots))
    return outcome.leaving or tuple(need.what for need in outcome.needs)


def test_two_against_two_falls_to_the_head_judge_before_2025_and_to_the_judge_named_for_the_night_since() -> None:
    ballots = {"shirley": "rachel-vincent", "anton": "rachel-vincent", "craig": "tom-camilla", "motsi": "tom-camilla"}
    craigs_night = Panel(FOUR.judges, FOUR.head, "craig")
    assert dance_off("strictly-2009", FOUR, ballots) == ("tom-camilla",)
    assert dance_off("strictly-2009", craigs_night, ballots) == ("tom-camilla",)
    assert dance_off("strictly-2025", craigs_night, ballots) == ("rachel-vincent",)


def test_since_2025_a_tied_dance_off_waits_when_nobody_was_named_for_the_casting_vote() -> None:
    ballots = {"shirley": "rachel-vincent", "anton": "rachel-vincent", "craig": "tom-camilla", "motsi": "tom-camilla"}
    assert dance_off("strictly-2025", FOUR, ballots) == ("a rule for tied ballots",)


def test_the_final_of_strictly_is_the_viewers_alone() -> None:
    outcome = tabulate(shipped_rulebook("strictly-final"), night("finale", {"a": 40, "b": 20}, {"a": 1, "b": 2}))
    assert outcome.order == (("b",), ("a",))


JUDGES = {"anna": 20, "bert": 24, "cleo": 27, "dora": 30}
VOTES = {"anna": 10, "bert": 20, "cleo": 30, "dora": 40}
PANEL_31 = Panel(("carrie-ann", "bruno", "derek", "len"), head="len")


def save(id: str, form: str, panel: Panel, saves: str) -> tuple[str, ...]:  # noqa: A002
    named = {"a": "anna", "b": "bert", "c": "cleo"}
    ballots = {judge: named[one] for judge, one in zip(panel.judges, saves, strict=False)}
    return tabulate(shipped_rulebook(id), night(form, JUDGES, VOTES, panel, ballots)).leaving


def test_season_31_two_against_two_goes_to_the_head_judge_who_so_reverses_the_others() -> None:
    assert save("us-30-31", "save", PANEL_31, "aabb") == ("anna",)
    assert save("us-30-31", "save", PANEL_31, "bbaa") == ("bert",)
    assert save("us-30-31", "save", PANEL_31, "aaba") == ("bert",)


def test_season_31_three_unanimous_judges_need_no_head_judge() -> None:
    assert save("us-30-31", "save", PANEL_31, "aaa") == ("bert",)
    assert save("us-30-31", "save", PANEL_31, "aaab") == ("bert",)


@pytest.mark.parametrize("id", ["us-28-29", "percent-judges-save"])
def test_three_judges_save_by_majority(id: str) -> None:  # noqa: A002
    panel = Panel(("carrie-ann", "bruno", "len"), head="len")
    assert save(id, "save", panel, "aab") == ("bert",)
    assert save(id, "double-with-save", panel, "bcc") == ("anna", "bert")


def test_in_a_double_elimination_with_a_save_the_lowest_leaves_at_once() -> None:
    assert save("us-30-31", "double-with-save", PANEL_31, "bbcc") == ("anna", "bert")


def test_the_official_share_example_of_2010_sends_the_third_couple_home_under_us_3_27() -> None:
    week = night("single-of-two", {"a": 38, "b": 26, "c": 14}, {"a": 200, "b": 400, "c": 400})
    outcome = tabulate(shipped_rulebook("us-3-27"), week)
    assert (set(outcome.bottom), outcome.leaving) == ({"a", "c"}, ("c",))


def test_season_1_week_4_sends_rachel_hunter_home() -> None:
    """The rank example of the COMAP 2026 problem; its votes are hypothetical. O'Hurley and Monaco stay, McIntyre is safe."""
    judges = {"rachel": 25, "joey": 20, "john": 21, "kelly": 26}
    week = night("single", judges, {"rachel": 11, "joey": 37, "john": 32, "kelly": 20})
    assert tabulate(shipped_rulebook("us-1-2"), week).leaving == ("rachel",)


def test_season_34_sends_the_couple_with_the_fewest_votes_home_when_ranks_tie() -> None:
    week = night("single", {"anna": 30, "bert": 20, "cleo": 10}, {"anna": 1, "bert": 2, "cleo": 3})
    assert tabulate(shipped_rulebook("us-34"), week).leaving == ("anna",)


def test_without_its_tie_rule_season_1_names_the_couples_and_never_picks() -> None:
    week = night("single", {"anna": 30, "bert": 20, "cleo": 10}, {"anna": 1, "bert": 2, "cleo": 3})
    outcome = tabulate(assume(shipped_rulebook("us-1-2"), "combined-ties", "[]"), week)
    assert (outcome.status, outcome.leaving, outcome.needs[0].couples) == ("undecided", (), ("anna", "bert", "cleo"))


def test_a_scale_may_have_a_single_mark_and_never_falls() -> None:
    """A panel that can only say yes, as a round of calls does, still has a scale."""
    assert [Scale(lowest=5, highest=5, source="a test").allows(mark) for mark in (4, 5, 6)] == [False, True, False]
    with pytest.raises(ValidationError, match="rises from lowest to highest"):
        Scale(lowest=5, highest=4, source="a test")
