"""The layout of a store on disk, and the guards in it that forbid editing.

A guard is a trigger, so it holds for every program that opens the file, not only for this one. `INSERT OR REPLACE` deletes
without asking the DELETE trigger (unless a connection turns `recursive_triggers` on), hence the guard before an insert:
a new event has the next position, and its stream and sequence are free. Whoever tries loses the whole transaction; that is
also faster than `ABORT`, for which SQLite would keep a journal of every statement.

Beside the events stands what lets a reader notice damage before a number is shown: with each event the leaf hash it was
acknowledged with, and for each stream how many events it has and the last of them. Layout 1 had neither; it is read.
"""

APPLICATION_ID = 0x474C4954
"""`GLIT`, in the file's header: how our files are recognised."""

LAYOUT = 2
"""The version of the layout, in the file's header."""

EVENTS = """CREATE TABLE stored_events (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    originator_id BLOB NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    leaf BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
) STRICT"""

STREAMS = """CREATE TABLE streams (
    originator_id BLOB PRIMARY KEY,
    last INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

KEYS = """CREATE TABLE idempotency_keys (
    key TEXT PRIMARY KEY,
    asked BLOB NOT NULL,
    position INTEGER NOT NULL,
    events INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT, WITHOUT ROWID"""

GUARDS = {
    "guard_insert": """CREATE TRIGGER guard_insert BEFORE INSERT ON stored_events
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM stored_events) OR EXISTS (
    SELECT 1 FROM stored_events
    WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version)
BEGIN SELECT RAISE(ROLLBACK, 'an event is only ever added at the end, once'); END""",
    "guard_update": """CREATE TRIGGER guard_update BEFORE UPDATE ON stored_events
BEGIN SELECT RAISE(ROLLBACK, 'a recorded event is never changed'); END""",
    "guard_delete": """CREATE TRIGGER guard_delete BEFORE DELETE ON stored_events
BEGIN SELECT RAISE(ROLLBACK, 'a recorded event is never deleted'); END""",
}

GUARDS_OF_LAYOUT_2 = {
    "guard_stream_update": """CREATE TRIGGER guard_stream_update BEFORE UPDATE ON streams
WHEN NEW.originator_id IS NOT OLD.originator_id OR NEW.last < OLD.last OR NEW.events <= OLD.events
BEGIN SELECT RAISE(ROLLBACK, 'a stream only ever grows'); END""",
    "guard_stream_delete": """CREATE TRIGGER guard_stream_delete BEFORE DELETE ON streams
BEGIN SELECT RAISE(ROLLBACK, 'a stream is never deleted'); END""",
    "guard_key_insert": """CREATE TRIGGER guard_key_insert BEFORE INSERT ON idempotency_keys
WHEN EXISTS (SELECT 1 FROM idempotency_keys WHERE key = NEW.key)
BEGIN SELECT RAISE(ROLLBACK, 'a key is used once'); END""",
    "guard_key_update": """CREATE TRIGGER guard_key_update BEFORE UPDATE ON idempotency_keys
BEGIN SELECT RAISE(ROLLBACK, 'a used key is never changed'); END""",
    "guard_key_delete": """CREATE TRIGGER guard_key_delete BEFORE DELETE ON idempotency_keys
BEGIN SELECT RAISE(ROLLBACK, 'a used key is never deleted'); END""",
}

OBJECTS = {
    "stored_events": EVENTS,
    "streams": STREAMS,
    "idempotency_keys": KEYS,
    **GUARDS,
    **GUARDS_OF_LAYOUT_2,
}
"""Everything in a store, by name, exactly as the file must hold it."""

OBJECTS_OF: dict[int, dict[str, str]] = {
    1: {"stored_events": EVENTS.replace("    leaf BLOB NOT NULL,\n", ""), **GUARDS},
    LAYOUT: OBJECTS,
}
"""The same for each layout that can be read."""

PAGE_BYTES = 8_192
"""A vote batch takes 700 bytes: fuller pages, fewer of them to write."""

INSERT = "INSERT OR ROLLBACK INTO stored_events VALUES (?, ?, ?, ?, ?, ?)"
GROW = """INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (originator_id)
DO UPDATE SET last = max(last, excluded.last), events = events + excluded.events"""
_COLUMNS = "position, originator_id, originator_version, topic, state, "
COLUMNS_OF = {1: f"{_COLUMNS}NULL", LAYOUT: f"{_COLUMNS}leaf"}
"""What is selected of an event, by layout."""
