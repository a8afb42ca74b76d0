"""The tiles on disk, as a tracking recorder of the library: what a page adds is written with its position in one transaction.

Only the tiles at the right edge are ever written again, and they only grow; a full tile never changes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteTrackingRecorder

from glitterball.evidence.ledger import schema
from glitterball.sqlite_files.recorders import recorder_at

Tiles = Mapping[tuple[int, int], bytes]
"""Hashes of tiles by level and number."""


class TileStore(SQLiteTrackingRecorder):
    """One file, one log followed (LIBRARY: the library's tables carry no prefix, so nothing else may live in it)."""

    @classmethod
    def at(cls, path: Path | None) -> "TileStore":
        """The store of a ledger file, its tables made when they are missing; in memory without a path."""
        if path is not None:
            return recorder_at(cls, path)
        recorder = cls(SQLiteDatastore(":memory:"))
        recorder.create_table()
        return recorder

    def construct_create_table_statements(self) -> list[str]:
        """The library's tracking table, then ours."""
        return [*super().construct_create_table_statements(), *schema.STATEMENTS]

    def _create_table(self, c: SQLiteCursor) -> None:
        """All at once, in a file that is empty; another process may have been quicker."""
        c.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'tiles'")
        if c.fetchone()[0]:
            return
        c.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        c.execute(f"PRAGMA user_version = {schema.LAYOUT}")
        super()._create_table(c)

    def grow(self, tiles: Tiles, position: int) -> None:
        """Write the tiles a page of events up to `position` adds to.

        The library's `IntegrityError` when the file is at `position` already or beyond: another process was quicker.
        """
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, Tracking(schema.TRACKED, position))  # first: it takes the write lock
            cursor.executemany(
                "INSERT OR REPLACE INTO tiles VALUES (?, ?, ?)", [(*place, hashes) for place, hashes in tiles.items()]
            )

    def position(self) -> int:
        """The last event hashed."""
        return self.max_tracking_id(schema.TRACKED) or 0

    def tile(self, level: int, number: int) -> bytes:
        """The hashes of a tile, none where there is no such tile."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT hashes FROM tiles WHERE level = ? AND number = ?", (level, number))
            row: Any = cursor.fetchone()
            return b"" if row is None else bytes(row[0])

    def clear(self) -> None:
        """Forget everything, in one transaction: the ledger is about to be made again."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM tiles")
            cursor.execute("DELETE FROM tracking")

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()
