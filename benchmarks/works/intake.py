"""Recording: what is said to the log, and what gateways hand over."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks import ingest
from benchmarks.parts import second, signed
from benchmarks.table import Ready, Side, Sides, Target, Took, Work
from benchmarks.works import rivals
from benchmarks.yardsticks import AT, COUPLES, groups, lines_of, raw_writes, vote_batches
from glitterball.engine import Engine
from glitterball.log import Entry, EventLog
from glitterball.log.envelope import Line

GROUP = 1_000
SINGLE = 800
"""Rows the yardstick writes one a commit: enough to know what a commit costs."""


def _written(lines: Sequence[Line], size: int) -> Side:
    return lambda folder, _: lambda: raw_writes(folder / "raw.db", lines, size) and None


def _recorded(entries: list[Entry], size: int) -> Side:
    def make(folder: Path, stack: ExitStack) -> Ready:
        log, some = stack.enter_context(EventLog.open(f"sqlite:{folder / 'ours.db'}")), groups(entries, size)

        def record() -> int:
            for group in some:
                log.append_many(group)
            return len(entries)

        return record

    return make


def appended(second_form: bool, size: int, many: int, folder: Path, stack: ExitStack) -> Sides:
    """Facts to rows on disk."""
    first = vote_batches(many)
    entries = second(first) if second_form else first
    ours, yardstick = _recorded(entries, size), _written(lines_of(entries), size)
    if second_form or size == 1:
        return Sides(ours, yardstick)
    batches = rivals.batches_of(first)

    def library(into: Path, closing: ExitStack) -> Ready:
        application = rivals.opened(into / "library.db")
        closing.callback(application.close)
        return lambda: rivals.save(application, groups(batches, size)).batches and many

    return Sides(ours, yardstick, library, lambda into, _: lambda: rivals.workbook(into / "votes.xlsx", batches))


def taken_in(second_form: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """Signed deliveries of one gateway, from their bytes to the answer."""
    messages, order = signed(many, second_form), COUPLES if second_form else None
    first = vote_batches(many)

    def ours(into: Path, closing: ExitStack) -> Ready:
        engine = Engine(closing.enter_context(EventLog.open(f"sqlite:{into / 'ours.db'}")), lambda: AT)
        ingest.lines_open(engine, ["gateway-0"], signed=True, order=order)

        def deliver() -> None:
            for octets in messages:
                engine.deliver(octets, "us-99", 1, AT)

        return deliver

    return Sides(ours, _written(lines_of(second(first) if second_form else first), GROUP))


def at_once(with_keys: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """Gateways at once, each waiting for its answer before it hands over the next batch."""
    sent = {f"gateway-{one}": ingest.messages(f"gateway-{one}", many, 1, with_keys) for one in range(GATEWAYS)}
    rows = lines_of(vote_batches(SINGLE))

    def ours(into: Path, _: ExitStack) -> Ready:
        def night() -> Took:
            clock, _waited, busy = ingest.night(into / "ours.db", sent, with_keys)
            return Took(busy / GATEWAYS, clock / GATEWAYS)

        return night

    return Sides(ours, _written(rows, 1), yardstick_units=SINGLE)


GATEWAYS = 64
WRITES = "writes the very rows with sqlite3 by hand, as durably, in the same groups, without a guard or a check"

WORKS = [
    Work(
        "append, one a commit", "a batch", "batches", 10, 3, partial(appended, False, 1), WRITES, by_clock=True,
    ),
    Work(
        "append, 1,000 a commit, first form", "a batch", "batches", 300, 30, partial(appended, False, GROUP), WRITES,
        Target("part", 0.7), "an aggregate with an @event method, saved in the same groups, its JSON",
        "a workbook of the same rows, written once with xlsxwriter: no group is safe before the end",
    ),
    Work(
        "append, 1,000 a commit, second form", "a batch", "batches", 300, 30, partial(appended, True, GROUP), WRITES,
        Target("part", 0.7),
    ),
    Work(
        "intake, signed deliveries of 1,000, first form", "a batch", "batches", 300, 30, partial(taken_in, False), WRITES,
        Target("part", 0.6),
    ),
    Work(
        "intake, signed deliveries of 1,000, second form", "a batch", "batches", 300, 30, partial(taken_in, True), WRITES,
        Target("part", 0.7),
    ),
    Work(
        "64 gateways at once, a batch a delivery", "a batch", "batches of each gateway", 1, 1, partial(at_once, False),
        "writes rows with sqlite3 by hand, one writer, one a commit", Target("part", 1.6), by_clock=True,
    ),
    Work(
        "64 gateways at once, the same signed", "a batch", "batches of each gateway", 1, 1, partial(at_once, True),
        "writes rows with sqlite3 by hand, one writer, one a commit", Target("part", 1.2), by_clock=True,
    ),
]  # fmt: skip
