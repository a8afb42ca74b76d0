"""How many rows each table has of a season's week: written with the rows, so that one that vanished or was put in is noticed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eventsourcing.sqlite import SQLiteCursor

from domain.plurals import count_of
from glitterball.views.fingerprints import RowUnfit, fitting, marked
from glitterball.views.schema import COUNTS, KEYED, NO_WEEK, columns_of

_WEEK_AT = {table: columns_of(table).index("week") for table in KEYED if "week" in columns_of(table)}
_SEASON_AT = {table: columns_of(table).index("season") for table in _WEEK_AT}

Row = tuple[Any, ...]
Week = tuple[str, int]
"""A season and a week of it, or `NO_WEEK`."""


def by_week(table: str, rows: Iterable[Row]) -> dict[Week, list[Row]]:
    """A table's rows, a list for each week of each season."""
    season, week = _SEASON_AT[table], _WEEK_AT[table]
    found: dict[Week, list[Row]] = {}
    for row in rows:
        found.setdefault((row[season], NO_WEEK if row[week] is None else row[week]), []).append(row)
    return found


def stated(cursor: SQLiteCursor, table: str, counts: Mapping[Week, int]) -> None:
    """Write how many rows there are of some weeks."""
    cursor.executemany(
        "INSERT OR REPLACE INTO counts VALUES (?, ?, ?, ?, ?)",
        [marked(COUNTS, (table, *week, held)) for week, held in counts.items()],
    )


def more(cursor: SQLiteCursor, table: str, week: Week, rows: int) -> None:
    """Write how many more there are of a week."""
    cursor.execute("SELECT * FROM counts WHERE view = ? AND season = ? AND week = ?", (table, *week))
    found = cursor.fetchone()
    stated(cursor, table, {week: rows + (0 if found is None else fitting(COUNTS, tuple(found))[-1])})


def must_be_all(cursor: SQLiteCursor, table: str, rows: Sequence[Row], season: str, week: int | None = None) -> None:
    """Refuse (`RowUnfit`) the rows of a season, or of one week, where they are more or fewer than were written."""
    chosen, asked = ("", ()) if week is None else (" AND week = ?", (week,))
    cursor.execute(f"SELECT * FROM counts WHERE view = ? AND season = ?{chosen}", (table, season, *asked))
    held = {number: count for _, _, number, count in (fitting(COUNTS, tuple(row)) for row in cursor.fetchall())}
    met = Counter({number: len(found) for (_, number), found in by_week(table, rows).items()})
    for number in sorted({*held, *met}):
        if met[number] != held.get(number, 0):
            of_week = f", week {number}" if number != NO_WEEK else ""
            raise RowUnfit(
                f"{table}, season {season}{of_week} has {count_of(met[number], 'row')}, {held.get(number, 0)} were written"
            )
