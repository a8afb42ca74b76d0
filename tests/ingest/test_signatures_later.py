"""Signatures are checked again from the log alone, and any byte of what a gateway said that was altered is found."""

from base64 import b64decode
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import DeliverySigned, GatewayClosed, VoteBatchReceived
from domain.record import Recorded
from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.evidence.signatures import check_signatures
from glitterball.log import EventLog
from glitterball.log.envelope import Row, decode_row
from glitterball.log.refusals import RecordDamaged
from tests.ingest.nights import OPENING, by_two, delivery, key_text, lines_open, signer
from tests.thoroughness import examples

OF_GATEWAYS = (VoteBatchReceived, GatewayClosed, DeliverySigned)


def night() -> tuple[list[Row], list[Recorded[Any]]]:
    """Three gateways; phones rotates its key in the middle, web sends two out of order, tv-app is signed in one go."""
    with EventLog.open("memory:") as log:
        engine = Engine(log, lambda: "2024-09-25T00:00:10Z")
        lines_open(engine)
        engine.deliver(delivery("phones", 1, 3))
        engine.deliver(delivery("web", 3, 4))
        by_two(engine, c.RotateGatewayKey(gateway="phones", key=key_text("phones", 2)))
        engine.deliver(delivery("phones", 4, 5, closes=True, key=2))
        engine.deliver(delivery("web", 1, 2))
        engine.deliver(delivery("tv-app", 1, 2, closes=True))
        rows = list(log.application.recorder.rows(0, log.last_position()))
        return rows, list(log.read())


ROWS, EVENTS = night()
SAID_BY_GATEWAYS = [place for place, event in enumerate(EVENTS) if isinstance(event.fact, OF_GATEWAYS)]


def errors(events: Any) -> list[str]:
    return [str(finding) for finding in check_signatures(events, lambda _: OPENING) if finding.severity == "error"]


def test_a_night_that_was_not_touched_has_nothing_to_report() -> None:
    assert check_signatures(EVENTS, lambda _: OPENING) == ()
    assert len([event for event in EVENTS if isinstance(event.fact, DeliverySigned)]) == 5


@given(st.data())
@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_altered_byte_is_found(data: st.DataObject) -> None:
    """Of the stored bytes of what gateways sent and signed, all but the time of recording, which no gateway signs."""
    place = data.draw(st.sampled_from(SAID_BY_GATEWAYS))
    position, identity, sequence, topic, line, _, _ = ROWS[place]
    clock = range(line.index(b'"time":"') + 8, line.index(b'","actor"'))
    at = data.draw(st.integers(0, len(line) - 1).filter(lambda at: at not in clock))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    altered = bytes([*line[:at], byte, *line[at + 1 :]])
    try:
        event = decode_row((position, identity, sequence, topic, altered, None, None))
    except RecordDamaged:
        return
    assert errors([*EVENTS[:place], event, *EVENTS[place + 1 :]])


@pytest.mark.parametrize("place", SAID_BY_GATEWAYS)
def test_an_event_left_out_or_moved_is_found(place: int) -> None:
    assert errors([*EVENTS[:place], *EVENTS[place + 1 :]])
    if place + 1 < len(EVENTS):
        swapped = [*EVENTS[:place], EVENTS[place + 1], EVENTS[place], *EVENTS[place + 2 :]]
        assert errors(event._replace(position=number) for number, event in enumerate(swapped, start=1))


def test_a_batch_put_in_by_somebody_else_is_found() -> None:
    last = EVENTS[-1].position
    batch = next(event for event in EVENTS if event.stream == "votes/small/1/web")
    forged = batch.fact.model_copy(update={"batch": 5})
    added = batch._replace(position=last + 1, sequence=5, fact=forged)
    assert "not signed, though the gateway had a key" in errors([*EVENTS, added])[0]


def test_a_delivery_signed_with_a_key_that_was_not_in_force_is_found() -> None:
    """The same bytes and a good signature, but recorded after the key was retired."""
    first = [event for event in EVENTS if "phones" in event.stream][:4]
    rest = [event for event in EVENTS if event not in first and "phones" not in event.stream]
    late = [*rest, *first]
    found = errors(event._replace(position=number) for number, event in enumerate(late, start=1))
    assert any("was not the gateway's key then" in text for text in found)


def test_a_signature_in_another_spelling_is_not_the_one_the_gateway_sent() -> None:
    """The padding bits of base64 may be anything for a lax reader; the verifiers once were such readers."""
    place = next(place for place, event in enumerate(EVENTS) if isinstance(event.fact, DeliverySigned))
    signed = EVENTS[place].fact.signature
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = f"{signed[:-3]}{letters[letters.index(signed[-3]) + 1]}=="
    assert b64decode(other) == b64decode(signed)
    respelled = EVENTS[place]._replace(fact=EVENTS[place].fact.model_copy(update={"signature": other}))
    (found,) = errors([*EVENTS[:place], respelled, *EVENTS[place + 1 :]])
    assert "it does not fit the lines it covers" in found


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        yield Engine(log)


def test_what_came_before_the_first_key_is_noted_as_unsigned(engine: Engine) -> None:
    lines_open(engine, signed=False)
    engine.deliver(delivery("web", 1, 2, key=None))
    assert check_signatures(engine.log.read(), partial(opening_of, engine.log))[0].severity == "note"
    by_two(engine, c.IntroduceGatewayKey(gateway="web", key=key_text("web")))
    engine.deliver(delivery("web", 3, 3))
    (note,) = check_signatures(engine.log.read(), partial(opening_of, engine.log))
    assert (note.severity, "came before its first key" in note.what) == ("note", True)


def test_deliveries_signed_with_a_key_revoked_later_are_named(engine: Engine) -> None:
    lines_open(engine)
    engine.deliver(delivery("web", 1, 2))
    key_id = signer("web").verifier_key().key_id.hex()
    by_two(engine, c.RevokeGatewayKey(gateway="web", key_id=key_id, reason="a stolen laptop"))
    (warning,) = check_signatures(engine.log.read(), partial(opening_of, engine.log))
    assert warning.severity == "warning"
    assert "1 delivery before it is signed with the revoked key: a stolen laptop" in warning.what
