"""A store that a failed commit stopped: nobody writes, everybody reads, and after a look it goes on."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.doctor import store_rows
from glitterball.log import EventLog, refusals
from glitterball.log.group_writer import key_row
from glitterball.log.place import stop_file
from glitterball.log.resuming import resume
from tests.cli.typing_at_it import Desk, Said
from tests.doctor.night import below_the_guards, folder_as_it_is

pytestmark = pytest.mark.heavy("accidents")


SCORE = 'score give small 1 gil-hal ines 5 --by "Dora (score desk)"'


@pytest.fixture
def stopped(store: Path) -> Path:
    stop_file(store).write_text("disk I/O error\n")
    return store


def types(store: Path, line: str) -> Said:
    desk = Desk(store.parent)
    desk.store = f"sqlite:{store}"
    return desk.types(line)


def test_a_stopped_store_is_written_by_nobody_and_read_by_all(stopped: Path) -> None:
    before = stopped.read_bytes()
    for process in ("this one", "another"):
        said = types(stopped, SCORE) if process == "this one" else in_another_process(stopped)
        assert said.code == 3
        assert "is stopped, because a commit failed: disk I/O error" in said.err
        assert "Nothing was recorded. [store-stopped]" in said.err
    assert stopped.read_bytes() == before
    assert types(stopped, "week leaderboard small 1").code == 0


def in_another_process(store: Path) -> Said:
    words = ["score", "give", "small", "1", "gil-hal", "ines", "5", "--by", "Dora (score desk)"]
    command = [sys.executable, "-c", "from glitterball.cli import main; raise SystemExit(main())"]
    ended = subprocess.run(
        [*command, "--store", f"sqlite:{store}", *words], capture_output=True, text=True, check=False
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


def test_after_a_look_it_goes_on_and_says_which_event_is_the_last(stopped: Path) -> None:
    with EventLog.open(f"sqlite:{stopped}", read_only=True) as log:
        last = log.last_position()
    said = types(stopped, "store resume")
    assert said.code == 0
    assert "can be written again. It was stopped because a commit failed: disk I/O error" in said.err
    assert f"The last event is {last}, of 2024-09-24 20:00:10 UTC, by phones (gateway): " in said.err
    assert not stop_file(stopped).exists()
    assert types(stopped, SCORE).code == 0
    assert types(stopped, "store resume").err.endswith("is not stopped. Nothing was changed.\n")


def test_a_damaged_store_stays_stopped(stopped: Path) -> None:
    with below_the_guards(stopped) as db:
        db.execute("UPDATE stored_events SET state = CAST(state || x'20' AS BLOB) WHERE position IN (5, 11)")
    before = folder_as_it_is(stopped.parent)
    said = types(stopped, "store resume")
    assert said.code == 5
    assert "stays stopped: 2 things are wrong with it." in said.err
    assert "  event 5: " in said.err
    assert "  event 11: " in said.err
    assert folder_as_it_is(stopped.parent) == before


def test_what_only_the_write_ahead_log_holds_is_written_into_the_file_first(stopped: Path) -> None:
    """The kernel may believe that frames are on the disk which a failed sync has dropped."""
    with closing(sqlite3.connect(stopped, isolation_level=None)) as beside:
        beside.execute("PRAGMA wal_autocheckpoint=0")
        (events,) = beside.execute("SELECT count(*) FROM stored_events").fetchone()
        beside.execute(
            "INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)",
            key_row("what the night said last", bytes(32), events + 1, 0),
        )
        assert b"what the night said last" not in stopped.read_bytes()
        assert types(stopped, "store resume").code == 0
        assert b"what the night said last" in stopped.read_bytes()
        assert Path(f"{stopped}-wal").stat().st_size == 0


def test_a_store_somebody_still_reads_from_its_write_ahead_log_stays_stopped(stopped: Path) -> None:
    with closing(sqlite3.connect(stopped, isolation_level=None)) as reader:
        with closing(sqlite3.connect(stopped, isolation_level=None)) as writer:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM stored_events").fetchone()
            writer.execute("INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)", key_row("late", bytes(32), 1, 0))
        with pytest.raises(refusals.StoreBusy):
            resume(stopped, lambda path: (), lock_seconds=0.1)
        assert stop_file(stopped).exists()
        reader.execute("COMMIT")
        assert store_rows(stopped)
        assert resume(stopped, lambda path: (), lock_seconds=0.1) == "a commit failed: disk I/O error"


def test_a_store_is_brought_up_to_date_once(folder: Path) -> None:
    frozen = Path(__file__).parents[1] / "log" / "frozen" / "layout-1.glitter"
    store = folder / "older.sqlite"
    store.write_bytes(frozen.read_bytes())
    assert "was brought from layout 1 to layout 3: 7 events, none of them changed." in types(store, "store upgrade").err
    before = store.read_bytes()
    said = types(store, "store upgrade")
    assert (said.code, store.read_bytes()) == (0, before)
    assert "is up to date: 7 events, layout 3. Nothing was changed." in said.err


@pytest.mark.parametrize("command", ["upgrade", "resume"])
def test_there_is_nothing_to_do_without_a_store(folder: Path, command: str) -> None:
    assert types(folder / "none.sqlite", f"store {command}").code == 3
    desk = Desk(folder)
    desk.store = "memory:"
    assert desk.types(f"store {command}").code == 2
    assert list(folder.iterdir()) == []
