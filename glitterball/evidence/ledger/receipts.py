"""Receipts: that one event is in the log, for whoever holds its bytes (c2sp.org/tlog-proof)."""

import json

from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.refusals import NoSuchCheckpoint
from glitterball.evidence.ledger.register import Published, Register
from glitterball.log import EventLog
from glitterball.proof.receipts import Receipt
from glitterball.refusals import NothingAtPosition, ValueNotValid


def receipt_of(ledger: Ledger, register: Register, season: str, position: int) -> Receipt:
    """The receipt of an event of a season, which carries the event's stored bytes: they hash to the leaf it proves.

    It rests on the first checkpoint that reaches the event. A hidden part is not in it. Refuses `NothingAtPosition`,
    `ValueNotValid` where the event is another season's, and `NoSuchCheckpoint`.
    """
    stored = _stored(ledger.log, season, position)
    ledger.catch_up()
    checkpoint = _first_reaching(register.published(), position)
    proof = ledger.inclusion(position, checkpoint.size)
    return Receipt(position - 1, proof, checkpoint.note, stored)


def _stored(log: EventLog, season: str, position: int) -> bytes:
    if position > log.last_position():
        raise NothingAtPosition(position, log.last_position())
    stored = next(stored for _, stored in log.raw(position - 1, position))
    stream = str(json.loads(stored)["stream"])
    if stream.split("/")[1:2] != [season]:
        raise ValueNotValid("POSITION", str(position), f"Event {position} is one of {stream}.")
    return stored


def _first_reaching(published: tuple[Published, ...], position: int) -> Published:
    for checkpoint in published:
        if checkpoint.size >= position:
            return checkpoint
    known = ", ".join(str(checkpoint.size) for checkpoint in published) or "none"
    raise NoSuchCheckpoint(f"event {position}", known)
