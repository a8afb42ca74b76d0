"""Ballroom finals: every published table of RULES 4, the two traps, and a second implementation over random finals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.exact import Exact
from domain.period.scoring_period import ScoringPeriod
from domain.stages.skating.final import decided
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook

from .naive_skating import Dance, Misread, dance_places, final_places
from .small_weeks import card_final

RULE_5 = {
    "51": (1, 1, 1, 2, 1), "52": (4, 2, 2, 1, 2), "53": (3, 3, 3, 5, 4),
    "54": (2, 4, 5, 4, 3), "55": (5, 6, 4, 3, 5), "56": (6, 5, 6, 6, 6),
}  # fmt: skip
RULE_7 = {
    "71": (3, 1, 6, 1, 1, 2, 1), "72": (2, 2, 1, 5, 3, 1, 3), "73": (1, 5, 4, 2, 2, 6, 2),
    "74": (5, 4, 2, 4, 6, 5, 4), "75": (4, 6, 3, 3, 5, 4, 6), "76": (6, 3, 5, 6, 4, 3, 5),
}  # fmt: skip
SHARED = {"11": (1, 1, 3, 3, 4), "12": (2, 2, 2, 2, 2), "13": (3, 3, 4, 1, 1), "14": (4, 4, 1, 4, 3)}

BACK_TO_RULE_10 = (
    {"anna": (3, 1, 4), "bert": (4, 2, 2), "cleo": (2, 3, 3), "dora": (1, 4, 1)},
    {"anna": (2, 3, 1), "bert": (4, 4, 2), "cleo": (3, 1, 3), "dora": (1, 2, 4)},
    {"anna": (1, 2, 2), "bert": (2, 4, 3), "cleo": (4, 1, 1), "dora": (3, 3, 4)},
)
LOWEST_SUM = (
    {"anna": (2, 3, 3), "bert": (3, 1, 1), "cleo": (4, 4, 4), "dora": (1, 2, 2)},
    {"anna": (1, 3, 1), "bert": (4, 4, 3), "cleo": (2, 1, 2), "dora": (3, 2, 4)},
)
PART_OF_A_TIE = (
    {
        "111": (2, 5, 6, 6, 4), "112": (6, 8, 1, 5, 7), "113": (8, 3, 2, 8, 8), "114": (7, 4, 3, 3, 2),
        "115": (1, 1, 5, 2, 6), "116": (4, 2, 4, 1, 1), "117": (5, 7, 8, 7, 3), "118": (3, 6, 7, 4, 5),
    },
    {
        "111": (3, 6, 5, 5, 4), "112": (7, 8, 3, 8, 7), "113": (8, 5, 4, 6, 8), "114": (6, 3, 1, 3, 3),
        "115": (1, 1, 2, 4, 5), "116": (5, 2, 6, 2, 2), "117": (2, 7, 7, 7, 1), "118": (4, 4, 8, 1, 6),
    },
)  # fmt: skip
"""Published (RULES 4): of 112, 113 and 117 with a sum of 14 only 112 and 113 are equal under Rule 10."""
SMALLEST_PART_OF_A_TIE = (
    {"c0": (4, 2, 3), "c1": (3, 1, 1), "c2": (2, 3, 2), "c3": (1, 4, 4)},
    {"c0": (1, 3, 1), "c1": (3, 4, 3), "c2": (2, 1, 2), "c3": (4, 2, 4)},
)


def outcome(period: ScoringPeriod) -> Outcome:
    return tabulate(shipped_rulebook("skating-final"), period)


def places(result: Outcome) -> dict[str, Exact]:
    n = len(result.couples)
    return {couple: n + 1 - value for couple, value in zip(result.couples, result.sides[0].raw, strict=True)}


def test_the_published_table_of_rule_5_comes_out_in_its_order() -> None:
    assert places(outcome(card_final([RULE_5]))) == {couple: place for place, couple in enumerate(RULE_5, start=1)}


def test_the_published_table_of_rule_7_comes_out_in_its_order() -> None:
    assert places(outcome(card_final([RULE_7]))) == {couple: place for place, couple in enumerate(RULE_7, start=1)}


def test_two_couples_equal_through_every_column_share_second_and_third_place() -> None:
    result = outcome(card_final([SHARED]))
    assert places(result) == {"11": Fraction(5, 2), "12": 1, "13": Fraction(5, 2), "14": 4}
    assert result.status == "decided"
    assert result.order == (("12",), ("11", "13"), ("14",))


def test_the_working_names_the_rule_that_placed_each_couple() -> None:
    steps = [step for step in outcome(card_final([RULE_7])).working if "Rule" in step.how]
    assert [(step.how, step.compared()) for step in steps] == [
        ("dance 1, Rule 5: marks of 1st or better, for place 1", (("71", 4),)),
        ("dance 1, Rule 6: marks of 2nd or better, for place 2", (("72", 4), ("73", 4))),
        ("dance 1, Rule 7a: sum of the marks of 2nd or better", (("72", 6), ("73", 7))),
        ("dance 1, Rule 6: marks of 4th or better, for place 4", (("74", 4), ("75", 4))),
        ("dance 1, Rule 7a: sum of the marks of 4th or better", (("74", 14), ("75", 14))),
        ("dance 1, Rule 7b: marks of 5th or better", (("74", 6), ("75", 5))),
        ("dance 1, Rule 5: marks of 5th or better, for place 6", (("76", 5),)),
    ]


def in_lists(dances: Sequence[Mapping[str, tuple[int, ...]]]) -> list[Dance]:
    return [[list(dance[couple]) for couple in sorted(dance)] for dance in dances]


def test_after_rule_11_has_placed_one_of_three_the_others_go_back_to_rule_10() -> None:
    result = outcome(card_final(BACK_TO_RULE_10))
    assert result.order == (("anna",), ("dora",), ("cleo",), ("bert",))
    assert final_places(in_lists(BACK_TO_RULE_10)) == [1, 4, 3, 2]
    assert final_places(in_lists(BACK_TO_RULE_10), Misread(stay_in_rule_11=True)) == [1, 4, 2, 3]
    rules = [step.how.split(":")[0] for step in result.working if step.how.startswith("Rule 1")]
    assert rules.index("Rule 11") < len(rules) - 1 - rules[::-1].index("Rule 10")


def test_rule_10_compares_the_sum_of_the_good_places_before_rule_11() -> None:
    result = outcome(card_final(LOWEST_SUM))
    assert list(places(result).values()) == final_places(in_lists(LOWEST_SUM)) == [1, 2, 4, 3]
    assert final_places(in_lists(LOWEST_SUM), Misread(no_lowest_sum=True)) == [1, 3, 4, 2]
    assert any(step.how.startswith("Rule 10: sum of the places") for step in result.working)


def test_those_equal_under_rule_10_are_placed_before_one_it_had_put_behind_the_published_table() -> None:
    """F1. 112 gets 6th by Rule 11; 113, equal to it under Rule 10, is 7th, and 117 is 8th."""
    result = outcome(card_final(PART_OF_A_TIE))
    expected = {"111": 4, "112": 6, "113": 7, "114": 3, "115": 1, "116": 2, "117": 8, "118": 5}
    assert places(result) == expected
    assert final_places(in_lists(PART_OF_A_TIE)) == list(expected.values())
    misread = final_places(in_lists(PART_OF_A_TIE), Misread(all_back_to_rule_10=True))
    assert (misread[2], misread[6]) == (8, 7)


def test_those_equal_under_rule_10_are_placed_before_one_it_had_put_behind_four_couples() -> None:
    """F1, the smallest final found: c1 and c2 change places under the other reading."""
    assert places(outcome(card_final(SMALLEST_PART_OF_A_TIE))) == {"c0": 1, "c1": 2, "c2": 3, "c3": 4}
    assert final_places(in_lists(SMALLEST_PART_OF_A_TIE)) == [1, 2, 3, 4]
    assert final_places(in_lists(SMALLEST_PART_OF_A_TIE), Misread(all_back_to_rule_10=True)) == [1, 3, 2, 4]


def test_the_working_says_why_one_equal_under_rule_10_comes_first() -> None:
    steps = [step for step in outcome(card_final(PART_OF_A_TIE)).working if step.how.startswith("Rule 1")]
    assert [(step.how, step.compared(), step.groups) for step in steps if {"113", "117"} & set(step.about)] == [
        (
            "Rule 10: dances with place 6th or better",
            (("112", 1), ("113", 1), ("117", 0)),
            (("112", "113"), ("117",)),
        ),
        ("Rule 10: sum of the places 6th or better", (("112", 6), ("113", 6)), (("112", "113"),)),
        ("Rule 11: those equal under Rule 10 are placed before any it put behind them", (), (("113",), ("117",))),
    ]
    assert [(step.how, step.compared()) for step in steps if "112" in step.about][-1:] == [
        ("Rule 11: as Rule 8, marks of 7th or better, for place 6", (("112", 7),))
    ]


def test_couples_equal_after_rule_11_share_their_place() -> None:
    mirrored = [{"anna": (1, 2), "bert": (2, 1)}, {"anna": (2, 1), "bert": (1, 2)}]
    assert places(outcome(card_final(mirrored))) == {"anna": Fraction(3, 2), "bert": Fraction(3, 2)}


def test_a_card_with_one_place_twice_goes_back_to_the_judge() -> None:
    result = outcome(card_final([{"anna": (1, 1), "bert": (2, 2), "cleo": (2, 3)}]))
    assert result.status == "not tabulated"
    assert result.needs[0].what == "a card in strict order"
    assert result.needs[0].why == (
        "the card of judge-0 for the 1st dance is 1, 2, 2, not each place from 1 to 3 once; it goes back to the judge"
    )


def test_a_card_that_leaves_a_couple_out_goes_back_to_the_judge() -> None:
    result = outcome(card_final([{"anna": (1, 1), "bert": (2,)}]))
    assert (result.status, result.needs[0].what) == ("not tabulated", "a card in strict order")


@st.composite
def finals(draw: st.DrawFn) -> list[Dance]:
    """Finals of two to eight couples, one to five dances, one to seven judges."""
    couples, judges, dances = draw(st.integers(2, 8)), draw(st.integers(1, 7)), draw(st.integers(1, 5))
    card = st.permutations(range(1, couples + 1))
    return [[list(marks) for marks in zip(*(draw(card) for _ in range(judges)), strict=True)] for _ in range(dances)]


@given(finals())
def test_a_second_implementation_gives_the_same_places(dances: list[Dance]) -> None:
    marks = tuple(tuple(tuple(couple) for couple in dance) for dance in dances)
    final = decided(marks)
    assert [list(own) for own in final.dances] == [dance_places(dance) for dance in dances]
    assert list(final.places) == final_places(dances)
    assert sum(final.places) == sum(range(1, len(dances[0]) + 1))
