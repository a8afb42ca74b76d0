"""The engine and the verifier that stands alone join the same stretches of the log."""

from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.spans import include, join_nearest
from domain.gateway.tally import MOST_SPANS
from glitterball.auditors_file import verify_bundle

POSITIONS = st.lists(st.integers(1, 200), unique=True, max_size=60)


@given(POSITIONS, st.integers(1, 20))
def test_both_close_the_same_gaps(positions: list[int], keep: int) -> None:
    spans: list[tuple[int, int]] = []
    for position in positions:
        include(spans, position)
    if len(spans) > keep:
        other = verify_bundle.join_nearest(list(spans), keep)
        join_nearest(spans, keep)
        assert other == spans


def test_both_keep_as_many_apart() -> None:
    assert verify_bundle.MOST_SPANS == MOST_SPANS
