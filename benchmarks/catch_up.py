"""How fast the persisted views follow a night of vote batches, and whether memory stays flat.

    python -m benchmarks.catch_up --events 200000

The yardstick does by hand the least a persisted count needs: select the same bytes, parse them with orjson into
dictionaries nobody checked, and upsert each batch's sums, one transaction a page. It gives no views, no leaderboard and
no standings, and takes every batch on trust.
"""

import argparse
import resource
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import orjson

from benchmarks.yardsticks import COUPLES, groups, seconds, tell, vote_batches
from domain.record import Actor, Fact
from domain.season import events as e
from domain.season import words as w
from glitterball.log import Entry, EventLog
from glitterball.rulebooks import shipped_rulebook
from glitterball.views import Views
from glitterball.views.views import PAGE

AT = "2024-09-24T23:00:00Z"
RULEBOOK = shipped_rulebook("us-33")
PRODUCER = Actor(name="Pia", role="producer")
SEAL = e.VotingClosed(week=2)


def a_season(season: str = "us-33", weeks: int = 2) -> list[Fact]:
    """A season with thirteen couples and some weeks with marks; the lines of the last week are open."""
    judges = tuple(w.Judge(judge=name, name=name.title()) for name in ("carrie", "derek", "bruno"))
    facts: list[Fact] = [e.SeasonOpened(season=season, show="Dancing with the Stars", number=33, mode="rehearsal")]
    for couple in COUPLES:
        celebrity, professional = couple.title().split("-")
        facts.append(e.CoupleCast(couple=couple, celebrity=celebrity, professional=professional))
    facts.append(e.RulebookAdopted(rulebook=RULEBOOK, from_week=1, sha256=RULEBOOK.hash()))
    sources = tuple(w.ExpectedGateway(gateway=f"gateway-{number}", channels=("sms",)) for number in range(4))
    for week in range(1, weeks + 1):
        episode = w.Episode(number=week, date="2024-09-24")
        form = RULEBOOK.forms[0].name
        facts.append(e.WeekOpened(week=week, form=form, episodes=(episode,), scores_from=(week,), votes_from=(week,)))
        facts.append(e.PanelSeated(week=week, episode=week, judges=judges))
        for place, couple in enumerate(COUPLES):
            facts.append(e.DanceScheduled(week=week, episode=week, round="1", couples=(couple,), style="Tango"))
            for judge in judges:
                mark = 5 + (place + week) % 5
                facts.append(e.ScoreGiven(week=week, dance=f"{week}.1.{couple}", judge=judge.judge, mark=mark))
        facts.append(e.VotingOpened(week=week, gateways=sources))
        if week < weeks:
            facts += [e.VotingClosed(week=week), e.WeekClosed(week=week)]
    return facts


def counts(rows: list[tuple[int, bytes]]) -> Iterator[tuple[int, str, str, int]]:
    """What the yardstick counts: one dictionary at a time, none kept."""
    for _, state in rows:
        fact = orjson.loads(state)["fact"]
        if "batch" in fact:
            yield fact["week"], fact["gateway"], fact["channel"], fact["received"]


def raw_catch_up(store: Path, view: Path, page: int) -> float:
    """Seconds of the yardstick."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(view, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        target.execute("CREATE TABLE position (only INTEGER PRIMARY KEY, position INTEGER)")
        target.execute(
            "CREATE TABLE turnout (week INTEGER, gateway TEXT, channel TEXT, batches INTEGER, received INTEGER, "
            "PRIMARY KEY (week, gateway, channel))"
        )

        def follow() -> None:
            after = 0
            statement = "SELECT position, state FROM stored_events WHERE position > ? ORDER BY position LIMIT ?"
            while rows := source.execute(statement, (after, page)).fetchall():
                after = rows[-1][0]
                target.execute("BEGIN IMMEDIATE")
                target.execute("INSERT OR REPLACE INTO position VALUES (1, ?)", (after,))
                target.executemany(
                    "INSERT INTO turnout VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE "
                    "SET batches = batches + 1, received = received + excluded.received",
                    counts(rows),
                )
                target.execute("COMMIT")

        return seconds(follow)


def catch_up(store: Path, view: Path, page: int) -> float:
    """Seconds of the views."""
    with EventLog.open(f"sqlite:{store}") as log, Views.open(view, log) as views:
        return seconds(lambda: views.catch_up(page=page))


def go_on(view: Path, log: EventLog) -> None:
    """What a restart costs: no vote batch is read again."""
    with Views.open(view, log) as views:
        views.catch_up()


def peak_of(store: Path, view: Path, until: int) -> float:
    """The peak memory in MB of a process that does nothing but catch up to a position."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(_catch_up_alone, store, view, until).result()


def _catch_up_alone(store: Path, view: Path, until: int) -> float:
    with EventLog.open(f"sqlite:{store}") as log, Views.open(view, log) as views:
        views.catch_up(until)
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # On Linux `ru_maxrss` is handed down from the process that started this one.
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def main() -> None:
    """Write a night once, then follow it in turn with the yardstick; tell the medians and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--page", type=int, default=PAGE)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "season.glitter")
        with EventLog.open(f"sqlite:{store}") as log:
            log.append("season/us-33", 0, a_season(), PRODUCER, AT)
            for group in groups(vote_batches(asked.events), 1_000):
                log.append_many(group)
            last = log.last_position()
        times = [
            (
                raw_catch_up(store, Path(folder, f"raw-{number}"), asked.page),
                catch_up(store, Path(folder, f"views-{number}"), asked.page),
            )
            for number in range(asked.rounds)
        ]
        yardstick, ours = (statistics.median(column) for column in zip(*times, strict=True))
        tell(f"views caught up, pages of {asked.page:,}", last, ours, yardstick, "select, orjson, upsert", 0.5)
        some, whole = (peak_of(store, Path(folder, f"memory-{until}"), until) for until in (last // 10, last))
        print(f"peak memory: {some:.0f} MB for {last // 10:,} events, {whole:.0f} MB for {last:,}")
        with EventLog.open(f"sqlite:{store}") as log:
            log.append_many([Entry("season/us-33", log.version("season/us-33") + 1, SEAL, PRODUCER, AT)])
            reopened = seconds(lambda: go_on(Path(folder, "views-0"), log))
            print(f"opening them again at position {last:,} and applying one more event: {reopened * 1000:.1f} ms")


if __name__ == "__main__":
    main()
