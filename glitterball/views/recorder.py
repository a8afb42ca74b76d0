"""The tables, as a tracking recorder of the library: what a page changes is written with its position in one transaction."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteCursor, SQLiteTrackingRecorder

from glitterball.frames import kinds_of
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.recorders import LOCK_SECONDS, TemporaryDatastore, recorder_at
from glitterball.views import counting, schema
from glitterball.views.catalogue import LOG, MINUTES_VIEW, ROWS, VIEWS, VOTES_VIEW
from glitterball.views.fingerprints import RowUnfit, fitting, marked

_ORDER = {**{view.name: view.order for view in VIEWS}, LOG: "position"}
_INSERT = {
    table: f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(schema.columns_of(table)))})"
    for table in schema.KEYED
}
_DELETE_ROW = {
    table: f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in key)}"
    for table, key in schema.KEYED.items()
}
_KEY_AT = {table: tuple(schema.columns_of(table).index(name) for name in key) for table, key in schema.KEYED.items()}
_READ_AT = {view: tuple(schema.columns_of(view).index(name) for name in kinds_of(row)) for view, row in ROWS.items()}
"""Where in a table's row the columns stand that its row is read back from."""

Week = tuple[str, int]
"""A season and a week of it."""


class Overtaken(Exception):
    """Another process has written to the file since, or begun it again: what is remembered here cannot be gone on with."""


@dataclass(slots=True)
class Changes:
    """What a page of events changes. Everything is whole, never a difference, so writing a page again changes nothing."""

    after: int = 0
    """The position the page follows."""
    replaced: dict[str, dict[Week, list[tuple[Any, ...]]]] = field(default_factory=dict)
    """By table, the new rows of each week that may have changed."""
    put: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    """By table, rows that are new or take the place of their older selves."""
    told: list[tuple[Any, ...]] = field(default_factory=list)
    """New rows of the log table."""
    tallies: dict[Week, str] = field(default_factory=dict)
    last_event_sha256: str = ""


class ViewsRecorder(SQLiteTrackingRecorder):
    """One file, one application followed (LIBRARY: tables carry no prefix, so nothing else may live in it).

    Every row that is read is held against its fingerprint, and every week's rows against their count: `RowUnfit`.
    """

    @classmethod
    def at(cls, path: Path) -> "ViewsRecorder":
        """The recorder of a views file, its tables made when they are missing."""
        return recorder_at(cls, path)

    @classmethod
    def temporary(cls) -> "ViewsRecorder":
        """A recorder of views that leave nothing behind, for one thread."""
        recorder = cls(TemporaryDatastore())
        recorder.create_table()
        return recorder

    def put_in_place_of(self, path: Path) -> None:
        """Copy these views over a file, through SQLite: at once for everybody who has it open. Only for `temporary` ones."""
        assert isinstance(self.datastore, TemporaryDatastore)
        with closing(connect(path, "rwc", lock_seconds=LOCK_SECONDS)) as target:
            self.datastore.connection.backup(target)

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

    # Writing.

    def apply_page(self, changes: Changes, position: int) -> None:
        """Write what a page of events up to `position` changes: one transaction, one tracking row.

        `Overtaken` when the file does not stand where the page begins.
        """
        with self.datastore.transaction(commit=True) as cursor:
            if _locked_at(cursor) != changes.after:
                raise Overtaken
            self._insert_tracking(cursor, Tracking(schema.TRACKED, position))
            for table, weeks in changes.replaced.items():
                cursor.executemany(f"DELETE FROM {table} WHERE season = ? AND week = ?", list(weeks))
                _insert(cursor, table, [row for rows in weeks.values() for row in rows])
                counting.stated(cursor, table, {week: len(rows) for week, rows in weeks.items()})
            for table, rows in {**changes.put, LOG: changes.told}.items():
                for week, rows_of_week in counting.by_week(table, rows).items():
                    counting.more(cursor, table, week, len(rows_of_week) - _delete(cursor, table, rows_of_week))
                _insert(cursor, table, rows)
            _insert(cursor, schema.TALLIES, [(*week, state) for week, state in changes.tallies.items()])
            counting.stated(cursor, schema.TALLIES, dict.fromkeys(changes.tallies, 1))
            _insert(cursor, schema.BASIS, [(1, position, changes.last_event_sha256)])

    # Reading.

    def position(self) -> int:
        """The last event applied."""
        with self.datastore.transaction(commit=False) as cursor:
            return self._position(cursor)

    def _position(self, cursor: SQLiteCursor) -> int:
        cursor.execute("SELECT * FROM basis")
        rows = [fitting(schema.BASIS, tuple(row)) for row in cursor.fetchall()]
        based = rows[0][1] if rows else 0
        tracked = self._max_tracking_id(schema.TRACKED, cursor) or 0
        if based != tracked:
            raise RowUnfit(f"the position is given as {tracked} and as {based}")
        return based

    def tallies(self, season: str) -> tuple[int, list[tuple[int, str]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """Where the file stands, each week's tally of a season, and its votes over time (`tallies.restored`), seen at once."""
        with self.datastore.transaction(commit=False) as cursor:
            position = self._position(cursor)
            cursor.execute("SELECT * FROM tallies WHERE season = ? ORDER BY week", (season,))
            rows = [fitting(schema.TALLIES, tuple(row)) for row in cursor.fetchall()]
            counting.must_be_all(cursor, schema.TALLIES, rows, season)
            minutes, votes = (self._rows(cursor, view, season, None) for view in (MINUTES_VIEW, VOTES_VIEW))
            return position, [(week, state) for _, week, state in rows], minutes, votes

    def rows(self, view: str, season: str, week: int | None) -> list[tuple[Any, ...]]:
        """The columns a view's rows are read back from, in its order."""
        with self.datastore.transaction(commit=False) as cursor:
            return self._rows(cursor, view, season, week)

    def _rows(self, cursor: SQLiteCursor, view: str, season: str, week: int | None) -> list[tuple[Any, ...]]:
        chosen, asked = ("", ()) if week is None else (" AND week = ?", (week,))
        cursor.execute(f"SELECT * FROM {view} WHERE season = ?{chosen} ORDER BY {_ORDER[view]}", (season, *asked))
        rows = [fitting(view, tuple(row)) for row in cursor.fetchall()]
        counting.must_be_all(cursor, view, rows, season, week)
        return [tuple(row[at] for at in _READ_AT[view]) for row in rows]

    def seasons(self) -> tuple[str, ...]:
        """The seasons whose events are told, in order of identifier."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT * FROM counts WHERE view = ?", (LOG,))
            counted = {fitting(schema.COUNTS, tuple(row))[1] for row in cursor.fetchall()}
            cursor.execute("SELECT DISTINCT season FROM log")
            if odd := counted ^ {season for (season,) in cursor.fetchall()}:
                raise RowUnfit(f"the rows of log, season {min(odd, key=str)} are not those that were written")
            return tuple(sorted(counted))

    def mode(self, season: str) -> str | None:
        """Whether a season is live, a rehearsal or historic; None where nothing is told of it."""
        found = self.select("SELECT * FROM log WHERE season = ? LIMIT 1", season)
        return fitting(LOG, found[0])[1] if found else None

    def select(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return [tuple(row) for row in cursor.fetchall()]

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()


def _locked_at(cursor: SQLiteCursor) -> int:
    """Where the file stands, with everybody else kept from writing: an UPDATE takes the lock before it looks."""
    cursor.execute(
        "UPDATE tracking SET notification_id = notification_id WHERE application_name = ? RETURNING notification_id",
        (schema.TRACKED,),
    )
    found = cursor.fetchall()
    return found[0][0] if found else 0


def _insert(cursor: SQLiteCursor, table: str, rows: list[tuple[Any, ...]]) -> None:
    cursor.executemany(_INSERT[table], [marked(table, row) for row in rows])


def _delete(cursor: SQLiteCursor, table: str, rows: list[tuple[Any, ...]]) -> int:
    """Take out the older selves of rows; how many there were."""
    cursor.executemany(_DELETE_ROW[table], [tuple(row[at] for at in _KEY_AT[table]) for row in rows])
    return int(cursor.sqlite_cursor.rowcount)
