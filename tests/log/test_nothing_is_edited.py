"""A recorded event cannot be changed or taken out, by whichever program opens the file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.log import EventLog
from glitterball.log.refusals import StoreUnguarded
from tests.log.live_night import AT, DESK, opened, saved, score

COLUMNS = "(position, originator_id, originator_version, topic, state, leaf)"


@pytest.fixture
def address(store: Path) -> str:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append("season/us-33", 0, [opened(), score(), saved()], DESK, AT)
    return f"sqlite:{store}"


@pytest.fixture
def stranger(address: str, store: Path) -> Iterator[sqlite3.Connection]:
    """Another program, with none of our settings."""
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        yield db


ATTEMPTS = {
    "change": "UPDATE stored_events SET state = x'00' WHERE position = 2",
    "change or replace": "UPDATE OR REPLACE stored_events SET position = 1 WHERE position = 2",
    "renumber": "UPDATE stored_events SET position = 9 WHERE position = 2",
    "take out": "DELETE FROM stored_events WHERE position = 2",
    "take all out": "DELETE FROM stored_events",
    "replace at the position": f"INSERT OR REPLACE INTO stored_events {COLUMNS} VALUES (2, x'AA', 1, 't', x'00', x'00')",
    "replace at the key": f"INSERT OR REPLACE INTO stored_events {COLUMNS} SELECT 4, originator_id, 2, 't', x'00', x'00' "
    "FROM stored_events WHERE position = 2",
    "replace at the key, unnumbered": "REPLACE INTO stored_events (originator_id, originator_version, topic, state, leaf) "
    "SELECT originator_id, 2, 't', x'00', x'00' FROM stored_events WHERE position = 2",
    "replace at the last position": f"REPLACE INTO stored_events {COLUMNS} VALUES (3, x'AA', 1, 't', x'00', x'00')",
    "replace by rowid": "REPLACE INTO stored_events (rowid, originator_id, originator_version, topic, state, leaf) "
    "VALUES (2, x'AA', 1, 't', x'00', x'00')",
    "upsert at the position": f"INSERT INTO stored_events {COLUMNS} VALUES (2, x'AA', 1, 't', x'00', x'00') "
    "ON CONFLICT (position) DO UPDATE SET state = x'00'",
    "upsert at the key": f"INSERT INTO stored_events {COLUMNS} SELECT 4, originator_id, 2, 't', x'00', x'00' "
    "FROM stored_events WHERE position = 2 ON CONFLICT (originator_id, originator_version) DO UPDATE SET state = x'00'",
    "leave a gap": f"INSERT INTO stored_events {COLUMNS} VALUES (5, x'AA', 1, 't', x'00', x'00')",
    "go before the first": f"INSERT INTO stored_events {COLUMNS} VALUES (0, x'AA', 1, 't', x'00', x'00')",
    "go below zero": f"REPLACE INTO stored_events {COLUMNS} VALUES (-1, x'AA', 1, 't', x'00', x'00')",
    "ignore the guard": f"INSERT OR IGNORE INTO stored_events {COLUMNS} VALUES (2, x'AA', 1, 't', x'00', x'00')",
    "many at once": f"INSERT OR REPLACE INTO stored_events {COLUMNS} VALUES (4, x'AA', 1, 't', x'00', x'00'), "
    "(2, x'AA', 2, 't', x'00', x'00')",
}


BESIDE = {
    "shorten a stream": "UPDATE streams SET last = last - 1, events = events + 1",
    "lengthen a stream without an event": "UPDATE streams SET last = last + 1",
    "rename a stream": "UPDATE streams SET originator_id = x'AA', events = events + 1",
    "forget a stream": "DELETE FROM streams",
    "use a key again": "INSERT OR REPLACE INTO idempotency_keys VALUES ('card-7', x'00', 1, 1, x'00')",
    "point a key elsewhere": "UPDATE idempotency_keys SET position = 2",
    "forget a key": "DELETE FROM idempotency_keys",
}


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("statement", BESIDE.values(), ids=BESIDE.keys())
def test_what_stands_beside_the_events_is_not_edited_either(
    stranger: sqlite3.Connection, statement: str, recursive: str
) -> None:
    everything = "SELECT * FROM streams, idempotency_keys"
    stranger.execute("INSERT INTO idempotency_keys VALUES ('card-7', x'07', 3, 1, x'00')")
    before = stranger.execute(everything).fetchall()
    assert len(before) == 1
    stranger.execute(f"PRAGMA recursive_triggers={recursive}")

    with pytest.raises(sqlite3.IntegrityError, match=r"stream|key"):
        stranger.execute(statement)

    assert stranger.execute(everything).fetchall() == before


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("statement", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_no_statement_edits_the_log(stranger: sqlite3.Connection, statement: str, recursive: str) -> None:
    before = stranger.execute("SELECT * FROM stored_events").fetchall()
    assert len(before) == 3
    stranger.execute(f"PRAGMA recursive_triggers={recursive}")

    with pytest.raises(sqlite3.IntegrityError, match="event is"):
        stranger.execute(statement)

    assert stranger.execute("SELECT * FROM stored_events").fetchall() == before


def test_an_attempt_among_good_inserts_takes_them_all_with_it(stranger: sqlite3.Connection) -> None:
    stranger.execute("BEGIN")
    stranger.execute(f"INSERT INTO stored_events {COLUMNS} VALUES (4, x'AA', 1, 't', x'00', x'00')")
    with pytest.raises(sqlite3.IntegrityError):
        stranger.execute("DELETE FROM stored_events")

    assert not stranger.in_transaction
    assert stranger.execute("SELECT max(position) FROM stored_events").fetchone() == (3,)


@pytest.mark.parametrize("guard", ["guard_insert", "guard_update", "guard_delete"])
def test_a_store_without_its_guards_is_not_opened(address: str, store: Path, guard: str) -> None:
    with closing(sqlite3.connect(store)) as db:
        db.execute(f"DROP TRIGGER {guard}")

    with pytest.raises(StoreUnguarded, match=guard) as refused:
        EventLog.open(address)
    assert refused.value.exit_code == 5
    with pytest.raises(StoreUnguarded):
        EventLog.open(address, read_only=True)


def test_a_store_with_a_weakened_guard_is_not_opened(address: str, store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        db.execute("DROP TRIGGER guard_delete")
        db.execute("CREATE TRIGGER guard_delete BEFORE DELETE ON stored_events BEGIN SELECT 1; END")

    with pytest.raises(StoreUnguarded, match="guard_delete"):
        EventLog.open(address)
