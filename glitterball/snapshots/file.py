"""The file of snapshots: one transaction a snapshot, read as it stands, and begun again where it cannot be gone on with."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glitterball.proof.refusals import FrontierMalformed
from glitterball.proof.tree import Frontier
from glitterball.snapshots import schema
from glitterball.snapshots.forms import SnapshotUnfit
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.header import look
from glitterball.views import opening

PAGE_BYTES = 8_192


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a snapshot stands: behind the event of that leaf hash, with the right edge of the log's tree up to it."""

    position: int
    leaf: bytes
    edge: bytes

    @property
    def frontier(self) -> Frontier:
        """The edge as a tree that can grow. `SnapshotUnfit` where it is none of that size."""
        try:
            frontier = Frontier.from_bytes(self.edge)
        except FrontierMalformed as error:
            raise SnapshotUnfit(str(error)) from None
        if frontier.size != self.position:
            raise SnapshotUnfit(f"the tree at {self.position} has {frontier.size} leaves")
        return frontier

    @property
    def root(self) -> bytes:
        """The Merkle root of the log up to here."""
        return self.frontier.root()


class SnapshotFile:
    """An open file of snapshots. Close it."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.path, self._db = path, db

    @classmethod
    def to_read(cls, path: Path) -> "SnapshotFile | None":
        """The file, where there is one of ours in this layout."""
        try:
            return cls(connect(path, "ro"), path) if is_ours(path) else None
        except (sqlite3.Error, OSError):
            return None

    @classmethod
    def to_write(cls, path: Path) -> "SnapshotFile | None":
        """The file, made where there is none, and begun again where it is damaged or of an older layout.

        Nothing where a file of anybody else has its name, or one of a newer layout. `sqlite3.Error` where it cannot be made.
        """
        if path.exists() and path.stat().st_size:
            found = look(path)
            if found is None or found.application != schema.APPLICATION_ID or found.layout > schema.LAYOUT:
                return None
            if not is_ours(path):
                opening.remove(path)
        db = connect(path, "rwc")
        db.execute(f"PRAGMA page_size={PAGE_BYTES}")
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            db.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            db.execute(f"PRAGMA user_version={schema.LAYOUT}")
            for statement in schema.TABLES.values():
                db.execute(statement)
        db.execute("COMMIT")
        return cls(db, path)

    def close(self) -> None:
        """Let go of it."""
        self._db.close()

    def at(self, position: int) -> Snapshot | None:
        """The last snapshot up to a position."""
        found = self._select(
            "SELECT position, leaf, edge FROM snapshots WHERE position <= ? ORDER BY position DESC LIMIT 1", position
        )
        return Snapshot(*found[0]) if found else None

    def newest(self) -> Snapshot | None:
        """The last snapshot of all."""
        return self.at(2**63 - 1)

    def all(self) -> Iterator[Snapshot]:
        """All snapshots, in order."""
        return (Snapshot(*row) for row in self._select("SELECT position, leaf, edge FROM snapshots ORDER BY position"))

    def weeks(self, season: str, position: int) -> dict[int, int]:
        """The weeks of a season that a snapshot knows, each with the position its tally was kept at last."""
        found = self._select(
            "SELECT week, max(position) FROM tallies WHERE season = ? AND position <= ? GROUP BY week", season, position
        )
        return dict(found)

    def tally(self, season: str, week: int, position: int) -> bytes:
        """A week's tally as it was kept at a position."""
        found = self._select(
            "SELECT tally FROM tallies WHERE season = ? AND week = ? AND position = ?", season, week, position
        )
        if not found:
            raise SnapshotUnfit(f"week {week} of {season} was not kept at {position}")
        return bytes(found[0][0])

    def in_the_open(self) -> list[str]:
        """The seasons of which a tally was kept without a key."""
        return [
            season
            for (season,) in self._select("SELECT DISTINCT season FROM tallies WHERE substr(tally, 1, 1) = x'00'")
        ]

    def recorded_by(self, season: str, time: str) -> int:
        """The position of the last snapshot in which everything of a season says it was recorded by a moment; 0 for none."""
        ((found,),) = self._select("SELECT max(position) FROM latest WHERE season = ? AND time <= ?", season, time[:-1])
        return int(found or 0)

    def latest(self, season: str, position: int) -> str:
        """The latest moment at which anything of a season says it was recorded, up to a position."""
        ((found,),) = self._select("SELECT max(time) FROM latest WHERE season = ? AND position <= ?", season, position)
        return str(found or "")

    def _select(self, statement: str, *values: Any) -> list[Any]:
        """The rows. `SnapshotUnfit` where the file cannot be read."""
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise SnapshotUnfit(str(error)) from error

    def put(self, snapshot: Snapshot, tallies: Mapping[tuple[str, int], bytes], latest: Mapping[str, str]) -> None:
        """Keep a snapshot: all of it, or nothing."""
        at = snapshot.position
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", (at, snapshot.leaf, snapshot.edge))
            rows = [(season, week, at, kept) for (season, week), kept in tallies.items()]
            self._db.executemany("INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?)", rows)
            moments = [(season, at, time) for season, time in latest.items()]
            self._db.executemany("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)", moments)

    def clear(self) -> None:
        """Throw all snapshots away."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for table in schema.TABLES:
                self._db.execute(f"DELETE FROM {table}")

    def size(self) -> int:
        """Bytes of the file."""
        (pages,), (page,) = (self._db.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size"))
        return int(pages * page)


def is_ours(path: Path) -> bool:
    """Whether there is a snapshots file in this layout, as far as its header and its tables tell."""
    found = look(path)
    if found is None or found.damage or (found.application, found.layout) != (schema.APPLICATION_ID, schema.LAYOUT):
        return False
    with closing(connect(path, "ro")) as db:
        return dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")) == schema.TABLES
