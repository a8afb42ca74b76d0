"""Bringing a store of an older layout up to date: in one commit, no event changed, and stopped at any moment it is as before."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from glitterball.log import schema, store_file
from glitterball.log.envelope import Row, decode_row
from glitterball.log.place import Place
from glitterball.log.recording import Broken
from glitterball.log.refusals import StoreDamaged
from glitterball.proof.hashing import leaf_hash
from glitterball.sqlite_files.connecting import connect


def upgrade(path: Path, lock_seconds: float = 30) -> int:
    """Bring the store to the layout written today; answers how many events it holds. One that is up to date stays as it is.

    Every event is read and checked first: a damaged store is refused (`StoreDamaged`, `RecordDamaged`, `StreamDamaged`),
    not carried over. What was acknowledged without a hash gets the hash of what is there now.
    """
    layout = store_file.recognise(path, read_only=False)
    if not path.exists():
        store_file.recognise(path, read_only=True)
    Place(path).must_hold()
    with store_file.refusing(path), closing(connect(path, "rw", lock_seconds=lock_seconds)) as db:
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA fullfsync=ON")
        db.execute("BEGIN IMMEDIATE")
        (layout,) = db.execute("PRAGMA user_version").fetchone()
        if layout == 1:
            held = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
            store_file.check_guards(held, path, layout)
            _from_1(db, path)
        if layout < schema.LAYOUT:
            store_file.grow(db)
        db.execute("COMMIT")
        (events,) = db.execute("SELECT count(*) FROM stored_events").fetchone()
        return int(events)


def _from_1(db: sqlite3.Connection, path: Path) -> None:
    """Layout 2 has with each event its leaf hash, and for each stream how far it has come."""
    _must_be_whole(db, path)
    for guard in schema.GUARDS:
        db.execute(f"DROP TRIGGER {guard}")
    db.execute("ALTER TABLE stored_events RENAME TO events_of_layout_1")
    db.execute(schema.EVENTS)
    db.execute(schema.STREAMS)
    db.execute(schema.KEYS)
    db.create_function("leaf_hash", 1, leaf_hash, deterministic=True)
    db.execute("INSERT INTO stored_events SELECT *, leaf_hash(state) FROM events_of_layout_1 ORDER BY position")
    db.execute(
        "INSERT INTO streams SELECT originator_id, max(originator_version), count(*) FROM stored_events GROUP BY originator_id"
    )
    db.execute("DROP TABLE events_of_layout_1")
    for guard in (*schema.GUARDS.values(), *schema.GUARDS_OF_LAYOUT_2.values()):
        db.execute(guard)


def _must_be_whole(db: sqlite3.Connection, path: Path) -> None:
    (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise StoreDamaged(str(path), found)
    rows: Iterable[Row] = db.execute(f"SELECT {schema.COLUMNS_OF[1]} FROM stored_events ORDER BY position")
    for expected, row in enumerate(rows, start=1):
        if row[0] != expected:
            raise Broken(f"position {expected} is missing")
        decode_row(row)
