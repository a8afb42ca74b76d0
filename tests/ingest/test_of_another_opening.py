"""The dress rehearsal's deliveries do not count live: same season, same gateway, same key, and still another opening."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from domain.gateway.events import DeliverySignedV1, DeliverySignedV2, VoteBatchReceived
from domain.gateway.refusals import OfAnotherOpening, OpeningNotNamed
from domain.record import Actor
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.evidence.signatures import check_signatures
from glitterball.intake import read_message
from glitterball.intake.signing import as_recorded
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.store import Store
from tests.ingest.nights import OPENED_AT, OPENING, delivery, lines_open, opening

REHEARSED = opening("rehearsal")


def engine_in(mode: str) -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, mode=mode)
        yield engine


@pytest.fixture
def live() -> Iterator[Engine]:
    yield from engine_in("live")


@pytest.fixture
def rehearsal() -> Iterator[Engine]:
    yield from engine_in("rehearsal")


def under_way_in_the_first_form(engine: Engine, gateway: str = "phones") -> None:
    """What a program before the second form recorded of a gateway: its first batch, and a signature without opening."""
    with EventLog.open("memory:") as rehearsing:
        other = Engine(rehearsing)
        lines_open(other, mode="rehearsal")
        other.deliver(delivery(gateway, 1, 1, under=None))
        events = list(rehearsing.read(after=rehearsing.last_position() - 2))
    for event in events:
        engine.log.append_at(event.stream, event.sequence, event.fact, event.actor, event.time)


def test_the_dress_rehearsals_delivery_sent_to_the_live_season_is_refused(live: Engine, rehearsal: Engine) -> None:
    message = delivery("phones", 1, 3, under=REHEARSED)
    assert not rehearsal.deliver(message).duplicate
    last = live.log.last_position()
    with pytest.raises(OfAnotherOpening, match="rehearsal of small"):
        live.deliver(message)
    assert live.log.last_position() == last


def test_a_live_delivery_sent_to_the_rehearsal_is_refused(live: Engine, rehearsal: Engine) -> None:
    message = delivery("phones", 1, 3)
    assert not live.deliver(message).duplicate
    with pytest.raises(OfAnotherOpening):
        rehearsal.deliver(message)


def test_a_rehearsals_delivery_is_no_retry_of_the_same_lines_on_record_live(live: Engine) -> None:
    live.deliver(delivery("phones", 1, 3))
    with pytest.raises(OfAnotherOpening):
        live.deliver(delivery("phones", 1, 3, under=REHEARSED))


def test_a_rehearsals_delivery_of_the_first_form_is_not_taken_live(live: Engine, rehearsal: Engine) -> None:
    message = delivery("phones", 1, 3, under=None)
    assert not rehearsal.deliver(message).duplicate
    with pytest.raises(OpeningNotNamed):
        live.deliver(message)


def test_the_opening_is_the_leaf_of_the_event_that_opened_the_season(live: Engine, rehearsal: Engine) -> None:
    for engine, known in ((live, OPENING), (rehearsal, REHEARSED)):
        assert Store(engine.log).season("small").opening == known
    assert OPENING != REHEARSED


def test_a_live_season_under_way_goes_on_with_a_gateway_of_the_first_form_until_it_has_moved_on(live: Engine) -> None:
    under_way_in_the_first_form(live)
    again = Engine(live.log)
    assert not again.deliver(delivery("phones", 2, 2, under=None)).duplicate
    with pytest.raises(OpeningNotNamed):
        again.deliver(delivery("web", 1, 1, under=None))
    warned = [str(finding) for finding in Store(live.log).season("small").week(1).check()]
    assert any("gateway phones: 2 of its signatures do not name the season's opening" in text for text in warned)
    assert not again.deliver(delivery("phones", 3, 3)).duplicate
    with pytest.raises(OpeningNotNamed):
        again.deliver(delivery("phones", 4, 4, under=None))
    assert again.deliver(delivery("phones", 2, 2, under=None)).duplicate, "a retry of what is on record is answered"
    kinds = [type(event.fact) for event in live.log.stream("deliveries/small/1/phones")]
    assert kinds == [DeliverySignedV1, DeliverySignedV1, DeliverySignedV2]
    (note,) = check_signatures(live.log.read(), partial(opening_of, live.log))
    assert (note.severity, "2 signatures of gateway phones do not name" in note.what) == ("note", True)


def test_a_rehearsals_delivery_written_into_the_live_log_is_found(live: Engine, rehearsal: Engine) -> None:
    live.deliver(delivery("phones", 1, 1))
    rehearsal.deliver(delivery("phones", 1, 1, under=None))
    rehearsal.deliver(delivery("phones", 2, 2, under=REHEARSED))
    for event in rehearsal.log.read(after=rehearsal.log.last_position() - 2):
        live.log.append_at(event.stream, event.sequence, event.fact, event.actor, event.time)
    errors = [
        one for one in check_signatures(live.log.read(), partial(opening_of, live.log)) if one.severity == "error"
    ]
    assert ["another opening of the season" in one.what for one in errors] == [True]


def test_a_delivery_for_the_second_opening_of_a_log_opened_twice_is_found(live: Engine, rehearsal: Engine) -> None:
    opened = next(rehearsal.log.read())
    live.log.append_at(opened.stream, live.log.version(opened.stream) + 1, opened.fact, opened.actor, opened.time)
    _, second = next(live.log.raw(live.log.last_position() - 1))
    message = read_message(delivery("phones", 1, 1, under=leaf_hash(second).hex()))
    by = Actor(name="phones", role="gateway")
    received = VoteBatchReceived.model_validate_json(message.lines[0])
    live.log.append_at("votes/small/1/phones", 1, received, by, OPENED_AT)
    live.log.append_at("deliveries/small/1/phones", 1, as_recorded(message), by, OPENED_AT)
    (found,) = check_signatures(live.log.read(), partial(opening_of, live.log))
    assert (found.severity, found.where) == ("error", f"event {live.log.last_position()}")
    assert "it is for another opening of the season" in found.what


FROZEN = (
    b'{"stream":"deliveries/small/1/phones","sequence":1,"type":"delivery-signed.v1","time":"2024-09-24T19:00:00Z",'
)


def test_a_signature_of_the_first_form_is_stored_as_ever(rehearsal: Engine) -> None:
    rehearsal.deliver(delivery("phones", 1, 1, under=None), at=OPENED_AT)
    _, stored = list(rehearsal.log.raw())[-1]
    assert stored.startswith(FROZEN)
    assert b'"opening"' not in stored


def test_the_worked_example_in_the_format_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs/formats/deliveries.md").read_text()
    stored = next(line for line in page.splitlines() if line.startswith('{"stream":"season/us-40"'))
    assert f'{{"version":2,"opening":"{leaf_hash(stored.encode()).hex()}"}}' in page.splitlines()
