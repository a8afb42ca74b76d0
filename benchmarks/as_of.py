"""A step to any position of a season of many events: what it costs, how that grows, and what the snapshots take on disk.

    python -m benchmarks.as_of --events 1000000

Ten weeks vote one after another, each through sixteen gateways over two hours. Steps are to positions drawn at random, in a
process that has the store open, and each asks for the standings of the week that votes there; the first one of all, which
reads the season's own events, is told apart. The yardstick is the same question answered by reading the log from its beginning.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.catch_up import PRODUCER, a_season
from benchmarks.yardsticks import COUPLES, seconds
from domain.gateway.events import VoteBatchReceived, gateway_stream
from domain.record import Actor, Fact
from domain.season import events as e
from domain.season import words as w
from glitterball.log import Entry, EventLog
from glitterball.moments import SECOND, micros, stamp
from glitterball.snapshots import keep
from glitterball.snapshots.cuts import Cuts
from glitterball.store import Season, Store, open_store
from projections import standings

WEEKS, GATEWAYS, MINUTES = 10, 16, 120
NIGHT = micros("2024-09-25T00:00:00Z")
WEEK_LONG = 7 * 86_400 * SECOND
COMMIT = 5_000
PAGE = 50


def facts_of_week(week: int) -> list[Fact]:
    """A week with marks, and lines that sixteen gateways carry."""
    opened = next(at for at, fact in enumerate(a_season(weeks=WEEKS)) if getattr(fact, "week", 0) == week)
    facts = [fact for fact in a_season(weeks=WEEKS)[opened:] if getattr(fact, "week", 0) == week]
    expected = tuple(w.ExpectedGateway(gateway=f"gateway-{number}", channels=("sms",)) for number in range(GATEWAYS))
    marks = [fact for fact in facts if not isinstance(fact, e.VotingOpened | e.VotingClosed | e.WeekClosed)]
    return [*marks, e.VotingOpened(week=week, gateways=expected)]


def batches(week: int, count: int) -> Iterator[Entry]:
    """Batches of a week, from each gateway in turn, spread over its minutes."""
    speakers = [Actor(name=f"gateway-{number}", role="gateway") for number in range(GATEWAYS)]
    begins = NIGHT + week * WEEK_LONG
    for place in range(count):
        gateway, number = place % GATEWAYS, place // GATEWAYS + 1
        at = stamp(begins + place * MINUTES * 60 // count * SECOND)
        counts = tuple((couple, (number * 31 + 37 * at_place) % 977) for at_place, couple in enumerate(COUPLES))
        fact = VoteBatchReceived(
            season="us-33", week=week, gateway=speakers[gateway].name, batch=number, channel="sms", opens=at, closes=at,
            votes=counts, received=sum(votes for _, votes in counts),
        )  # fmt: skip
        yield Entry(gateway_stream("us-33", week, fact.gateway), number, fact, speakers[gateway], at)


def fill(log: EventLog, events: int) -> None:
    """Ten weeks, one after another."""
    begin = [fact for fact in a_season(weeks=1) if not getattr(fact, "week", 0)]
    sequence = len(log.append("season/us-33", 0, begin, PRODUCER, stamp(NIGHT)))
    for week in range(1, WEEKS + 1):
        at = stamp(NIGHT + week * WEEK_LONG)
        sequence += len(log.append("season/us-33", sequence, facts_of_week(week), PRODUCER, at))
        group: list[Entry] = []
        for entry in batches(week, events // WEEKS):
            group.append(entry)
            if len(group) == COMMIT:
                log.append_many(group)
                group = []
        log.append_many(group)
        sealed: list[Fact] = [e.VotingClosed(week=week), e.WeekClosed(week=week)]
        sequence += len(log.append("season/us-33", sequence, sealed, PRODUCER, at))


def step(season: Season, position: int) -> tuple[float, float]:
    """Seconds, and seconds of processor, to the standings of the week that votes at a position."""
    began, busy = time.perf_counter(), time.process_time()
    asked = season.as_of(position)
    standings.rows(asked.fold, max(asked.state.weeks))
    return time.perf_counter() - began, time.process_time() - busy


def paged(store: Store, after: int, votes: bool) -> float:
    """Seconds of processor for a page of the log behind a position."""
    busy = time.process_time()
    store.timeline(after=after, votes=votes, limit=PAGE)
    return time.process_time() - busy


def told(steps: list[tuple[float, float]]) -> str:
    """The median, the 99th of a hundred, and the longest, in milliseconds, by the clock and of processor."""
    by = [sorted(one[at] * 1e3 for one in steps) for at in (0, 1)]
    each = [f"{statistics.median(some):.0f}, {some[len(some) * 99 // 100]:.0f}, {some[-1]:.0f} ms" for some in by]
    return f"{each[0]} (of processor {each[1]})"


def measured(folder: Path, events: int, steps: int) -> None:
    """One line for a season of so many events."""
    path = folder / f"store-{events}"
    with EventLog.open(f"sqlite:{path}") as log:
        fill(log, events)
        last = log.last_position()
        began = time.process_time()
        kept = keep(log, Path(f"{path}.snapshots.sqlite"))
        keeping = time.process_time() - began
        assert kept is not None
        with closing(Cuts(log, None)) as cuts:
            replay = seconds(lambda: cuts.fold("us-33", last))
    chance = Random(33)
    positions = [chance.randrange(200, last) for _ in range(steps)]
    with open_store(f"sqlite:{path}", read_only=True) as store:
        season = store.season("us-33")
        first = step(season, positions[0])
        taken = [step(season, position) for position in positions[1:]]
        pages = [
            statistics.median(paged(store, after, votes) * 1e3 for after in positions[:20]) for votes in (False, True)
        ]
    print(
        f"{last:>9,} events: first step {first[0] * 1e3:.0f} ms, then median, 99 of 100, longest {told(taken)}; "
        f"read from the beginning {replay:.1f} s; {kept.count:,} snapshots, {kept.size / 1e6:.1f} MB beside "
        f"{os.stat(path).st_size / 1e6:.0f} MB, made in {keeping:.1f} s of processor; "
        f"a page of {PAGE} sentences {pages[0]:.0f} ms, with vote batches {pages[1]:.0f} ms of processor",
        flush=True,
    )


def main() -> None:
    """One line for each size, each ten times the one before."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--steps", type=int, default=201)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for events in (asked.events // 100, asked.events // 10, asked.events):
            measured(Path(folder), events, asked.steps)
            print(f"load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
