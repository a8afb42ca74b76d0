"""The layout of a store on disk, and the guards in it that forbid editing.

A guard is a trigger, so it holds for every program that opens the file, not only for this one. `INSERT OR REPLACE` deletes
without asking the DELETE trigger (unless a connection turns `recursive_triggers` on), hence the guard before an insert:
a new event has the next position, and its stream and sequence are free. Whoever tries loses the whole transaction; that is
also faster than `ABORT`, for which SQLite would keep a journal of every statement.
"""

APPLICATION_ID = 0x474C4954
"""`GLIT`, in the file's header: how our files are recognised."""

LAYOUT = 1
"""The version of the layout, in the file's header."""

EVENTS = """CREATE TABLE stored_events (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    originator_id BLOB NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
) STRICT"""

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

OBJECTS = {"stored_events": EVENTS, **GUARDS}
"""Everything in a store, by name, exactly as the file must hold it."""

PAGE_BYTES = 8_192
"""A vote batch takes 700 bytes: fuller pages, fewer of them to write."""

INSERT = "INSERT OR ROLLBACK INTO stored_events VALUES (?, ?, ?, ?, ?)"
COLUMNS = "position, originator_id, originator_version, topic, state"
