"""Rounds before a final (Skating System, Rules 1 to 4): most calls go on, and a tie at the cut is the chairman's alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod, Settlement
from domain.rulebook import RulebookUnreadable, read_rulebook
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook
from glitterball.rules.checking import check
from tests.auditors_file.single_file import differences
from tests.naive.tabulation import tabulated_naively
from tests.rulebooks.rounds import CLEAR, COUPLES, JUDGES, RULES, TIED, period, rules


def outcome(found: ScoringPeriod) -> Outcome:
    return tabulate(rules(), found)


def decided(found: ScoringPeriod, couples: tuple[str, ...], how: str) -> ScoringPeriod:
    return replace(found, settlements=(*found.settlements, Settlement(how, couples, "Eve (executive)")))


def test_the_couples_with_most_calls_of_all_judges_and_dances_go_on() -> None:
    result = outcome(period(CLEAR))
    assert dict(zip(result.couples, result.sides[0].raw, strict=True)) == {
        "c1": 6, "c2": 5, "c3": 5, "c4": 5, "c5": 1, "c6": 1, "c7": 1,
    }  # fmt: skip
    assert result.status == "decided"
    assert set(result.leaving) == {"c5", "c6", "c7"}, "equal, and all below the cut"


def test_couples_equal_at_the_cut_wait_for_the_chairman_and_the_others_are_known() -> None:
    result = outcome(period(TIED))
    (need,) = result.needs
    assert (need.what, need.couples, need.clause) == (
        "a decision by the chairman", ("c4", "c5", "c6"), "forms.semi-final.select.couples",
    )  # fmt: skip
    assert need.why == "equal at the cut of 4: 3 go on, or 6, as the chairman decides"
    assert (result.status, result.leaving) == ("undecided", ("c7",))
    assert {row.couple: row.result for row in result.standings()}["c4"] == "not known"


@pytest.mark.parametrize(("how", "left"), [("all go on", {"c7"}), ("none goes on", {"c4", "c5", "c6", "c7"})])
def test_they_go_on_all_or_none_as_was_decided(how: str, left: set[str]) -> None:
    result = outcome(decided(period(TIED), ("c5", "c4", "c6"), how))
    assert (result.status, set(result.leaving), set(result.bottom)) == ("decided", left, left)
    assert any(step.how == f"equal at the cut, {how} by decision" for step in result.working)


def test_a_decision_on_other_couples_settles_nothing() -> None:
    assert outcome(decided(period(TIED), ("c4", "c5"), "all go on")).status == "undecided"


def test_the_last_decision_counts() -> None:
    both = decided(decided(period(TIED), ("c4", "c5", "c6"), "all go on"), ("c4", "c5", "c6"), "none goes on")
    assert set(outcome(both).leaving) == {"c4", "c5", "c6", "c7"}


def test_where_nobody_stands_above_the_cut_all_go_on_or_it_stays_open() -> None:
    """Seven couples with as many calls: somebody must dance the final."""
    rota = {
        judge: tuple(tuple(COUPLES[(start + at) % 7] for at in range(4)) for start in (number, number + 3))
        for number, judge in enumerate((*JUDGES, "dee", "eli", "fay", "gus"))
    }
    found = period(rota)
    assert len(outcome(found).order) == 1
    assert outcome(decided(found, COUPLES, "none goes on")).status == "undecided"
    assert outcome(decided(found, COUPLES, "all go on")).leaving == ()


def test_judges_who_call_different_numbers_get_their_cards_back() -> None:
    short = {**CLEAR, "ben": (("c1", "c2", "c3"), CLEAR["ben"][1])}
    result = outcome(period(short))
    assert (result.status, result.needs[0].what) == ("not tabulated", "cards with as many calls")
    assert "in the 1st dance judges call different numbers of couples (ada 4, ben 3, cy 4)" in result.needs[0].why


def test_the_working_says_who_called_whom_and_how_many_go_on() -> None:
    steps = outcome(period(CLEAR)).working
    hows = [step.how for step in steps]
    assert hows[:2] == ["dance 1, called back by ada", "dance 1, called back by ben"]
    assert dict(steps[1].compared()) == {"c1": 1, "c2": 1, "c3": 1, "c4": 0, "c5": 1, "c6": 0, "c7": 0}
    assert "4 go on" in hows


@st.composite
def rounds(draw: st.DrawFn) -> ScoringPeriod:
    """Any cards with as many calls, and now and then a decision on whoever is equal at the cut."""
    couples = COUPLES[: draw(st.integers(2, 7))]
    cards = {
        judge: tuple(tuple(draw(st.permutations(couples))[:4]) for _ in range(2))
        for judge in JUDGES[: draw(st.integers(1, 3))]
    }
    found = period(cards, couples=couples)
    needs = tabulate(rules(), found, explain=False).needs
    how = draw(st.sampled_from((None, "all go on", "none goes on")))
    return decided(found, needs[0].couples, how) if needs and how else found


@given(rounds())
def test_three_writings_of_the_rule_agree_and_no_cut_runs_through_equals(found: ScoringPeriod) -> None:
    result = outcome(found)
    naive = tabulated_naively(rules(), found)
    assert (result.status, set(result.leaving)) == (naive.status, set(naive.leaving))
    assert not differences(rules(), found, result)
    if result.status == "decided":
        calls = dict(zip(result.couples, result.sides[0].raw, strict=True))
        on = [calls[couple] for couple in result.couples if couple not in result.leaving]
        assert on
        assert min(on) > max((calls[couple] for couple in result.leaving), default=-1)
        assert len(on) >= min(4, len(found.couples)) or found.settlements


def test_a_form_that_calls_back_lets_nobody_else_leave() -> None:
    text = RULES.replace("couples = 4 }", "couples = 4 }\nleave = 2")
    with pytest.raises(RulebookUnreadable, match="whoever is not called leaves"):
        read_rulebook(text)


def test_the_check_misses_the_number_of_calls_in_a_form() -> None:
    text = RULES.replace('kind = "called_back", couples = 4', 'kind = "lowest", couples = 1').replace(
        'source = "the ball\'s programme, page 2"', 'leave = 1\nsource = "page 2"'
    )
    problems = [str(problem) for problem in check(read_rulebook(text), text, "ball.toml")]
    assert any("does not say how many couples judges call back" in problem for problem in problems)


def test_the_shipped_rounds_ask_for_24_12_and_6() -> None:
    shipped = shipped_rulebook("skating-rounds")
    assert {form.name: form.select.size(30) for form in shipped.forms} == {
        "round-to-24": 6, "round-to-12": 18, "semi-final": 24,
    }  # fmt: skip
