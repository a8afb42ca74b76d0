"""A finale night: vote batches at a steady rate, with live views following in a process of their own.

    python -m benchmarks.night --rate 10000 --seconds 300 --out night

Told are: whether the rate was held; how long it took from a batch being acknowledged to the views showing it; the memory
of both processes over time; and how busy the intake was, as a ratio to `sqlite3` writing the same bytes in the same
groups as durably (measured in the same run, alone, after the night). Written are `OUT.csv`, a line a second, and `OUT.svg`.
Four gateways sign their deliveries.

The windows of the batches walk through `--minutes` minutes, so that the votes over time grow as on a real night.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.catch_up import PRODUCER, a_season
from benchmarks.night_plot import drawn
from benchmarks.night_senders import GATEWAYS, Sender
from benchmarks.yardsticks import AT, raw_writes
from domain.season import events as e
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.log import EventLog
from glitterball.views import Views, keep_current, tail

SAMPLE = 100_000
"""Rows of the store that the yardstick writes again."""

Mark = tuple[float, int, float]
"""When, up to which position, and the memory of the process in MB."""


def megabytes() -> float:
    """The memory this process holds now."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 / 2**20 if status.exists() else 0.0


def follow(store: Path, view: Path, marks: Path, by: str, stop: Event, ready: Event) -> None:
    """The other process: keep the views current, noting when each page was there for readers to see."""
    with EventLog.open(f"sqlite:{store}") as log, Views.open(view, log) as views, marks.open("w") as file:

        def note(position: int) -> None:
            file.write(f"{time.monotonic()} {position} {megabytes()}\n")

        views.catch_up()
        ready.set()
        if by == "tail":
            _by_tail(views, note, stop)
        keep_current(views, stop, note)
        file.write(f"{time.process_time()} 0 0\n")


def _by_tail(views: Views, note: Callable[[int], None], stop: Event) -> None:
    """The library's runner; positions are looked up from outside."""
    seen = views.recorder.position()
    with tail(views):
        while not stop.is_set():
            time.sleep(0.005)
            position = views.recorder.position()
            if position > seen:
                note(position)
                seen = position


def yardstick(store: Path, folder: Path, size: int) -> float:
    """Rows a second that `sqlite3` writes, alone: those of the store, in the same groups, as durably."""
    with closing(sqlite3.connect(store)) as db:
        statement = (
            "SELECT originator_id, originator_version, topic, state, NULL FROM stored_events ORDER BY position LIMIT ?"
        )
        rows = list(db.execute(statement, (SAMPLE,)))
    return len(rows) / raw_writes(folder / "raw", rows, size + 1)


@dataclass(slots=True)
class Intake:
    """What the recording process noted: after each commit when and up to where; and the seconds it was busy."""

    marks: list[Mark] = field(default_factory=list)
    busy: float = 0.0
    cpu: float = 0.0
    seconds: float = 0.0
    batches: int = 0


def record(engine: Engine, senders: list[Sender], rate: int, seconds: float, size: int, minutes: int) -> Intake:
    """Take in deliveries at the rate, gateway by gateway; late ones at once, so that a pause is caught up with."""
    intake, began = Intake(), time.monotonic()
    while (now := time.monotonic()) - began < seconds:
        sender = senders[intake.batches // size % len(senders)]
        message = sender.delivery(size, minutes, min((now - began) / seconds, 0.999))
        due = began + intake.batches / rate
        if (now := time.monotonic()) < due:
            time.sleep(due - now)
        handed, worked = time.monotonic(), time.process_time()
        receipts = engine.deliver(message)
        answered = time.monotonic()
        intake.busy += answered - handed
        intake.cpu += time.process_time() - worked
        intake.batches += size
        intake.marks.append((answered, receipts.signed_at or receipts[-1].position, megabytes()))
    intake.seconds = time.monotonic() - began
    return intake


def close(engine: Engine, senders: list[Sender]) -> int:
    """The manifests and the seal."""
    for sender in senders:
        engine.deliver(sender.closing())
    state = engine.state("us-33")
    (sealed,) = engine.log.append("season/us-33", state.sequence, [e.VotingClosed(week=2)], PRODUCER, AT)
    return sealed.position


def waits(recorded: list[Mark], seen: list[Mark]) -> list[float]:
    """For each page the longest any of its events waited from its acknowledgement until readers could see it."""
    positions = [position for _, position, _ in recorded]
    found, before = [], 0
    for when, position, _ in seen:
        first = bisect_right(positions, before)
        if first < len(recorded):
            found.append(max(when - recorded[first][0], 0.0))
        before = position
    return found


def by_second(recorded: list[Mark], seen: list[Mark]) -> Iterator[tuple[int, int, int, int, float, float, float]]:
    """Second, recorded so far, seen so far, lag in events, longest wait, memory of intake and of views in MB."""
    began = recorded[0][0]
    wait = waits(recorded, seen)
    for second in range(1, int(seen[-1][0] - began) + 2):
        until = began + second
        done, shown = _last(recorded, until), _last(seen, until)
        waited = [one for one, mark in zip(wait, seen, strict=False) if until - 1 < mark[0] <= until]
        yield second, done[1], shown[1], max(done[1] - shown[1], 0), max(waited, default=0.0), done[2], shown[2]


def _last(marks: list[Mark], until: float) -> Mark:
    at = bisect_right([when for when, _, _ in marks], until)
    return marks[max(at - 1, 0)] if at else (until, 0, marks[0][2])


def main() -> None:
    """Play the night, and tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=10_000, help="batches a second")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--group", type=int, default=1_000, help="batches handed over at a time")
    parser.add_argument("--minutes", type=int, default=150, help="minutes the batches' windows walk through")
    parser.add_argument("--by", choices=("pages", "tail"), default="pages", help="how the views follow")
    parser.add_argument("--out", type=Path, default=Path("night"), help="written are OUT.csv and OUT.svg")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        played(asked, Path(name))


def played(asked: argparse.Namespace, folder: Path) -> None:
    """One night in a folder."""
    store, view, marks = folder / "season.glitter", folder / "views", folder / "marks"
    context = get_context("spawn")
    stop, ready = context.Event(), context.Event()
    with EventLog.open(f"sqlite:{store}") as log:
        senders = [Sender(name) for name in GATEWAYS]
        log.append("season/us-33", 0, [*a_season(), *(one.introduced() for one in senders)], PRODUCER, AT)
        follower = context.Process(target=follow, args=(store, view, marks, asked.by, stop, ready))
        follower.start()
        ready.wait()
        engine = Engine(log)
        opened = engine.state("us-33").opened
        assert opened is not None
        for sender in senders:
            sender.opening = opening_of(log, opened)
        intake = record(engine, senders, asked.rate, asked.seconds, asked.group, asked.minutes)
        last = close(engine, senders)
        sealed = time.monotonic()
        stop.set()
        follower.join()
        with Views.open(view, log) as views:
            counted = sum(row.votes for row in views.rows("votes_over_time", "us-33", 2))
            assert views.status().position == last, "the views have seen the night to its end"
            assert counted == sum(one.sent for one in senders), "and every vote of it"
    *seen, (worked, _, _) = [
        (float(when), int(position), float(memory))
        for when, position, memory in map(str.split, marks.read_text().splitlines())
    ]
    raw = yardstick(store, folder, asked.group)
    tell(asked, intake, seen, raw, seen[-1][0] - sealed, store, worked)


def tell(
    asked: argparse.Namespace, intake: Intake, seen: list[Mark], raw: float, after: float, store: Path, worked: float
) -> None:
    """The summary, the table and the picture."""
    wait = sorted(waits(intake.marks, seen))
    table = list(by_second(intake.marks, seen))
    columns = "second,recorded,seen,lag_events,longest_wait_seconds,intake_megabytes,views_megabytes"
    lines = [f"{a},{b},{c},{d},{f:.3f},{g:.1f},{h:.1f}" for a, b, c, d, f, g, h in table]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.with_suffix(".csv").write_text("\n".join([columns, *lines]) + "\n")
    asked.out.with_suffix(".svg").write_text(drawn(table, asked.rate))
    held = intake.batches / intake.seconds
    print(f"{intake.batches:,} batches in {intake.seconds:.1f} s: {held:,.0f}/s held of {asked.rate:,}/s asked for")
    print(
        f"intake busy {100 * intake.busy / intake.seconds:.0f} % of the time: {intake.batches / intake.busy:,.0f}/s while busy"
    )
    print(
        f"raw sqlite3, alone: {raw:,.0f}/s; ratio {intake.batches / intake.busy / raw:.2f}, signed, with the views following"
    )
    print(
        f"from acknowledged to seen, longest of each page: median {statistics.median(wait) * 1000:.0f} ms, "
        f"99th percentile {wait[int(len(wait) * 0.99)] * 1000:.0f} ms, worst {wait[-1] * 1000:.0f} ms; {len(wait):,} pages"
    )
    print(f"views current {after * 1000:.0f} ms after the seal")
    print(
        f"processor time a batch: intake {intake.cpu / intake.batches * 1e6:.0f} us, views {worked / intake.batches * 1e6:.0f} us"
    )
    tenth = max(len(table) // 10, 1)
    for what, column in (("intake", 5), ("views", 6)):
        early, late = table[tenth][column], max(row[column] for row in table)
        print(f"memory of {what}: {early:.0f} MB after a tenth of the night, {late:.0f} MB at most")
    print(f"store {store.stat().st_size / 2**20:,.0f} MB; written: {asked.out}.csv, {asked.out}.svg")


if __name__ == "__main__":
    main()
