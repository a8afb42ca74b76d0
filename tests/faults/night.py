"""A night in few words: a small season with open lines, and the ways in which something is put on record.

Only what is public is used, so that the laboratory tries the promises and not their making.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import glitterball as gb
from domain.gateway.events import OfBatch
from domain.season import commands as c
from glitterball.store import Store
from tests.engine import small_season as small
from tests.faults.acknowledged import acknowledgement, of_events
from tests.faults.children import SENT, Line, Say
from tests.ingest import nights

AT = "2024-09-24T20:00:30Z"
SEASON = "small"


def clock() -> str:
    """A clock that stands still: what is recorded must not depend on when it is tried."""
    return AT


def opened(path: Path, *, read_only: bool = False) -> Store:
    """The store of the night."""
    return gb.open_store(f"sqlite:{path}", read_only=read_only, clock=clock)


def lines_open(
    path: Path, gateways: Sequence[str] = nights.GATEWAYS, *, signed: bool = False, in_parts: bool = False
) -> None:
    """Make a store with the small season, its lines open to these gateways, every mark of the first couple given.

    Where gateways send `in_parts`, an order of the couples is stated."""
    with opened(path) as store:
        nights.lines_open(store.engine, signed, tuple(gateways), order=small.COUPLES if in_parts else None)
        for command, by in small.scores(1, {"amy-ben": 5}):
            store.engine.do(SEASON, command, by)


def stream_of(gateway: str) -> str:
    """The stream of a gateway's batches in the week."""
    return f"votes/{SEASON}/1/{gateway}"


def batches(gateway: str, first: int = 1) -> Iterator[OfBatch]:
    """A gateway's batches, for ever; each tells its own number."""
    return (nights.batch(gateway, number) for number in count(first))


def send(store: Store, batch: OfBatch, say: Say) -> None:
    """Send one batch, and say so; say what was acknowledged when the call has returned."""
    stream = stream_of(batch.gateway)
    say(SENT, stream, batch.batch)
    (receipt,) = store.season(SEASON).receive([batch])
    say(*acknowledgement(receipt.position, stream, receipt.sequence, batch))


def correct(store: Store, judge: str, mark: int, reason: str) -> list[Line]:
    """Correct a judge's mark; the acknowledged events."""
    command = c.CorrectScore(week=1, dance="1.1.amy-ben", judge=judge, mark=mark, reason=reason)
    return of_events(store.season(SEASON).do(command, small.DESK))


def deliver(store: Store, gateway: str, first: int, last: int, say: Say) -> None:
    """A signed delivery, whole or not at all."""
    say(SENT, stream_of(gateway), first)
    receipts = store.season(SEASON).deliver(nights.delivery(gateway, first, last))
    for receipt in receipts:
        batch = nights.batch(gateway, receipt.sequence)
        say(*acknowledgement(receipt.position, stream_of(gateway), receipt.sequence, batch))


def deliver_in_parts(store: Store, gateway: str, first: int, last: int, say: Say) -> None:
    """A signed delivery of the second form, whole or not at all, with every hidden part."""
    say(SENT, stream_of(gateway), first)
    receipts = store.season(SEASON).deliver(nights.in_parts(gateway, first, last))
    for receipt, batch in zip(receipts, nights.second_form(gateway, first, last), strict=True):
        say(*acknowledgement(receipt.position, stream_of(gateway), receipt.sequence, batch))
