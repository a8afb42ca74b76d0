"""A number and its noun agree."""

from hypothesis import given
from hypothesis import strategies as st

from domain.plurals import count_of, verb


@given(st.integers(0, 10**12))
def test_one_is_one_and_everything_else_is_several(count: int) -> None:
    said = f"{count_of(count, 'batch', 'batches')} {verb(count, 'is', 'are')} missing"
    assert said == ("1 batch is missing" if count == 1 else f"{count:,} batches are missing")


def test_most_nouns_take_an_s() -> None:
    assert [count_of(count, "vote") for count in (0, 1, 1_200)] == ["0 votes", "1 vote", "1,200 votes"]
