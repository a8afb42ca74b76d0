"""Clocks that are wrong: what is recorded stands in the order of the log, whatever the clock said."""

from functools import partial
from pathlib import Path

import glitterball as gb
from tests.faults import night
from tests.faults.acknowledged import compare
from tests.faults.children import Line
from tests.faults.experiment import Bench, Experiment, Tally

TIMES = (
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "2024-02-29T23:59:59Z",
    "2016-12-31T23:59:60Z", "2038-01-19T03:14:08Z", "0001-01-01T00:00:00Z", "2024-09-24T20:00:00Z",
)  # fmt: skip


def sent_by(path: Path, times: list[str], tally: Tally) -> list[Line]:
    """Batches sent by a clock that tells these times; what was acknowledged."""
    lines: list[Line] = []
    told = iter(times)
    with gb.open_store(f"sqlite:{path}", clock=lambda: next(told)) as store:
        sent = night.batches("web")
        for _ in range(12):
            try:
                night.send(store, next(sent), lambda *line: lines.append(list(line)))
            except ValueError:
                tally.seen["a time that is none was not taken"] += 1
    return lines


def trials(bench: Bench, count: int, order_by_time: bool = False) -> Tally:
    """A night by a clock that jumps, and the log read again: in the order in which it was said.

    `order_by_time` is how a log would be read by somebody who trusts the clock; it has to fail.
    """
    tally = Tally()
    for number in range(count):
        path = bench.place(str(number)) / "night.sqlite"
        night.lines_open(path)
        lines = sent_by(path, [bench.random.choice(TIMES) for _ in range(40)], tally)
        tally.trials += 1
        compare(path, lines, tally)
        with night.opened(path) as store:
            events = [event for event in store.log.read() if event.stream == night.stream_of("web")]
            if order_by_time:
                events.sort(key=lambda event: event.time)
            numbers = [event.sequence for event in events]
            tally.other["out of order"] += numbers != sorted(numbers)
    tally.other += type(tally.other)()
    return tally


EXPERIMENTS = (
    Experiment("clocks", "Whatever the clock says, the log has its order.", trials, 20, 50),
    Experiment(
        "clocks: read by time", "Reading by the clock is out of order.", partial(trials, order_by_time=True), 3, 3, True
    ),
)
