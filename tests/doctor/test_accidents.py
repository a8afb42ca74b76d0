"""Accidents to a store, each found and named, and none made worse by looking."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.doctor import Row, examine
from glitterball.log import EventLog, schema
from glitterball.log.group_writer import key_row
from glitterball.log.place import stop_file
from tests.cli.typing_at_it import Desk, Said
from tests.conditions import as_somebody_without_rights
from tests.doctor.night import as_of_layout_1, below_the_guards, flip, folder_as_it_is, position_in_file

SEASON = "stream season/small"


def said_by_the_doctor(store: Path) -> Said:
    desk = Desk(store.parent)
    desk.store = f"sqlite:{store}"
    return desk.types("doctor --format json")


def what_is_damaged(store: Path) -> dict[str, str]:
    """What the doctor finds damaged, by what it is; looking changes no byte and makes no file."""
    before = folder_as_it_is(store.parent)
    rows = examine(store)
    assert folder_as_it_is(store.parent) == before
    assert said_by_the_doctor(store).code == (5 if any(row.state == "damaged" for row in rows) else 0)
    assert folder_as_it_is(store.parent) == before
    assert all(row.do for row in rows if row.state == "damaged" and not row.found.startswith("and "))
    return {row.what: row.found for row in rows if row.state == "damaged"}


def test_a_sound_store_is_sound(store: Path) -> None:
    assert what_is_damaged(store) == {}
    assert [row.what for row in examine(store)] == ["events", "season small"]


def test_a_bit_turned_over_in_what_a_judge_gave(store: Path) -> None:
    flip(store, position_in_file(store, b'"judge":"kim","mark":8') + 20)
    (event,) = what_is_damaged(store)
    assert event.startswith("event ")


def test_a_bit_turned_over_in_the_name_of_a_type_is_damage_and_no_newer_version(store: Path) -> None:
    flip(store, position_in_file(store, b"couple-cast.v1"), bit=1)
    damage = what_is_damaged(store)
    assert len(damage) == 1
    assert "do not belong to its stream, sequence and type" in next(iter(damage.values()))


def test_a_bit_turned_over_in_the_hash_of_an_event(store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        (leaf,) = db.execute("SELECT leaf FROM stored_events WHERE position = 9").fetchone()
    flip(store, position_in_file(store, leaf))
    assert what_is_damaged(store) == {"event 9": "it cannot be read: its bytes are not those that were acknowledged"}


def test_a_bit_turned_over_in_whose_event_it_is(store: Path) -> None:
    """The event would silently drop out of its week: it is read through this column."""
    with below_the_guards(store) as db:
        other = "CAST(substr(originator_id, 1, 15) || x'00' AS BLOB)"
        db.execute(f"UPDATE stored_events SET originator_id = {other} WHERE position = 9")
    damage = what_is_damaged(store)
    assert damage["event 9"].startswith("it cannot be read: the stream named in the bytes")
    assert " events up to " in damage[SEASON]


def test_several_damaged_events_are_all_named(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE stored_events SET state = CAST(state || x'20' AS BLOB) WHERE position IN (5, 11, 30)")
    assert list(what_is_damaged(store)) == ["event 5", "event 11", "event 30"]


def test_the_first_twenty_damaged_events_are_named_and_the_rest_is_counted(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE stored_events SET state = CAST(state || x'20' AS BLOB)")
        (events,) = db.execute("SELECT count(*) FROM stored_events").fetchone()
    rows = [row for row in examine(store) if row.state == "damaged"]
    assert [row.what for row in rows] == [*(f"event {position}" for position in range(1, 21)), "events"]
    assert rows[-1].found == f"and {events - 20} more"


def test_an_event_missing_in_the_middle(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("DELETE FROM stored_events WHERE position = 12")
    damage = what_is_damaged(store)
    assert damage["event 12"] == "it is missing"
    assert SEASON in damage


def test_events_taken_off_the_end(store: Path) -> None:
    """What is left is whole in itself: only how far the streams had come, and the keys, tell."""
    with below_the_guards(store) as db:
        db.execute("DELETE FROM stored_events WHERE position > 20")
    damage = what_is_damaged(store)
    assert "by position, it was recorded with" in damage[SEASON]
    assert any(found.startswith("no events by position, it was recorded with 16 ") for found in damage.values())
    assert "it stands for the events 23 to 23 of 20" in damage.values()


def index_page(store: Path) -> int:
    with closing(sqlite3.connect(store)) as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_stored_events_1'"
        ).fetchone()
    return int(page)


def test_an_index_that_lost_the_last_event_of_a_stream(store: Path) -> None:
    """Readers of the stream would see a shorter one, and the guard would take its last sequence once more."""
    start = (index_page(store) - 1) * schema.PAGE_BYTES
    content = bytearray(store.read_bytes())
    assert content[start] == 10, "the index is one page"
    cells = int.from_bytes(content[start + 3 : start + 5])
    content[start + 3 : start + 5] = (cells - 1).to_bytes(2)
    store.write_bytes(content)
    damage = what_is_damaged(store)
    assert "index sqlite_autoindex_stored_events_1" in damage["file"]
    assert any(", the index has " in found for what, found in damage.items() if what.startswith("stream "))


def test_a_bit_turned_over_in_the_index(store: Path) -> None:
    start = (index_page(store) - 1) * schema.PAGE_BYTES
    with closing(sqlite3.connect(store)) as db:
        (stream,) = db.execute("SELECT originator_id FROM stored_events WHERE position = 3").fetchone()
    content = store.read_bytes()
    flip(store, content.index(stream, start), bit=7)
    damage = what_is_damaged(store)
    assert "index" in damage["file"]
    assert any(", the index has " in found for found in damage.values())


def test_a_head_that_lies(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE streams SET last = last - 1, events = events - 1 WHERE events > 20")
    damage = what_is_damaged(store)
    assert list(damage) == [SEASON]
    assert ", it was recorded with " in damage[SEASON]


def test_a_head_without_events_and_events_without_a_head(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE streams SET originator_id = zeroblob(16) WHERE events > 20")
    damage = what_is_damaged(store)
    assert damage[f"stream {bytes(16).hex()}"].startswith("no events by position")
    assert damage[SEASON].endswith("it was recorded with no events")


def test_a_season_whose_sequences_have_a_gap_in_every_place(store: Path) -> None:
    """Events, index and head agree, and each event is whole; a season all the same never skips a number."""
    with below_the_guards(store) as db:
        (stream,) = db.execute("SELECT originator_id FROM streams WHERE events > 20").fetchone()
        for table in ("stored_events", "idempotency_keys"):
            db.execute(f"DELETE FROM {table} WHERE position > ?", (10,))
        db.execute("DELETE FROM stored_events WHERE originator_id = ? AND originator_version = 10", (stream,))
        db.execute("DELETE FROM streams WHERE originator_id <> ?", (stream,))
        db.execute("UPDATE streams SET events = 9, last = 9")
    assert what_is_damaged(store) == {}, "the first nine are a season"
    with below_the_guards(store) as db:
        db.execute("DELETE FROM stored_events WHERE position = 8")
        db.execute("UPDATE stored_events SET position = 8 WHERE position = 9")
        db.execute("UPDATE streams SET events = 8")
    assert what_is_damaged(store) == {SEASON: "it has 8 events, and the last of them is 9"}


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize("guard", sorted(schema.OBJECTS_OF[schema.LAYOUT].keys() - {"stored_events", "streams"}))
def test_a_guard_that_was_taken_away(store: Path, guard: str) -> None:
    kind = "TRIGGER" if guard.startswith("guard") else "TABLE"
    with closing(sqlite3.connect(store)) as db:
        db.execute(f"DROP {kind} {guard}")
    assert guard in what_is_damaged(store)["guards"]


def test_a_trigger_of_somebody_else(store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        db.execute("CREATE TRIGGER help AFTER INSERT ON streams BEGIN SELECT 1; END")
        db.execute("CREATE VIEW mine AS SELECT 1")
    assert what_is_damaged(store) == {
        "guards": "the trigger help is not ours, and changes what is recorded as it likes"
    }
    assert "the view mine is not ours" in [row.found for row in examine(store)]


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize("kept", [0, 60, 100, 4_096, 8_192, 30_000, -1])
def test_a_file_that_was_cut_short(store: Path, kept: int) -> None:
    store.write_bytes(store.read_bytes()[:kept])
    before = folder_as_it_is(store.parent)
    said = said_by_the_doctor(store)
    assert said.code == 5
    assert ("the file is cut short: it has " in said.out) == (kept >= 100 or kept == -1)
    assert folder_as_it_is(store.parent) == before


def test_a_page_overwritten_hides_no_other_event(store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'stored_events'").fetchone()
    content = bytearray(store.read_bytes())
    start = (root - 1) * schema.PAGE_BYTES
    assert content[start] == 5, "the events fill several pages"
    first_cell = int.from_bytes(content[start + 12 : start + 14])
    second_cell = int.from_bytes(content[start + 14 : start + 16])
    page = int.from_bytes(content[start + second_cell : start + second_cell + 4])
    last_of_first = content[start + first_cell + 4]
    content[(page - 1) * schema.PAGE_BYTES : page * schema.PAGE_BYTES] = b"\xff" * schema.PAGE_BYTES
    store.write_bytes(content)
    damage = what_is_damaged(store)
    assert f"the events from {last_of_first + 1} to " in damage[f"event {last_of_first + 1}"]
    assert "the end" not in damage[f"event {last_of_first + 1}"]


def pointed_to(db: sqlite3.Connection, position: int) -> None:
    """A key made to stand for another event, by somebody who knows the hash as well."""
    (asked,) = db.execute("SELECT asked FROM idempotency_keys WHERE key = 'desk-3'").fetchone()
    db.execute("DELETE FROM idempotency_keys WHERE key = 'desk-3'")
    db.execute("INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)", key_row("desk-3", asked, position, 1))


def test_what_stands_under_a_key_was_altered(store: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE idempotency_keys SET asked = zeroblob(32) WHERE key = 'desk-3'")
    assert what_is_damaged(store) == {"key 'desk-3'": "what stands under it is not what was written"}


def test_a_key_that_stands_for_events_that_are_not_there(store: Path) -> None:
    with below_the_guards(store) as db:
        pointed_to(db, 900)
    assert what_is_damaged(store)["key 'desk-3'"].startswith("it stands for the events 900 to 900 of ")


def test_two_keys_for_one_event(store: Path) -> None:
    with below_the_guards(store) as db:
        pointed_to(db, 18)
    assert list(what_is_damaged(store).values()) == ["it stands for event 18, and another key does so, too"]


@pytest.mark.parametrize("at", [18, 19])
def test_a_header_that_says_the_file_is_written_in_an_unknown_way(store: Path, at: int) -> None:
    """SQLite then reads it and refuses to write, or refuses it altogether."""
    flip(store, at)
    assert said_by_the_doctor(store).code == 5


def look_at(store: Path) -> list[Row]:
    return [row for row in examine(store) if row.state == "look"]


def test_a_stopped_store_is_told_and_is_no_damage(store: Path) -> None:
    stop_file(store).write_text("disk I/O error\n")
    assert what_is_damaged(store) == {}
    (row,) = look_at(store)
    assert "disk I/O error" in row.found
    assert "glitterball store resume" in row.do


def test_a_store_of_an_older_layout_is_told_and_is_no_damage(store: Path, folder: Path) -> None:
    older = as_of_layout_1(folder / "older.sqlite", store)
    assert what_is_damaged(older) == {}
    (row,) = look_at(older)
    assert "glitterball store upgrade" in row.do
    flip(older, position_in_file(older, b'"judge":"jo"') + 10, bit=5)
    assert len(what_is_damaged(older)) == 1, "also what was acknowledged without a hash is validated"


def test_a_second_name_of_the_file_is_refused_with_a_reason(store: Path) -> None:
    os.link(store, store.with_name("copy.sqlite"))
    said = said_by_the_doctor(store)
    assert said.code == 3
    assert "has 2 names (hard links)" in said.out


def test_events_that_are_whole_and_make_no_season(folder: Path) -> None:
    """Scores of a week that nobody opened: no command could have led to them."""
    plain = Path(__file__).parents[1] / "log" / "frozen" / "layout-1.glitter"
    store = Path(shutil.copyfile(plain, folder / "plain.sqlite"))
    assert "season/us-33 cannot be replayed from here on" in what_is_damaged(store)["event 2"]


def test_what_another_program_left_beside_it(store: Path) -> None:
    store.with_name(f"{store.name}-journal").write_bytes(b"")
    assert [row.what for row in look_at(store)] == ["left over"]


def test_a_store_that_is_gone_while_its_write_ahead_log_is_there(store: Path) -> None:
    store.rename(store.with_name(f"{store.name}-wal"))
    assert "is gone, but its write-ahead log" in what_is_damaged(store)["store"]


def test_a_file_of_somebody_else_is_no_damage(store: Path) -> None:
    store.write_bytes(b"Couple,Total\n" * 90)
    said = said_by_the_doctor(store)
    assert said.code == 3
    assert "is not a Glitterball store" in said.out
    assert store.read_bytes() == b"Couple,Total\n" * 90


def test_an_auditor_may_look_where_nothing_may_be_written(store: Path) -> None:
    store.chmod(0o444)
    store.parent.chmod(0o555)
    with as_somebody_without_rights():
        assert said_by_the_doctor(store).code == 0
    assert [file.name for file in store.parent.iterdir()] == [store.name]


def left_by_a_power_cut(played: Path, folder: Path, endings: tuple[str, ...]) -> Path:
    """A store whose last events are in its write-ahead log only, as a process that was stopped leaves it."""
    going = folder / "going"
    going.mkdir()
    source = Path(shutil.copyfile(played, going / played.name))
    left = folder / "left"
    left.mkdir()
    with below_the_guards(source) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute("UPDATE stored_events SET state = CAST(state || x'20' AS BLOB) WHERE position = 7")
        for ending in endings:
            shutil.copyfile(f"{source}{ending}", f"{left / source.name}{ending}")
    return left / source.name


@pytest.mark.parametrize("endings", [("", "-wal"), ("", "-wal", "-shm")], ids=["without its index", "with its index"])
def test_what_only_the_write_ahead_log_holds_is_looked_at_too(
    played: Path, folder: Path, endings: tuple[str, ...]
) -> None:
    store = left_by_a_power_cut(played, folder, endings)
    before = folder_as_it_is(store.parent)
    assert "event 7" in {row.what for row in examine(store) if row.state == "damaged"}
    after = folder_as_it_is(store.parent)
    locks = f"{store.name}-shm"  # which pages of the log are in use: SQLite's, for the moment, and nothing of the store
    assert after.keys() == before.keys()
    assert {**after, locks: b""} == {**before, locks: b""}


def test_the_doctor_looks_while_the_night_goes_on(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        assert log.last_position()
        assert [row.state for row in examine(store)] == ["ok", "ok"]
