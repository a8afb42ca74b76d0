"""A window closes when it opens or later, however many decimals its two times have: as text, `.500000Z` comes before `Z`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.decide import is_reversed
from domain.gateway.events import OfBatch
from domain.gateway.refusals import WindowReversed
from domain.record import canonical_json
from glitterball.engine import Engine
from glitterball.intake import sign_delivery
from glitterball.intake.lines import read_lines
from glitterball.log import EventLog
from tests.ingest.nights import OPENING, batch, lines_open, signer

NOON, NOON_TO_THE_MICROSECOND = "2024-09-24T12:00:00Z", "2024-09-24T12:00:00.000000Z"
HALF_A_SECOND_LATER, A_SECOND_LATER = "2024-09-24T12:00:00.500000Z", "2024-09-24T12:00:01Z"

LATER = [
    (NOON, HALF_A_SECOND_LATER),
    (HALF_A_SECOND_LATER, A_SECOND_LATER),
    (NOON_TO_THE_MICROSECOND, HALF_A_SECOND_LATER),
    (NOON_TO_THE_MICROSECOND, A_SECOND_LATER),
]
AT_ONCE = [(NOON, NOON), (NOON, NOON_TO_THE_MICROSECOND), (NOON_TO_THE_MICROSECOND, NOON)]
IN_ORDER = [*LATER, *AT_ONCE]
REVERSED = [(closes, opens) for opens, closes in LATER]


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine)
        yield engine


def over(opens: str, closes: str, number: int) -> OfBatch:
    """A batch over that window."""
    return batch("phones", number).model_copy(update={"opens": opens, "closes": closes})


@pytest.mark.parametrize(("opens", "closes"), IN_ORDER)
def test_a_window_in_order_is_taken_in_whatever_its_decimals(engine: Engine, opens: str, closes: str) -> None:
    batches = [over(opens, closes, number) for number in (1, 2, 3)]
    assert not engine.deliver(sign_delivery(signer("phones"), batches, opening=OPENING)).duplicate


@pytest.mark.parametrize(("opens", "closes"), REVERSED)
def test_a_reversed_window_is_refused_whatever_its_decimals(engine: Engine, opens: str, closes: str) -> None:
    last = engine.log.last_position()
    batches = [batch("phones", 1), batch("phones", 2), over(opens, closes, 3)]
    with pytest.raises(WindowReversed, match="Batch 3 of phones closes before it opens"):
        engine.deliver(sign_delivery(signer("phones"), batches, opening=OPENING))
    assert engine.log.last_position() == last


@pytest.mark.parametrize(("opens", "closes"), REVERSED)
def test_a_batch_handed_over_unsigned_is_held_to_the_same(opens: str, closes: str) -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, signed=False)
        with pytest.raises(WindowReversed):
            engine.receive([over(opens, closes, 1)])


def test_reversed_windows_are_known_by_number_when_lines_are_read_by_their_shape_too() -> None:
    windows = [(NOON, HALF_A_SECOND_LATER), (HALF_A_SECOND_LATER, NOON), *AT_ONCE, (A_SECOND_LATER, NOON)]
    lines = [canonical_json(over(*window, number)) for number, window in enumerate(windows, start=1)]
    for _ in range(4):  # the first times as batches, then by shape
        assert list(read_lines(lines).reversed_windows) == [2, 6]


moments = st.datetimes(datetime(2024, 9, 24), datetime(2024, 9, 24, 0, 0, 3)).map(lambda at: at.replace(tzinfo=UTC))


@given(moments, st.integers(-2_000_000, 2_000_000), st.booleans(), st.booleans())
def test_it_is_the_moments_that_are_compared(
    opens: datetime, lasts: int, opens_in_seconds: bool, closes_in_seconds: bool
) -> None:
    closes = opens + timedelta(microseconds=lasts)
    if opens_in_seconds:
        opens = opens.replace(microsecond=0)
    if closes_in_seconds:
        closes = closes.replace(microsecond=0)
    texts = [
        f"{moment:%Y-%m-%dT%H:%M:%S}" + ("Z" if in_seconds else f".{moment.microsecond:06}Z")
        for moment, in_seconds in ((opens, opens_in_seconds), (closes, closes_in_seconds))
    ]
    assert is_reversed(*texts) == (closes < opens)
