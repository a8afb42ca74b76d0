"""The layout of a views file: a table a view, some SQL views for people, and what it takes to go on from where it stopped."""

from glitterball.views.catalogue import KEYS, LOG, ROWS, VERSIONS, VIEWS
from glitterball.views.columns import declared

APPLICATION_ID = 0x474C5657
"""`GLVW`, in the file's header: how our views files are recognised."""

LAYOUT = 5
"""The version of everything here but the views' own columns, which have versions of their own."""

TRACKED = "glitterball"
"""The application whose log is followed, as the library's tracking table names it."""


FINGERPRINT = "fingerprint INTEGER"
"""The last column of every table a reader believes: see `views.fingerprints`."""

COUNTS, TALLIES, BASIS = "counts", "tallies", "basis"

NO_WEEK = 0
"""The week under which rows that belong to no week are counted."""


def _table(name: str) -> str:
    """A view's table. `mode` may be NULL for SQLite's sake alone: its quick check misreads NOT NULL there (3.40)."""
    columns = declared(ROWS[name])
    if name == LOG:
        columns[columns.index('"position"')] = '"position" INTEGER'  # which makes it the table's own order
    if "ordinal" in KEYED[name]:
        columns.append("ordinal INTEGER NOT NULL")
    said = ", ".join(("season TEXT NOT NULL", "mode TEXT", *columns, FINGERPRINT))
    end = ")" if name == LOG else ") WITHOUT ROWID"
    return f"CREATE TABLE {name} ({said}, PRIMARY KEY ({', '.join(KEYED[name])}){end}"


KEYED: dict[str, tuple[str, ...]] = {
    **{name: ("season", *key) for name, key in KEYS.items()},
    LOG: ("position",),
    TALLIES: ("season", "week"),
    COUNTS: ("view", "season", "week"),
    BASIS: ("only",),
}
"""The tables whose rows carry a fingerprint, and what tells a row of one from the others."""


TABLES: dict[str, str] = {
    **{view.name: _table(view.name) for view in VIEWS},
    LOG: _table(LOG),
    "log_by_season": "CREATE INDEX log_by_season ON log (season, week, position)",
    "view_versions": "CREATE TABLE view_versions (view TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID",
    BASIS: (
        "CREATE TABLE basis (only INTEGER PRIMARY KEY CHECK (only = 1), position INTEGER NOT NULL, "
        f"last_event_sha256 TEXT NOT NULL, {FINGERPRINT})"
    ),
    TALLIES: (
        "CREATE TABLE tallies (season TEXT NOT NULL, week INTEGER NOT NULL, state TEXT NOT NULL, "
        f"{FINGERPRINT}, PRIMARY KEY (season, week)) WITHOUT ROWID"
    ),
    COUNTS: (
        "CREATE TABLE counts (view TEXT NOT NULL, season TEXT NOT NULL, week INTEGER NOT NULL, "
        f"held INTEGER NOT NULL, {FINGERPRINT}, PRIMARY KEY (view, season, week)) WITHOUT ROWID"
    ),
}
"""Tables and indexes by name. `tallies`, with the two tables of votes over time, is what spares a restart the replay of vote
batches; `basis` fixes the last event applied, so that a file of another log is noticed; `counts` says how many rows each
table has of a season's week, so that one that vanished is noticed."""


def columns_of(table: str) -> tuple[str, ...]:
    """All columns of a table whose rows carry a fingerprint, in order."""
    if table == COUNTS:
        return ("view", "season", "week", "held", "fingerprint")
    if table == TALLIES:
        return ("season", "week", "state", "fingerprint")
    if table == BASIS:
        return ("only", "position", "last_event_sha256", "fingerprint")
    own = [column.split('"')[1] for column in declared(ROWS[table])]
    ordinal = ["ordinal"] if "ordinal" in KEYED[table] else []
    return ("season", "mode", *own, *ordinal, "fingerprint")


SQL_VIEWS: dict[str, str] = {
    "views_status": f"""CREATE VIEW views_status AS
SELECT view, version, coalesce((SELECT notification_id FROM tracking WHERE application_name = '{TRACKED}'), 0) AS position
FROM view_versions ORDER BY view""",
    "who_left": """CREATE VIEW who_left AS
SELECT season, mode, week, name, result, result_from FROM season_grid WHERE result IN ('leaves', 'withdrew')""",
    "dance_totals": """CREATE VIEW dance_totals AS
SELECT season, mode, week, episode, dance, style, names, count(judge) AS judges,
       sum(1.0 * mark_numerator / mark_denominator) AS about_total
FROM scorecards GROUP BY season, week, dance""",
    "turnout_by_week": """CREATE VIEW turnout_by_week AS
SELECT season, mode, week, sum(received) AS received, sum(accepted) AS accepted, sum(rejected) AS rejected, sum(late) AS late
FROM turnout GROUP BY season, week""",
}
"""For people with an SQLite tool. `about_total` is a decimal for reading; the exact numbers are in the tables."""

STATEMENTS: list[str] = [
    *TABLES.values(),
    *SQL_VIEWS.values(),
    *(f"INSERT INTO view_versions VALUES ('{view}', {version})" for view, version in VERSIONS.items()),
]
