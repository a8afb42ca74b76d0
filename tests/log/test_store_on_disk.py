"""Stores that cannot be opened, read or written: a sentence, an exit code, and nothing recorded."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.addresses import StoreUnknown
from glitterball.log import Entry, EventLog, refusals
from glitterball.log.connections import StoreDatastore
from glitterball.log.schema import LAYOUT
from tests.conditions import as_somebody_without_rights, files_of_at_most
from tests.log.live_night import AT, DESK, SMS, batch, opened, score

STREAM = "votes/us-33/2/sms-east"
EVENTS = 400


@pytest.fixture
def filled(store: Path) -> Path:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append_many([Entry(STREAM, number, batch(number), SMS, AT) for number in range(1, EVENTS + 1)])
    return store


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def says(refusal: refusals.LogRefusal) -> str:
    """The sentence, which ends as it must."""
    assert str(refusal).endswith(" Nothing was recorded.")
    assert "{" not in str(refusal)
    return str(refusal)


@pytest.mark.parametrize(
    "address",
    ["", "memory", "sqlite:", "postgres:x", "postgresql:/x", "postgresql:", "mysql://x", "season.glitter", "memory:x"],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(StoreUnknown) as refused:
        EventLog.open(address)
    assert f"{address!r} is not the address of a store. Write one of these: memory:, sqlite:PATH" in says(refused.value)
    assert refused.value.exit_code == 3


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(refusals.FolderMissing) as refused:
        EventLog.open(f"sqlite:{tmp_path / 'season-33' / 'log'}")
    assert "does not exist. Create the folder first" in says(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(refusals.StoreIsFolder) as refused:
        EventLog.open(f"sqlite:{tmp_path}")
    assert f"{tmp_path} is a folder; a store is a file." in says(refused.value)


def test_an_auditor_does_not_make_a_store(store: Path) -> None:
    with pytest.raises(refusals.StoreMissing) as refused:
        EventLog.open(f"sqlite:{store}", read_only=True)
    assert "There is no store at" in says(refused.value)
    assert not store.exists()


@pytest.mark.parametrize("content", [b"Couple,Total\nAnna & Ezra,27\n" * 10, b"x", b"\x00" * 5000])
def test_a_file_of_somebody_else(store: Path, content: bytes) -> None:
    store.write_bytes(content)
    with pytest.raises(refusals.NotAStore) as refused:
        EventLog.open(f"sqlite:{store}")
    assert "is not a Glitterball store. The file was left as it is" in says(refused.value)
    assert refused.value.exit_code == 3
    assert store.read_bytes() == content


def test_a_database_of_somebody_else(store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        db.execute("CREATE TABLE stored_events (position INTEGER)")
    content = store.read_bytes()
    for read_only in (False, True):
        with pytest.raises(refusals.NotAStore):
            EventLog.open(f"sqlite:{store}", read_only=read_only)
    assert store.read_bytes() == content
    assert [file.name for file in store.parent.iterdir()] == [store.name]


def test_an_empty_file_becomes_a_store_but_not_for_an_auditor(store: Path) -> None:
    store.touch()
    with pytest.raises(refusals.NotAStore):
        EventLog.open(f"sqlite:{store}", read_only=True)
    with EventLog.open(f"sqlite:{store}") as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)


def test_a_store_of_a_newer_version(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        db.execute(f"PRAGMA user_version={LAYOUT + 1}")
    with pytest.raises(refusals.StoreNewer) as refused:
        EventLog.open(f"sqlite:{filled}")
    assert f"was written by a newer version of Glitterball (layout {LAYOUT + 1}" in says(refused.value)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("kept", [60, 4_096, 8_192, 30_000, -1])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_that_was_cut_short(filled: Path, kept: int, read_only: bool) -> None:
    content = filled.read_bytes()[:kept]
    filled.write_bytes(content)
    with (
        pytest.raises(refusals.StoreDamaged) as refused,
        EventLog.open(f"sqlite:{filled}", read_only=read_only) as log,
    ):
        list(log.read())
    assert "is damaged or cut short" in says(refused.value)
    assert refused.value.exit_code == 5
    assert filled.read_bytes() == content


def test_a_store_with_a_page_overwritten(filled: Path) -> None:
    with filled.open("r+b") as file:
        file.seek(8_192 * 12)
        file.write(b"\xff" * 8_192)
    with EventLog.open(f"sqlite:{filled}") as log, pytest.raises(refusals.StoreDamaged):
        list(log.read())


def test_a_record_that_was_altered_below_the_guards_is_found_when_it_is_read(filled: Path) -> None:
    content = filled.read_bytes()
    at = content.index(b'"sequence":200,')
    filled.write_bytes(content[: at + 11] + b"201" + content[at + 14 :])
    with EventLog.open(f"sqlite:{filled}") as log, pytest.raises(refusals.RecordDamaged) as refused:
        list(log.read())
    assert refused.value.position == 200
    assert "The event at position 200 cannot be read" in says(refused.value)


def test_a_folder_nobody_may_write(folder: Path) -> None:
    folder.chmod(0o555)
    with as_somebody_without_rights(), pytest.raises(refusals.LogRefusal) as refused:
        EventLog.open(f"sqlite:{folder / 'log'}")
    assert "unable to open database file. Check the disk" in says(refused.value)
    assert refused.value.exit_code == 3
    assert list(folder.iterdir()) == []


def test_an_auditor_reads_in_a_folder_nobody_may_write(folder: Path) -> None:
    with EventLog.open(f"sqlite:{folder / 'log'}") as log:
        said = log.append("season/us-33", 0, [opened(), score()], DESK, AT)
    (folder / "log").chmod(0o444)
    folder.chmod(0o555)

    with as_somebody_without_rights():
        with EventLog.open(f"sqlite:{folder / 'log'}", read_only=True) as log:
            assert tuple(log.read()) == said
            with pytest.raises(refusals.StoreReadOnly):
                log.append("season/us-33", 2, [score()], DESK, AT)
        with pytest.raises(refusals.LogRefusal) as refused:
            EventLog.open(f"sqlite:{folder / 'log'}")
    assert says(refused.value)
    assert [file.name for file in folder.iterdir()] == ["log"]


def test_an_auditor_reads_while_the_night_goes_on(filled: Path) -> None:
    with EventLog.open(f"sqlite:{filled}") as desk, EventLog.open(f"sqlite:{filled}", read_only=True) as auditor:
        desk.append("season/us-33", 0, [opened()], DESK, AT)
        assert auditor.last_position() == EVENTS + 1
        with pytest.raises(refusals.StoreReadOnly) as refused:
            auditor.append("season/us-33", 1, [score()], DESK, AT)
        assert "opened for reading only" in says(refused.value)


def test_a_disk_that_fills_up(filled: Path) -> None:
    with EventLog.open(f"sqlite:{filled}") as log:
        entries = [Entry(STREAM, number, batch(number), SMS, AT) for number in range(EVENTS + 1, 2 * EVENTS)]
        with files_of_at_most(100_000), pytest.raises(refusals.DiskFull) as refused:
            log.append_many(entries)
        assert "There is no room left on the disk" in says(refused.value)
        assert refused.value.exit_code == 3
        assert log.last_position() == EVENTS

        assert log.append_many(entries).stop == 2 * EVENTS, "once there is room, the same log takes the same group"


def test_a_store_that_may_not_grow(filled: Path) -> None:
    """SQLite's own limit gives the error of a disk with no free block."""
    with EventLog.open(f"sqlite:{filled}") as log:
        datastore = log.application.recorder.datastore  # type: ignore[attr-defined]
        with datastore.get_connection(commit=True) as connection:
            connection.cursor().execute("PRAGMA max_page_count=1")
        entries = [Entry(STREAM, number, batch(number), SMS, AT) for number in range(EVENTS + 1, 2 * EVENTS)]
        with pytest.raises(refusals.DiskFull):
            log.append_many(entries)
        assert log.last_position() == EVENTS


@pytest.mark.heavy("processes")
def test_a_store_that_somebody_keeps_locked(filled: Path) -> None:
    with EventLog.open(f"sqlite:{filled}", lock_seconds=1) as log:
        with closing(sqlite3.connect(filled, isolation_level=None)) as backup:
            backup.execute("BEGIN IMMEDIATE")
            with pytest.raises(refusals.StoreBusy) as refused:
                log.append("season/us-33", 0, [opened()], DESK, AT)
            assert log.last_position() == EVENTS, "readers do not wait"
        assert "is locked by another program. Try again" in says(refused.value)
        log.append("season/us-33", 0, [opened()], DESK, AT)


def test_every_connection_waits_for_the_disk(filled: Path) -> None:
    """WAL with synchronous=FULL: the log is flushed at each commit, before the answer."""
    datastore = StoreDatastore(filled)
    taken = [datastore.pool.get_connection(is_writer=False) for _ in range(4)]
    for connection in taken:
        cursor = connection.cursor()
        settings = []
        for setting in ("journal_mode", "synchronous", "fullfsync"):
            cursor.execute(f"PRAGMA {setting}")
            settings.append(cursor.fetchone()[0])
        assert settings == ["wal", 2, 1]
        datastore.pool.put_connection(connection)
    datastore.close()


def test_a_place_that_cannot_keep_the_promise_is_refused(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        assert db.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    datastore = StoreDatastore(filled)
    for _ in range(2):  # the second is refused as well, and does not wait for a turn the first would still hold
        with pytest.raises(refusals.StoreNotDurable) as refused, datastore.transaction(commit=True):
            pass
        assert "journal_mode is 'delete', not 'wal'" in says(refused.value)
    datastore.close()
    with EventLog.open(f"sqlite:{filled}") as log:
        assert log.last_position() == EVENTS, "opening it as a whole puts it right"


NIGHT = """
import sys
from tests.log.live_night import AT, SMS, batch
from glitterball.addresses import StoreUnknown
from glitterball.log import EventLog
log = EventLog.open(sys.argv[1])
for number in range(1, 100_000):
    print(log.append_at("votes/us-33/2/sms-east", number, batch(number), SMS, AT).position, flush=True)
"""


@pytest.mark.heavy("accidents")
def test_what_was_acknowledged_survives_a_killed_process(store: Path) -> None:
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", NIGHT, f"sqlite:{store}"], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(50)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout.read().splitlines()]

    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        recorded = [event.position for event in log.read()]
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert recorded == list(range(1, len(recorded) + 1))
    assert len(acknowledged) <= len(recorded) <= len(acknowledged) + 1


@pytest.mark.parametrize("name", ["PERSISTENCE_MODULE", "GLITTERBALL_PERSISTENCE_MODULE"])
def test_the_process_environment_cannot_move_the_log(store: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    settings = {
        name: "eventsourcing.popo",
        "SQLITE_DBNAME": str(store.with_name("elsewhere")),
        "APPLICATION_RECORDER_TOPIC": "eventsourcing.sqlite:SQLiteApplicationRecorder",
        "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_KEY": "not a key",
        "CREATE_TABLE": "no",
        "IS_SNAPSHOTTING_ENABLED": "yes",
        "GLITTERBALL_STORE": "memory:",
        "GLITTERBALL_READ_ONLY": "yes",
    }
    for key, value in settings.items():
        monkeypatch.setenv(key, value)
    with EventLog.open(f"sqlite:{store}") as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
    monkeypatch.undo()

    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        assert [event.fact for event in log.read()] == [opened()]
    assert not store.with_name("elsewhere").exists()


def test_strange_paths_are_only_paths(tmp_path: Path) -> None:
    for name in ("a season?mode=memory", "50% & #1.glitter", "ünï :memory: x", "file:x"):
        with EventLog.open(f"sqlite:{tmp_path / name}") as log:
            log.append("season/us-33", 0, [opened()], DESK, AT)
        assert (tmp_path / name).is_file()


def test_a_row_under_a_wrong_number_is_not_passed_over(store: Path) -> None:
    """One bit of a row's number: the index still leads to the event, and the table no longer has it there."""
    few = "season/us-33"
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(few, 0, [score(judge) for judge in ("len", "carrie", "derek")], DESK, AT)
        log.append_many([Entry(STREAM, number, batch(number), SMS, AT) for number in range(1, EVENTS + 1)])
    octets = bytearray(store.read_bytes())
    rows = [at for at in range(len(octets) - 4) if octets[at + 2 : at + 4] == b"\x00,"]
    third = [at for at in rows if octets[at] == 3 and octets[at - 1] < 0x80]
    assert len(third) == 1, "the number of the third row, before its header"
    octets[third[0]] ^= 0x40
    store.write_bytes(octets)
    with EventLog.open(f"sqlite:{store}") as log, pytest.raises(refusals.StreamDamaged, match="position 3 is missing"):
        list(log.read(streams=[few]))
