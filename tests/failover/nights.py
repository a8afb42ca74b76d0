"""Gateways send while the primary dies: what was answered to them is held against what the new primary has."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.recording import Key
from glitterball.log.refusals import StoreRefusal
from tests.failover.pair import Pair
from tests.log.live_night import AT, SMS, batch

GATEWAYS, NODES = 4, 2
PATIENCE = 60.0
"""Seconds a gateway says the same again after a refusal, before it is an error that the store did not come back."""


@dataclass
class Told:
    """What one gateway was answered: the position of each of its batches, in order; and what was refused on the way."""

    gateway: str
    positions: list[int] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def stream(self) -> str:
        return f"votes/us-33/2/{self.gateway}"


@dataclass(frozen=True)
class Outcome:
    """What came of a round. `lost`: acknowledged, and not there at its position. `doubled`: there twice. `again`: a retry under a
    key that was answered with other positions than the first. `seconds`: from the kill to the first answer of the new primary."""

    acknowledged: int
    lost: int
    doubled: int
    again: int
    dense: bool
    unanswered: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing that was promised was broken."""
        return not (self.lost or self.doubled or self.again) and self.dense


def sends(log: EventLog, told: Told, stop: threading.Event) -> Told:
    """A gateway sends batch after batch, each under a key; what is refused it says again, as a gateway does."""
    for number in count(1):
        if stop.is_set():
            return told
        told.positions.append(_answered(log, told, number))
    raise AssertionError("numbers never end")


def _answered(log: EventLog, told: Told, number: int) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return says(log, told, number)
        except StoreRefusal as refused:
            told.refused[refused.code] += 1
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def says(log: EventLog, told: Told, number: int) -> int:
    """One batch under its key; the position it is answered with."""
    key = Key(f"{told.gateway} {number}", f"{told.gateway} {number}".encode())
    (event,) = log.append(told.stream, number - 1, [batch(number, told.gateway)], SMS, AT, key)
    return event.position


def round_of(
    pair: Pair, name: str, *, before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None
) -> Outcome:
    """A night of several machines in which the primary is killed and the standby promoted.

    `before` is done a moment before the primary dies, `after` before the standby takes over.
    """
    stop = threading.Event()
    with ExitStack() as stack, ThreadPoolExecutor(GATEWAYS) as pool:
        logs = [stack.enter_context(log_of(pair.node(f"node-{place}"))) for place in range(NODES)]
        everybody = [Told(f"{name}-{place}") for place in range(GATEWAYS)]
        try:
            sending = [pool.submit(sends, logs[place % NODES], told, stop) for place, told in enumerate(everybody)]
            time.sleep(0.4)
            before()
            pair.kill_the_primary()
            killed = time.monotonic()
            answered = sum(len(told.positions) for told in everybody)
            after()
            pair.promote()
            while sum(len(told.positions) for told in everybody) <= answered and not any(s.done() for s in sending):
                time.sleep(0.01)
            seconds = time.monotonic() - killed
            time.sleep(0.3)
        finally:
            stop.set()
        for each in sending:
            each.result(timeout=2 * PATIENCE)
    return compared(pair.node("auditor", pair.standby), everybody, seconds)


def log_of(address: Address) -> EventLog:
    """The log as a machine has it."""
    return EventLog.open(address.text, state=address.state, lock_seconds=30)


def compared(address: Address, everybody: Sequence[Told], seconds: float = 0.0) -> Outcome:
    """What the gateways were told, held against what is there, and against what they are told when they say all of it again."""
    with log_of(address) as log:
        events = list(log.read())
        there = {(event.stream, event.sequence): event.position for event in events}
        wanted = [(told, number, at) for told in everybody for number, at in enumerate(told.positions, 1)]
        streams = {told.stream for told in everybody}
        mine = [event for event in events if event.stream in streams]
        facts = Counter(event.fact.model_dump_json() for event in mine)
        lost = sum(there.get((told.stream, number)) != at for told, number, at in wanted)
        again = 0 if lost else sum(says(log, told, number) != at for told, number, at in wanted)
        return Outcome(
            acknowledged=len(wanted),
            lost=lost,
            doubled=sum(times - 1 for times in facts.values()),
            again=again,
            dense=[event.position for event in events] == list(range(1, len(events) + 1))
            and log.last_position() == len(events),
            unanswered=len(mine) - len(wanted) + lost,
            seconds=seconds,
        )
