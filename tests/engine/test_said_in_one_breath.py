"""What gateways say together: a batch stands once among it, or nothing of it is taken."""

from collections.abc import Iterator

import pytest

from domain.gateway.refusals import GatewayIsClosed
from glitterball.engine import Engine
from glitterball.intake.refusals import SentTwiceAtOnce
from glitterball.log.event_log import EventLog
from tests.engine.alarm import ends
from tests.engine.small_season import batch, manifest, opening
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
    same, other = [batch(1, VOTES), batch(1, VOTES)], [batch(1, VOTES), batch(2, VOTES), batch(1, {"amy-ben": 9})]
    for twice, contents in ((same, "the same"), (other, "other")):
        with ends(), pytest.raises(SentTwiceAtOnce) as caught:
            engine.receive(twice)
        said = f"Batch 1 of phones stands twice in what was handed in, with {contents} contents."
        assert caught.value.sentence().startswith(said)
        assert engine.log.last_position() == before
    (receipt,) = engine.receive([batch(1, VOTES)])
    assert not receipt.duplicate


def test_a_manifest_twice_in_one_breath_and_a_batch_under_its_number_are_told_for_what_they_are(engine: Engine) -> None:
    before = engine.log.last_position()
    sent = [batch(1, VOTES), manifest(1, sum(VOTES.values()))]
    with ends(), pytest.raises(SentTwiceAtOnce, match="The closing manifest of phones stands twice"):
        engine.receive([*sent, sent[1]])
    for mixed in ([*sent, batch(2, VOTES)], [batch(1, VOTES), batch(2, VOTES), sent[1]]):
        with ends(), pytest.raises(GatewayIsClosed, match="closed week 1 after batch 1; batch 2"):
            engine.receive(mixed)
    assert engine.log.last_position() == before


def test_two_gateways_may_use_the_same_number() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        nights.lines_open(engine, signed=False)
        with ends():
            receipts = engine.receive([nights.batch("phones", 1), nights.batch("web", 1)])
    assert [(receipt.gateway, receipt.duplicate) for receipt in receipts] == [("phones", False), ("web", False)]
    assert receipts[1].position == receipts[0].position + 1
