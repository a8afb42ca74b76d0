"""A power cut while a store, a ledger or views are made leaves SQLite's rollback journal: whoever writes next undoes it."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from glitterball.evidence.ledger import Ledger
from glitterball.evidence.ledger import schema as ledger_schema
from glitterball.evidence.ledger.refusals import LedgerRefusal
from glitterball.log import EventLog, schema
from glitterball.log.refusals import StoreRefusal
from glitterball.sqlite_files.header import roll_back_what_was_cut_off
from glitterball.views import Views
from glitterball.views import schema as views_schema


def cut_off_in_a_transaction(path: Path, application: int = 0, before: str = "") -> Path:
    """A file as it lies on the disk when the power went while its pages were being written."""
    scratch = path.with_name("scratch.sqlite")
    with closing(sqlite3.connect(scratch, isolation_level=None)) as db:
        if before:
            db.executescript(before)
        db.execute("PRAGMA cache_size=2")
        db.execute("BEGIN IMMEDIATE")
        if application:
            db.execute(f"PRAGMA application_id={application}")
        db.execute("CREATE TABLE half (made)")
        db.executemany("INSERT INTO half VALUES (zeroblob(3000))", [()] * 40)
        for ending in ("", "-journal"):
            shutil.copyfile(f"{scratch}{ending}", f"{path}{ending}")
    for left in path.parent.glob("scratch.sqlite*"):
        left.unlink()
    assert Path(f"{path}-journal").stat().st_size
    return path


@pytest.mark.parametrize("application", [0, schema.APPLICATION_ID])
def test_a_store_cut_off_while_it_was_made_is_made(tmp_path: Path, application: int) -> None:
    path = cut_off_in_a_transaction(tmp_path / "night.sqlite", application)
    with EventLog.open(f"sqlite:{path}") as log:
        assert log.last_position() == 0
    assert not Path(f"{path}-journal").exists()


@pytest.mark.parametrize("application", [0, ledger_schema.APPLICATION_ID])
def test_a_ledger_cut_off_while_it_was_made_is_made(tmp_path: Path, application: int) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'night.sqlite'}") as log:
        path = cut_off_in_a_transaction(tmp_path / "night.sqlite.merkle.sqlite", application)
        with Ledger.open(log, path) as ledger:
            assert ledger.size == 0


@pytest.mark.parametrize("application", [0, views_schema.APPLICATION_ID])
def test_views_cut_off_while_they_were_made_are_made(tmp_path: Path, application: int) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'night.sqlite'}") as log:
        path = cut_off_in_a_transaction(tmp_path / "views.sqlite", application)
        with Views.open(path, log) as views:
            assert views.catch_up() == 0


@pytest.mark.heavy("processes")
def test_somebody_elses_file_keeps_its_journal(tmp_path: Path) -> None:
    theirs = "CREATE TABLE diary (entry); INSERT INTO diary VALUES ('dear diary');"
    path = cut_off_in_a_transaction(tmp_path / "diary.sqlite", before=theirs)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(StoreRefusal):
        EventLog.open(f"sqlite:{path}").close()
    with (
        EventLog.open(f"sqlite:{tmp_path / 'night.sqlite'}") as log,
        pytest.raises(LedgerRefusal),
        Ledger.open(log, path),
    ):
        pass
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


@pytest.mark.heavy("processes")
def test_a_read_only_opening_undoes_nothing(tmp_path: Path) -> None:
    path = cut_off_in_a_transaction(tmp_path / "night.sqlite", schema.APPLICATION_ID)
    before = path.read_bytes()
    with suppress(StoreRefusal):
        EventLog.open(f"sqlite:{path}", read_only=True).close()
    assert path.read_bytes() == before
    assert Path(f"{path}-journal").exists()


def test_no_file_and_no_journal_are_nothing_to_undo(tmp_path: Path) -> None:
    roll_back_what_was_cut_off(tmp_path / "nowhere.sqlite", schema.APPLICATION_ID)
    (tmp_path / "empty.sqlite").touch()
    roll_back_what_was_cut_off(tmp_path / "empty.sqlite", schema.APPLICATION_ID)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["empty.sqlite"]
