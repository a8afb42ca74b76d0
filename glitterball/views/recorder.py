"""The tables, as a tracking recorder of the library: what a page changes is written with its position in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteTrackingRecorder

from glitterball.views import schema
from glitterball.views.catalogue import KEYS, LOG, MINUTES_VIEW, ROWS, VIEWS, VOTES_VIEW
from glitterball.views.columns import declared, named

_ORDER = {**{view.name: view.order for view in VIEWS}, LOG: "position"}

Week = tuple[str, int]
"""A season and a week of it."""


@dataclass(slots=True)
class Changes:
    """What a page of events changes. Everything is whole, never a difference, so writing a page again changes nothing."""

    replaced: dict[str, dict[Week, list[tuple[Any, ...]]]] = field(default_factory=dict)
    """By table, the new rows of each week that may have changed."""
    put: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    """By table, rows that are new or take the place of their older selves."""
    told: list[tuple[Any, ...]] = field(default_factory=list)
    """New rows of the log table."""
    tallies: dict[Week, str] = field(default_factory=dict)
    last_event_sha256: str = ""


class ViewsRecorder(SQLiteTrackingRecorder):
    """One file, one application followed (LIBRARY: tables carry no prefix, so nothing else may live in it)."""

    def __init__(self, datastore: SQLiteDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self._inserts = {
            name: f"INSERT OR REPLACE INTO {name} VALUES ({', '.join('?' * _width(name))})"
            for name in ROWS
            if name != LOG
        }
        self._tell = f"INSERT OR REPLACE INTO log VALUES ({', '.join('?' * (len(declared(ROWS[LOG])) + 2))})"

    @classmethod
    def at(cls, path: Path) -> "ViewsRecorder":
        """The recorder of a views file, its tables made when they are missing."""
        recorder = cls(SQLiteDatastore(f"{path.absolute().as_uri()}?mode=rwc"))
        try:
            recorder.create_table()
        except BaseException:
            recorder.close()
            raise
        return recorder

    def construct_create_table_statements(self) -> list[str]:
        """The library's tracking table, then ours."""
        return [*super().construct_create_table_statements(), *schema.STATEMENTS]

    def _create_table(self, c: SQLiteCursor) -> None:
        """All at once, in a file that is empty; another process may have been quicker."""
        c.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'basis'")
        if c.fetchone()[0]:
            return
        c.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        c.execute(f"PRAGMA user_version = {schema.LAYOUT}")
        super()._create_table(c)

    def apply(self, changes: Changes, position: int) -> None:
        """Write what the event at `position` changes."""
        self.apply_page(changes, position)

    def apply_page(self, changes: Changes, position: int) -> None:
        """Write what a page of events up to `position` changes: one transaction, one tracking row.

        The library's `IntegrityError` when the file is at `position` already or beyond: another process was quicker.
        """
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, Tracking(schema.TRACKED, position))  # first: it takes the write lock
            for table, weeks in changes.replaced.items():
                cursor.executemany(f"DELETE FROM {table} WHERE season = ? AND week = ?", list(weeks))
                cursor.executemany(self._inserts[table], [row for rows in weeks.values() for row in rows])
            for table, rows in changes.put.items():
                cursor.executemany(self._inserts[table], rows)
            cursor.executemany(self._tell, changes.told)
            cursor.executemany(
                "INSERT OR REPLACE INTO tallies VALUES (?, ?, ?)",
                [(*week, state) for week, state in changes.tallies.items()],
            )
            cursor.execute("INSERT OR REPLACE INTO basis VALUES (1, ?)", (changes.last_event_sha256,))

    def position(self) -> int:
        """The last event applied."""
        return self.max_tracking_id(schema.TRACKED) or 0

    def basis(self) -> str | None:
        """The digest of the last event applied."""
        found = self.select("SELECT last_event_sha256 FROM basis")
        return found[0][0] if found else None

    def tallies(self, season: str) -> tuple[int, list[tuple[int, str]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """Where the file stands, each week's tally of a season, and its votes over time (`tallies.restored`), seen at once."""
        with self.datastore.transaction(commit=False) as cursor:
            position = self._max_tracking_id(schema.TRACKED, cursor) or 0
            cursor.execute("SELECT week, state FROM tallies WHERE season = ? ORDER BY week", (season,))
            weeks = [(week, state) for week, state in cursor.fetchall()]
            found = []
            for view in (MINUTES_VIEW, VOTES_VIEW):
                cursor.execute(
                    f"SELECT {named(ROWS[view])} FROM {view} WHERE season = ? ORDER BY {_ORDER[view]}", (season,)
                )
                found.append([tuple(row) for row in cursor.fetchall()])
            return position, weeks, found[0], found[1]

    def rows(self, view: str, season: str, week: int | None) -> list[tuple[Any, ...]]:
        """The columns of a view's rows, in its order."""
        chosen = "" if week is None else " AND week = ?"
        statement = f"SELECT {named(ROWS[view])} FROM {view} WHERE season = ?{chosen} ORDER BY {_ORDER[view]}"
        return self.select(statement, season, *(() if week is None else (week,)))

    def select(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return [tuple(row) for row in cursor.fetchall()]

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()


def _width(view: str) -> int:
    return len(declared(ROWS[view])) + 2 + ("ordinal" in KEYS[view])


@contextmanager
def plain(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A connection outside the library, for looking at a file before it is trusted."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
