"""The layout of a store on disk, and the guards in it that forbid editing.

A guard is a trigger, so it holds for every program that opens the file, not only for this one. `INSERT OR REPLACE` deletes
without asking the DELETE trigger (unless a connection turns `recursive_triggers` on), hence the guard before an insert:
a new event has the next position, and its stream and sequence are free. Whoever tries loses the whole transaction; that is
also faster than `ABORT`, for which SQLite would keep a journal of every statement.

Beside the events stands what lets a reader notice damage before a number is shown: with each event the leaf hash it was
acknowledged with, and for each stream how many events it has and the last of them. Layout 1 had neither; it is read.

Layout 3 has beside the events their hidden parts, sealed, each at the position of its event, and for each season the ID of
the key they are sealed under. A store of layout 2 is given these empty tables when it is opened for writing.
"""

APPLICATION_ID = 0x474C4954
"""`GLIT`, in the file's header: how our files are recognised."""

LAYOUT = 3
"""The version of the layout, in the file's header."""

GROWS_BY_ITSELF = 2
"""From this layout on a store becomes one of today when it is opened for writing: it lacks nothing but empty tables."""

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

HIDDEN_PARTS = """CREATE TABLE hidden_parts (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    sealed BLOB NOT NULL
) STRICT"""

SEASON_KEYS = """CREATE TABLE season_keys (
    season TEXT PRIMARY KEY,
    key_id BLOB NOT NULL
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

NEW_IN_LAYOUT_3 = {
    "hidden_parts": HIDDEN_PARTS,
    "season_keys": SEASON_KEYS,
    "guard_hidden_insert": """CREATE TRIGGER guard_hidden_insert BEFORE INSERT ON hidden_parts
WHEN NEW.position <= (SELECT coalesce(max(position), 0) FROM hidden_parts)
OR NOT EXISTS (SELECT 1 FROM stored_events WHERE position = NEW.position)
BEGIN SELECT RAISE(ROLLBACK, 'a hidden part is only ever added with its event'); END""",
    "guard_hidden_update": """CREATE TRIGGER guard_hidden_update BEFORE UPDATE ON hidden_parts
BEGIN SELECT RAISE(ROLLBACK, 'a hidden part is never changed'); END""",
    "guard_hidden_delete": """CREATE TRIGGER guard_hidden_delete BEFORE DELETE ON hidden_parts
BEGIN SELECT RAISE(ROLLBACK, 'a hidden part is never deleted'); END""",
    "guard_season_key_insert": """CREATE TRIGGER guard_season_key_insert BEFORE INSERT ON season_keys
WHEN EXISTS (SELECT 1 FROM season_keys WHERE season = NEW.season)
BEGIN SELECT RAISE(ROLLBACK, 'a season has one key'); END""",
    "guard_season_key_update": """CREATE TRIGGER guard_season_key_update BEFORE UPDATE ON season_keys
BEGIN SELECT RAISE(ROLLBACK, 'the key of a season is never changed'); END""",
    "guard_season_key_delete": """CREATE TRIGGER guard_season_key_delete BEFORE DELETE ON season_keys
BEGIN SELECT RAISE(ROLLBACK, 'the key of a season is never deleted'); END""",
}

_OF_LAYOUT_2 = {
    "stored_events": EVENTS,
    "streams": STREAMS,
    "idempotency_keys": KEYS,
    **GUARDS,
    **GUARDS_OF_LAYOUT_2,
}

OBJECTS = {**_OF_LAYOUT_2, **NEW_IN_LAYOUT_3}
"""Everything in a store, by name, exactly as the file must hold it."""

OBJECTS_OF: dict[int, dict[str, str]] = {
    1: {"stored_events": EVENTS.replace("    leaf BLOB NOT NULL,\n", ""), **GUARDS},
    2: _OF_LAYOUT_2,
    LAYOUT: OBJECTS,
}
"""The same for each layout that can be read."""

PAGE_BYTES = 8_192
"""A vote batch takes 700 bytes: fuller pages, fewer of them to write."""

INSERT = "INSERT OR ROLLBACK INTO stored_events VALUES (?, ?, ?, ?, ?, ?)"
GROW = """INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (originator_id)
DO UPDATE SET last = max(last, excluded.last), events = events + excluded.events"""
HIDE = "INSERT OR ROLLBACK INTO hidden_parts VALUES (?, ?)"
_COLUMNS = "position, originator_id, originator_version, topic, state, "
PUBLIC_COLUMNS_OF = {1: f"{_COLUMNS}NULL, NULL", 2: f"{_COLUMNS}leaf, NULL", LAYOUT: f"{_COLUMNS}leaf, NULL"}
"""What is selected of an event for whoever asks for its line only, by layout."""
COLUMNS_OF = {**PUBLIC_COLUMNS_OF, LAYOUT: f"{_COLUMNS}leaf, sealed"}
"""What is selected of an event, by layout; the hidden part as it is stored. It stands in the table `BESIDE_OF` joins."""
BESIDE_OF = {1: "", 2: "", LAYOUT: " LEFT JOIN hidden_parts USING (position)"}
"""What is joined to the table of events to find the hidden parts: a join walks both tables, a subquery begins anew each time."""
PUBLIC_EVENTS_OF = {layout: f"{columns} FROM stored_events" for layout, columns in PUBLIC_COLUMNS_OF.items()}
EVENTS_OF = {layout: f"{columns} FROM stored_events{BESIDE_OF[layout]}" for layout, columns in COLUMNS_OF.items()}
"""Events as they are selected, by layout: without and with their hidden parts."""

WALK_OF_STREAMS = """WITH RECURSIVE walk (stream, sequence) AS (
    SELECT * FROM (SELECT originator_id, originator_version FROM stored_events WHERE originator_id > ?
        ORDER BY originator_id, originator_version LIMIT 1)
    UNION ALL
    SELECT next.originator_id, next.originator_version FROM walk, stored_events AS next WHERE next.position = (
        SELECT position FROM stored_events WHERE originator_id > walk.stream
        ORDER BY originator_id, originator_version LIMIT 1)
    LIMIT ?)"""
FIRST_OF_EACH = "JOIN walk ON (originator_id, originator_version) = (walk.stream, walk.sequence)"
"""The first event of each stream, streams in order: one step through the index a stream, all of a page in one statement."""
