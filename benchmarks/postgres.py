"""The log on PostgreSQL against the same rows written by hand, and against a file, in one run.

    python -m benchmarks.postgres [--rounds 3] [--seconds 5] [--rows 20000]

A server: the one GLITTERBALL_TEST_POSTGRES names, else Debian's programs in a folder. Rounds are interleaved and medians
shown; on a machine others use believe the ratios, and say how busy it was.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from secrets import token_hex
from statistics import median
from typing import Any

import psycopg

from domain.gateway.events import VoteBatchReceived
from domain.record import Actor
from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.envelope import Entry, Line, line_of
from glitterball.log.postgres.opening import make_store
from glitterball.proof.hashing import leaf_hash
from tests import postgres_server

AT = "2024-09-25T00:00:10Z"
BY = Actor(name="vox", role="gateway")
COUPLES = tuple((f"couple-{letter}", 1_000 + 37 * place) for place, letter in enumerate("abcdefghijklm"))
WRITERS, GROUP = 64, 1_000
RAW = """CREATE TABLE raw (
    position bigserial PRIMARY KEY, stream bytea, sequence bigint, topic text, line bytea, leaf bytea, UNIQUE (stream, sequence)
)"""
INSERT = "INSERT INTO raw (stream, sequence, topic, line, leaf) VALUES (%b, %b, %b, %b, %b)"
COPY = "COPY raw (stream, sequence, topic, line, leaf) FROM STDIN (FORMAT BINARY)"
TYPES = ("bytea", "int8", "text", "bytea", "bytea")


def fact(gateway: str, number: int) -> VoteBatchReceived:
    """A batch of thirteen couples: a line of about 700 bytes."""
    return VoteBatchReceived(
        season="us-33", week=2, gateway=gateway, batch=number, channel="sms", opens="2024-09-25T00:00:00Z", closes=AT,
        votes=COUPLES, received=sum(votes for _, votes in COUPLES),
    )  # fmt: skip


def lines(gateway: str, first: int, many: int) -> list[Line]:
    """Lines of one stream."""
    return [line_of(f"votes/us-33/2/{gateway}", n, AT, BY, fact(gateway, n)) for n in range(first, first + many)]


def of_hand(line: Line) -> tuple[Any, ...]:
    """The row of a line."""
    return (*line[:4], leaf_hash(line[3]))


def singles(work: Callable[[str, int], None], seconds: float) -> tuple[float, float, float]:
    """Rows a second by so many threads, one a commit, and the median and 99th percentile of a commit in milliseconds."""
    stop, took = time.monotonic() + seconds, []
    round_ = token_hex(3)

    def writer(place: int) -> None:
        for number in count(1):
            begun = time.monotonic()
            if begun > stop:
                return
            work(f"g{round_}-{place}", number)
            took.append(time.monotonic() - begun)

    threads = [threading.Thread(target=writer, args=(place,)) for place in range(WRITERS)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return len(took) / (time.monotonic() - begun), took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3


@contextmanager
def by_hand(conninfo: str) -> Iterator[Callable[[str, int], None]]:
    """Each thread inserts by a connection of its own: no lock, and so no positions one could follow."""
    own, opened = threading.local(), []

    def insert(gateway: str, number: int) -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(conninfo, autocommit=True)
            opened.append(own.connection)
        own.connection.execute(INSERT, of_hand(lines(gateway, number, 1)[0]), prepare=True)

    yield insert
    for connection in opened:
        connection.close()


def grouped(write: Callable[[list[Line]], object], rows: int) -> tuple[float, float]:
    """Rows a second in groups, and microseconds of our processor a row, the making of the lines not counted."""
    gateway = f"h{token_hex(3)}"
    groups = [lines(gateway, first, GROUP) for first in range(1, rows, GROUP)]
    begun, used = time.monotonic(), time.process_time()
    for group in groups:
        write(group)
    return rows / (time.monotonic() - begun), (time.process_time() - used) / rows * 1e6


def copied(connection: psycopg.Connection[Any], group: list[Line]) -> None:
    """The same rows by COPY, in binary."""
    with connection.transaction(), connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for line in group:
            copy.write_row(of_hand(line))


def told(log: EventLog, other: EventLog, commits: int) -> list[float]:
    """From the acknowledgement of a commit to a follower's having it, in milliseconds: of a handle that is another machine's."""
    seen: dict[int, float] = {}
    after, last = other.last_position(), log.last_position() + commits

    def follow() -> None:
        for event in other.follow(after):
            seen[event.position] = time.monotonic()
            if event.position == last:
                return

    board = threading.Thread(target=follow)
    board.start()
    time.sleep(1.5)
    acknowledged: dict[int, float] = {}
    gateway = f"f{token_hex(3)}"
    for number in range(1, commits + 1):
        position = log.append_lines(lines(gateway, number, 1)).start
        acknowledged[position] = time.monotonic()
        time.sleep(0.005)
    board.join(30)
    return sorted(max(0.0, seen[position] - acknowledged[position]) * 1e3 for position in acknowledged)


def main() -> None:
    """Measure, and say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--rows", type=int, default=20_000)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = Address.read(postgres_server.in_schema(f"measured_{token_hex(3)}"), folder)
        make_store(address)
        conninfo = postgres_server.address()
        with psycopg.connect(conninfo, autocommit=True) as hand:
            hand.execute("DROP TABLE IF EXISTS raw")
            hand.execute(RAW)
            with (
                EventLog.open(address.text, state=address.state) as server,
                EventLog.open(address.text, state=address.state) as other,
                EventLog.open(f"sqlite:{Path(folder, 'night.sqlite')}") as file,
            ):
                measure(said, conninfo, hand, {"server": server, "file": file}, other)
            hand.execute("DROP TABLE raw")


def measure(
    said: argparse.Namespace,
    conninfo: str,
    hand: psycopg.Connection[Any],
    logs: dict[str, EventLog],
    other: EventLog,
) -> None:
    """Every round of everything, interleaved; then the medians."""
    single: dict[str, list[tuple[float, float, float]]] = {}
    group: dict[str, list[tuple[float, float]]] = {}
    for _ in range(said.rounds):
        with by_hand(conninfo) as insert:
            single.setdefault("INSERT by hand", []).append(singles(insert, said.seconds))
        for name, log in logs.items():
            recorder = log.application.recorder
            work = {
                f"{name}, lines": lambda gateway, n, log=log: log.append_lines(lines(gateway, n, 1)),
                f"{name}, facts": lambda gateway, n, log=log: log.append_many(
                    [Entry(f"votes/us-33/2/{gateway}", n, fact(gateway, n), BY, AT)]
                ),
            }
            for what, write in work.items():
                single.setdefault(what, []).append(singles(write, said.seconds))
            group.setdefault(name, []).append(grouped(recorder.insert_lines, said.rows))
        group.setdefault("COPY by hand", []).append(grouped(lambda rows: copied(hand, rows), said.rows))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {said.rounds} rounds, medians\n")
    yard = median(rate for rate, *_ in single["INSERT by hand"])
    print(f"{WRITERS} threads, one row a commit")
    for what, rounds in single.items():
        rate, half, most = (median(column) for column in zip(*rounds, strict=True))
        print(f"  {what:16} {rate:8,.0f}/s  {rate / yard:5.2f}  p50 {half:6.1f} ms  p99 {most:6.1f} ms")
    yard = median(rate for rate, _ in group["COPY by hand"])
    print(f"groups of {GROUP:,} rows")
    for what, rows in group.items():
        rate, used = (median(column) for column in zip(*rows, strict=True))
        print(f"  {what:16} {rate:8,.0f}/s  {rate / yard:5.2f}  {used:5.1f} us of our processor a row")
    waits = told(logs["server"], other, 300)
    print(f"to a follower of another handle: p50 {median(waits):.1f} ms, p99 {waits[int(len(waits) * 0.99)]:.1f} ms")


if __name__ == "__main__":
    main()
