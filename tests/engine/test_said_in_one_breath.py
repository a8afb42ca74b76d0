"""What gateways say together: a batch stands once among it, or nothing of it is taken."""

from collections.abc import Iterator

import pytest

from domain.gateway.refusals import BatchRepeatsCouple
from glitterball.engine import Engine
from glitterball.log.event_log import EventLog
from tests.engine.alarm import ends
from tests.engine.small_season import batch, opening
from tests.ingest import nights

VOTES = {"amy-ben": 10, "cat-dan": 20}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        for command, by in opening():
            engine.do("small", command, by)
        yield engine


def test_a_batch_twice_in_one_breath_is_refused_and_nothing_of_it_is_taken(engine: Engine) -> None:
    """Taken for a race with another writer, the desk would try the same two lines again for ever."""
    before = engine.log.last_position()
    for twice in ([batch(1, VOTES), batch(1, VOTES)], [batch(1, VOTES), batch(2, VOTES), batch(1, {"amy-ben": 9})]):
        with ends(), pytest.raises(BatchRepeatsCouple, match="batch 1"):
            engine.receive(twice)
        assert engine.log.last_position() == before
    (receipt,) = engine.receive([batch(1, VOTES)])
    assert not receipt.duplicate


def test_two_gateways_may_use_the_same_number() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        nights.lines_open(engine, signed=False)
        with ends():
            receipts = engine.receive([nights.batch("phones", 1), nights.batch("web", 1)])
    assert [(receipt.gateway, receipt.duplicate) for receipt in receipts] == [("phones", False), ("web", False)]
    assert receipts[1].position == receipts[0].position + 1
