"""Checking snapshots against the log, without writing to either: what a doctor says of them.

Everything is made again from the log's first event, so that nothing the file can say is taken on trust: not the edge of the
tree, not a tally, not a moment.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from domain.findings import Finding
from domain.gateway.tally import Tallies
from domain.record import Fact, Recorded
from domain.season.lookup import commits_by_batch
from domain.season.state import SeasonState
from glitterball.log import EventLog
from glitterball.log.event_log import season_in
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.tree import Frontier
from glitterball.snapshots import schema
from glitterball.snapshots.file import Snapshot, SnapshotFile
from glitterball.snapshots.forms import Place, SnapshotUnfit, is_open, unpacked
from glitterball.sqlite_files.examining import examined, odd_objects, whole
from glitterball.sqlite_files.header import look
from glitterball.views.tallies import delivered_in
from projections.fold import Fold

_FILE = "the snapshots"


def differences(path: Path, log: EventLog) -> tuple[Finding, ...]:
    """Where a file of snapshots does not say what the log gives: the first of each kind. One of another layout is a warning."""
    found = look(path)
    if found is None or found.damage or found.application != schema.APPLICATION_ID:
        return (Finding(_FILE, f"{path.name} is not a file of snapshots that can be read"),)
    if found.layout != schema.LAYOUT:
        return (Finding(_FILE, f"{path.name} has another layout ({found.layout}), and is not used", "warning"),)
    return examined(path, lambda db: _compared(db, path, log))


def _compared(db: sqlite3.Connection, path: Path, log: EventLog) -> Iterator[Finding]:
    damage = (*whole(db), *odd_objects(db, schema.TABLES.values()))
    yield from damage
    if damage:
        return
    file = SnapshotFile(db, path)
    snapshots = list(file.all())
    last = log.last_position()
    beyond = next((snapshot for snapshot in snapshots if snapshot.position > last), None)
    if beyond is not None:
        yield Finding(_FILE, f"one was kept at position {beyond.position}, and the log ends at {last}")
        return
    yield from _of_no_snapshot(db)
    yield from _in_order(file, snapshots, log)


def _of_no_snapshot(db: sqlite3.Connection) -> Iterator[Finding]:
    for table in ("tallies", "latest"):
        position = db.execute(
            f"SELECT position FROM {table} WHERE position NOT IN (SELECT position FROM snapshots)"
        ).fetchone()
        if position is not None:
            yield Finding(_FILE, f"{table} has a row at position {position[0]}, where no snapshot was kept")


def _in_order(file: SnapshotFile, snapshots: list[Snapshot], log: EventLog) -> Iterator[Finding]:
    """The first snapshot that does not fit; what stands behind it was made from it."""
    again = _Again(log)
    for snapshot in snapshots:
        again.read(snapshot.position)
        said = list(again.compared(file, snapshot))
        yield from said[:1]
        if said:
            return


class _Again:
    """The log read afresh, up to one snapshot after another."""

    def __init__(self, log: EventLog) -> None:
        self._log, self._fold, self._tree, self._leaf = log, Fold(), Frontier(), b""
        self._latest: dict[str, str] = {}
        self._gone = frozenset(log.destroyed())

    def read(self, until: int) -> None:
        """Go on to a position."""
        after = self._tree.size
        events = self._log.read(after, until, in_public=True)
        for (_, line), event in zip(self._log.raw(after, until), events, strict=True):
            self._leaf = leaf_hash(line)
            self._tree.append(self._leaf)
            if season_in(event.stream) not in self._gone:
                self._remember(event)

    def _remember(self, event: Recorded[Fact]) -> None:
        season = self._fold.apply(event)
        self._latest[season] = max(self._latest.get(season, ""), event.time[:-1])

    def compared(self, file: SnapshotFile, snapshot: Snapshot) -> Iterator[Finding]:
        """Where a snapshot says something else."""
        where = f"the snapshot at position {snapshot.position}"
        if (snapshot.leaf, snapshot.edge) != (self._leaf, self._tree.to_bytes()):
            yield Finding(where, "its root is not the log's")
            return
        for season, remembered in sorted(self._fold.seasons.items()):
            if file.latest(season, snapshot.position) != self._latest[season]:
                yield Finding(where, f"{season} was recorded by another moment than the log gives")
            yield from self._tallies(file, snapshot, season, remembered.state, remembered.tallies)

    def _tallies(
        self, file: SnapshotFile, snapshot: Snapshot, season: str, state: SeasonState, tallies: Tallies
    ) -> Iterator[Finding]:
        where = f"the snapshot at position {snapshot.position}"
        kept = file.weeks(season, snapshot.position)
        if commits_by_batch(state):
            tallies = {}  # none is kept
        if kept.keys() != tallies.keys():
            yield Finding(where, f"{season} has other weeks with votes than the log gives")
            return
        for week, position in sorted(kept.items()):
            at = file.at(position)
            try:
                assert at is not None, "the snapshot itself stands at or behind it"
                place = Place(season, week, position, at.root)
                delivered = delivered_in(self._log, season, week, state)
                bytes_kept = file.tally(season, week, position)
                # What was kept before the season had a key is compared as it stands, and answers nothing any more.
                cipher = None if is_open(bytes_kept) else self._log.cipher(season)
                said = unpacked(bytes_kept, place, cipher, delivered)
                if said != tallies[week]:
                    yield Finding(where, f"the votes of week {week} of {season} are not those that the log gives")
            except SnapshotUnfit as unfit:
                yield Finding(where, str(unfit))
