"""The tables of a snapshots file."""

APPLICATION_ID = 0x676C736E
"""`glsn`: whose file it is, in the header of SQLite's."""

LAYOUT = 1

TABLES = {
    "snapshots": """CREATE TABLE snapshots (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    leaf BLOB NOT NULL,
    edge BLOB NOT NULL
) STRICT""",
    "tallies": """CREATE TABLE tallies (
    season TEXT NOT NULL,
    week INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tally BLOB NOT NULL,
    PRIMARY KEY (season, week, position)
) STRICT, WITHOUT ROWID""",
    "latest": """CREATE TABLE latest (
    season TEXT NOT NULL,
    position INTEGER NOT NULL,
    time TEXT NOT NULL,
    PRIMARY KEY (season, position)
) STRICT, WITHOUT ROWID""",
}
"""A snapshot, with the leaf hash of the event it stands behind and the right edge of the tree up to there; of each week that
changed since the one before its tally; and the latest moment at which anything of a season says it was recorded."""
