"""The layout of a ledger file: tiles of 256 hashes (c2sp.org/tlog-tiles), with the library's tracking table beside them."""

APPLICATION_ID = 0x474C4D4B
"""`GLMK`, in the file's header: how our ledgers are recognised."""

LAYOUT = 1
TRACKED = "glitterball"
"""The application whose log is followed, as the library's tracking table names it."""

STATEMENTS = [
    "CREATE TABLE tiles (level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number))",
]
