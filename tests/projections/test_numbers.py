"""One share has one rounding, wherever it is read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.numbers import number, percent


@pytest.mark.parametrize(
    ("share", "read"),
    [
        (Fraction(1, 800), "0.13 %"), (Fraction(1, 160), "0.63 %"), (Fraction(277, 3030), "9.14 %"), (1, "100.00 %"),
        (0, "0.00 %"), (Fraction(-1, 800), "-0.13 %"), (Fraction(-1, 10**6), "0.00 %"),
    ],
)  # fmt: skip
def test_a_share_is_rounded_half_up(share: Fraction, read: str) -> None:
    assert percent(share) == read


@given(st.fractions(0, 1))
def test_a_share_as_read_is_at_most_half_a_step_away(share: Fraction) -> None:
    read = Fraction(percent(share).removesuffix(" %"))
    assert abs(read - share * 100) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "read"),
    [(1234567, "1,234,567"), (Fraction(17, 2), "8.5"), (Fraction(17, 3), "17/3"), (Fraction(-1, 8), "-0.125")],
)
def test_a_number_is_exact_as_read(value: int | Fraction, read: str) -> None:
    assert number(value) == read
