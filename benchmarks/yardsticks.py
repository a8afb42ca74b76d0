"""What the benchmarks measure against, in the same run: the same bytes written and read by hand, as durably.

A ratio of 0.6 means: we do six tenths of what the bare tool does.
"""

import gc
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import orjson

from domain.gateway.events import VoteBatchReceived, gateway_stream
from domain.record import Actor
from glitterball.log.envelope import Entry, Line, line_of

T = TypeVar("T")
AT = "2024-09-25T00:00:10Z"
COUPLES = (
    "anna-ezra", "bella-val", "carl-artem", "dora-sasha", "emil-witney", "frida-emma", "gus-daniella",
    "hana-jenna", "ivan-gleb", "jo-alan", "kim-britt", "lea-pasha", "max-brandon",
)  # fmt: skip
TABLE = (
    "CREATE TABLE events (position INTEGER PRIMARY KEY, stream BLOB, sequence INTEGER, type TEXT, bytes BLOB, "
    "UNIQUE (stream, sequence))"
)


def vote_batches(count: int, gateways: int = 4) -> list[Entry]:
    """Vote batches of thirteen couples, arriving in turn from several gateways."""
    streams = [(f"gateway-{number}", Actor(name=f"gateway-{number}", role="gateway")) for number in range(gateways)]
    return [
        Entry(
            gateway_stream("us-33", 2, streams[place % gateways][0]),
            place // gateways + 1,
            _batch(streams[place % gateways][0], place // gateways + 1),
            streams[place % gateways][1],
            AT,
        )
        for place in range(count)
    ]


def _batch(gateway: str, number: int) -> VoteBatchReceived:
    counts = tuple((couple, number % 977 + 37 * place) for place, couple in enumerate(COUPLES))
    return VoteBatchReceived(
        season="us-33",
        week=2,
        gateway=gateway,
        batch=number,
        channel="sms",
        opens="2024-09-25T00:00:00Z",
        closes="2024-09-25T00:00:10Z",
        votes=counts,
        received=sum(count for _, count in counts),
    )


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    """What is stored for the entries."""
    return [line_of(entry.stream, entry.sequence, entry.time, entry.actor, entry.fact) for entry in entries]


def groups(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The items in groups of a size."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def raw_writes(path: Path, lines: Sequence[Line], size: int) -> float:
    """Seconds `sqlite3` takes for the same rows in the same groups, WAL and FULL; nothing guards the tables."""
    rows = groups([(place, *line[:4]) for place, line in enumerate(lines, start=1)], size)
    beside = groups([(place, line[4]) for place, line in enumerate(lines, start=1)], size)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute(TABLE)
        db.execute("CREATE TABLE hidden (position INTEGER PRIMARY KEY, bytes BLOB)")

        def write() -> None:
            for group, parts in zip(rows, beside, strict=True):
                db.execute("BEGIN IMMEDIATE")
                db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", group)
                if parts[0][1] is not None:
                    db.executemany("INSERT INTO hidden VALUES (?, ?)", parts)
                db.execute("COMMIT")

        return seconds(write)


def raw_replay(path: Path) -> float:
    """Seconds to select the bytes of a store and parse them with orjson, into dictionaries nobody checked."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:

        def replay() -> None:
            for (state,) in db.execute("SELECT state FROM stored_events ORDER BY position"):
                orjson.loads(state)

        return seconds(replay)


def raw_replay_of_parts(path: Path) -> float:
    """Seconds to select the two rows of each event that `raw_writes` wrote, hash both and parse both with orjson."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:

        def replay() -> None:
            rows = "SELECT e.bytes, h.bytes FROM events e JOIN hidden h USING (position) ORDER BY position"
            for public, hidden in db.execute(rows):
                sha256(public).digest()
                sha256(hidden).digest()
                orjson.loads(public)
                orjson.loads(hidden)

        return seconds(replay)


def processor(work: Callable[[], object]) -> float:
    """Seconds of processor time of the work, which a busy machine disturbs less than a clock."""
    began = time.process_time()
    work()
    return time.process_time() - began


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def settled() -> None:
    """What a benchmark has prepared is not walked by the garbage collector while work is measured: no night holds it."""
    gc.collect()
    gc.freeze()


def against(ratio: float, target: float | None) -> str:
    """A ratio with what it is to reach."""
    if target is None:
        return f"ratio {ratio:.2f}"
    return f"ratio {ratio:.2f} (target {target:.2f}, {'reached' if ratio >= target else 'short'})"


def tell(what: str, count: int, ours: float, yardstick: float, beside: str, target: float | None = None) -> None:
    """One line: our rate, the yardstick's, the ratio, and what it is to reach."""
    print(
        f"{what}: {count / ours:>10,.0f}/s, {beside}: {count / yardstick:>10,.0f}/s, {against(yardstick / ours, target)}",
        flush=True,
    )
