"""Keeping snapshots: the log is read once, and at every `EVERY` positions and each seal what changed is written.

A snapshot is written whole or not at all, so whoever stops goes on from the last. Where the last does not fit the log, all
are thrown away and made again.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.gateway.tally import WeekTally
from domain.record import Recorded
from domain.season.events import VotingClosed
from domain.season.lookup import commits_by_batch
from glitterball.log import EventLog
from glitterball.log.event_log import season_in
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.tree import Frontier
from glitterball.snapshots.cuts import Cuts, fits, fits_ledger
from glitterball.snapshots.file import Snapshot, SnapshotFile
from glitterball.snapshots.forms import Place, SnapshotUnfit, packed
from glitterball.snapshots.refusals import SnapshotsUnwritable
from glitterball.sqlite_files.damage import is_damage
from glitterball.views import opening
from projections.fold import Fold

EVERY = 1_000
"""Positions between two snapshots at most: what is read from there on takes a few hundredths of a second on a slow machine."""


@dataclass(frozen=True, slots=True)
class KeptSnapshots:
    """What is kept: how many snapshots, the position of the last, and the bytes of their file."""

    count: int
    position: int
    size: int


def keep(
    log: EventLog,
    path: Path,
    *,
    every: int = EVERY,
    afresh: bool = False,
    progress: Callable[[int], None] | None = None,
) -> KeptSnapshots | None:
    """Keep snapshots up to where the log stands now; `afresh` forgets those there are. Nothing is done where another's file
    has the name.

    `progress` is told the position of each. Refuses (`SnapshotsUnwritable`) where they cannot be written.
    """
    try:
        try:
            return _kept(log, path, every, afresh, progress)
        except (SnapshotUnfit, sqlite3.Error) as error:
            if not is_damage(error):
                raise
            opening.remove(path)
            return _kept(log, path, every, afresh, progress)
    except (SnapshotUnfit, sqlite3.Error, OSError) as error:
        raise SnapshotsUnwritable(str(path), str(error)) from error


def _kept(
    log: EventLog, path: Path, every: int, afresh: bool, progress: Callable[[int], None] | None
) -> KeptSnapshots | None:
    file = SnapshotFile.to_write(path)
    if file is None:
        return None
    with closing(file):
        last, gone = log.last_position(), frozenset(log.destroyed())
        newest = file.newest()
        if newest is not None and (afresh or gone or not _can_go_on(file, newest, log)):
            file.clear()
            newest = None
        keeper = _begun(log, path, file, newest)
        events = log.read(keeper.position, last, in_public=True)
        for (_, line), event in zip(log.raw(keeper.position, last), events, strict=True):
            keeper.take(event, leaf_hash(line), counted=season_in(event.stream) not in gone)
            if event.position % every == 0 or type(event.fact) is VotingClosed:
                keeper.write()
                if progress is not None:
                    progress(event.position)
        snapshots = list(file.all())
        return KeptSnapshots(len(snapshots), snapshots[-1].position if snapshots else 0, file.size())


def _can_go_on(file: SnapshotFile, newest: Snapshot, log: EventLog) -> bool:
    """Whether the snapshots are this log's, and sealed wherever their season has a key by now."""
    if not (fits(newest, log) and fits_ledger(file, log)):
        return False
    return all(log.cipher(season) is None for season in file.in_the_open())


@dataclass(slots=True)
class _Keeper:
    """All seasons as remembered, the tree so far, and what the snapshots say already."""

    log: EventLog
    file: SnapshotFile
    fold: Fold
    tree: Frontier
    leaf: bytes = b""
    written: dict[tuple[str, int], WeekTally] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)

    @property
    def position(self) -> int:
        """How far the log was read."""
        return self.tree.size

    def take(self, event: Recorded[Any], leaf: bytes, *, counted: bool) -> None:
        """Remember an event; of a season whose openings were destroyed, where nothing can be `counted`, its leaf alone."""
        self.leaf = leaf
        self.tree.append(leaf)
        if not counted:
            return
        season = season_in(event.stream)
        if self.latest.get(season, "") < event.time[:-1]:
            self.latest[season] = event.time[:-1]
            self.later.add(season)
        self.fold.apply(event)

    def write(self) -> None:
        """Keep a snapshot of what was remembered."""
        snapshot = Snapshot(self.position, self.leaf, self.tree.to_bytes())
        root, tallies = snapshot.root, {}
        for season, remembered in self.fold.seasons.items():
            if commits_by_batch(remembered.state):
                continue  # what each batch commits to is kept batch by batch: it would be the log once more
            cipher = self.log.cipher(season)
            for week, tally in remembered.frozen().tallies.items():
                if self.written.get((season, week)) is not tally:
                    self.written[season, week] = tally
                    tallies[season, week] = packed(tally, Place(season, week, self.position, root), cipher)
        self.file.put(snapshot, tallies, {season: self.latest[season] for season in self.later})
        self.later.clear()


def _begun(log: EventLog, path: Path, file: SnapshotFile, newest: Snapshot | None) -> _Keeper:
    """From the newest snapshot, or from the beginning."""
    keeper = _Keeper(log, file, Fold(), Frontier() if newest is None else newest.frontier)
    if newest is None:
        return keeper
    with closing(Cuts(log, path)) as cuts:
        for name in log.stream_names("season/"):
            season = name.removeprefix("season/")
            remembered = cuts.fold(season, newest.position)
            remembered.tallies = dict(remembered.tallies)
            keeper.fold.seasons[season] = remembered
            keeper.latest[season] = file.latest(season, newest.position)
    return keeper
