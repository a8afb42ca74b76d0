"""What is worked out the quick way is what the slow way gives, to the type of each number; the slow way stands here."""

from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import Exact, all_exact, as_typed, exact, over_one_denominator, read_exact
from domain.period.known import divide, grouped
from domain.period.scoring_period import Dance, ScoringPeriod
from domain.stages.measures import Marks

WHOLE = st.integers(-3, 40)
HALVES = st.integers(-6, 80).map(lambda halves: Fraction(halves, 2))
"""Some are whole and still fractions, as they come of adding half points."""
NUMBERS = st.lists(WHOLE | HALVES | st.booleans(), max_size=16) | st.lists(WHOLE, max_size=16)


def typed(values: tuple[Exact, ...]) -> list[tuple[type, Exact]]:
    return [(type(value), value) for value in values]


@given(NUMBERS)
def test_numbers_are_in_their_one_form(numbers: list[Exact]) -> None:
    assert typed(all_exact(numbers)) == typed(tuple(exact(number) for number in numbers))


@given(NUMBERS)
def test_numbers_over_one_denominator_are_whole(numbers: list[Exact]) -> None:
    over = lcm(*(number.denominator for number in numbers))
    slowly = tuple(number.numerator * (over // number.denominator) for number in numbers)
    numerators, found = over_one_denominator(numbers)
    assert (typed(numerators), found) == (typed(slowly), over)


@given(NUMBERS)
def test_couples_level_on_a_number_stand_in_one_group_the_highest_first(numbers: list[Exact]) -> None:
    tied = tuple(range(100, 100 + len(numbers)))
    slowly: dict[Exact, tuple[int, ...]] = {}
    for index, number in zip(tied, numbers, strict=True):
        slowly[number] = (*slowly.get(number, ()), index)
    expected = tuple(slowly[number] for number in sorted(slowly, reverse=True))
    assert grouped(tied, numbers) == expected
    assert divide(tied, lambda index: numbers[index - 100]).groups == expected


@given(st.lists(st.tuples(st.sampled_from("jkl"), WHOLE | HALVES), max_size=4), st.none() | WHOLE | HALVES)
def test_half_points_that_add_up_to_whole_ones_are_whole(marks: list[tuple[str, Exact]], stated: Exact | None) -> None:
    danced = Dance("1.1.a", ("a",), tuple(marks), stated)
    slowly = exact(sum((mark for _, mark in marks), Fraction(0)) if stated is None else Fraction(stated))
    period = ScoringPeriod(week=1, form="single", couples=("a", "b"), dances=(danced,))
    assert typed((danced.total,)) == typed((stated if stated is not None and type(stated) is int else slowly,))
    assert typed(Marks().of(period)) == typed((slowly, 0))


@given(st.integers(-(10**9), 10**9), st.integers(1, 2_000))
def test_a_number_as_it_is_typed_is_read_as_that_number_again(top: int, bottom: int) -> None:
    value = exact(Fraction(top, bottom))
    assert read_exact(as_typed(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8, "8"),
        (Fraction(19, 2), "9.5"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(17, 3), "17/3"),
        (Fraction(16, 2), "8"),
    ],
)
def test_half_a_point_is_said_as_judges_say_it(value: int | Fraction, text: str) -> None:
    assert as_typed(exact(value)) == text
