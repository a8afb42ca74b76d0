"""Looking at a file never takes SQLite's locks on it away: what SQLite has open in this process nobody else opens."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glitterball import files
from glitterball.files import held, kinds, limits
from glitterball.files.refusals import FileInUse, FileOfAnotherKind, OutputProtected

ASKING = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
    print("free")
except sqlite3.OperationalError:
    print("locked")
"""


def seen_from_outside(path: Path) -> str:
    """Whether another process can begin to write."""
    ran = subprocess.run([sys.executable, "-c", ASKING, str(path)], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("link", [None, os.link, os.symlink], ids=["itself", "hard link", "symbolic link"])
def test_a_file_sqlite_is_writing_keeps_its_lock_whoever_reads_it_or_names_it_as_output(
    tmp_path: Path, journal: str, link: object
) -> None:
    path = tmp_path / "night"
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute(f"PRAGMA journal_mode={journal}")
        db.execute("CREATE TABLE t (x)")
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO t VALUES (1)")
        names = [path, Path(f"{path}-wal"), Path(f"{path}-shm")] if journal == "WAL" else [path]
        for number, original in enumerate(names):
            name = original
            if callable(link):
                name = tmp_path / f"alias-{number}"
                link(original, name)
            with pytest.raises(FileInUse):
                files.read(name, limits.RULEBOOK)
            with pytest.raises(FileInUse), files.opened(name, limits.BUNDLE):
                pass
            with pytest.raises(OutputProtected):
                files.write(name, b"{}", kinds.JSON)
        assert seen_from_outside(path) == "locked"
        with names[-1].open("rb"):
            pass
        assert seen_from_outside(path) == "free", "this is what would have happened"
    finally:
        db.close()


def test_a_file_is_free_when_everybody_who_held_it_has_released_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"{}")
    os.link(tmp_path / "a", tmp_path / "b")
    first, second = files.hold(tmp_path / "a"), files.hold(tmp_path / "b")
    assert first == second
    for released in (False, True):
        assert files.is_held(tmp_path / "a")
        assert files.is_held(tmp_path / "b")
        with pytest.raises(FileInUse):
            files.read(tmp_path / "b", limits.RULEBOOK)
        files.release(first if released else second)
    assert not files.is_held(tmp_path / "a")
    assert files.read(tmp_path / "b", limits.RULEBOOK) == b"{}"
    with pytest.raises(ValueError, match="nobody holds"):
        files.release(first)


def test_a_file_that_is_renamed_while_it_is_held_is_held_under_its_new_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    identity = files.hold(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    assert (files.is_held(tmp_path / "a"), files.is_held(tmp_path / "b")) == (False, True)
    files.release(identity)


def test_nobody_begins_to_hold_a_file_while_one_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"{}")
    order: list[str] = []
    began = threading.Event()

    def holds() -> None:
        began.set()
        identity = files.hold(tmp_path / "a")
        order.append("held")
        files.release(identity)

    thread = threading.Thread(target=holds)
    with held.nobody_begins():
        thread.start()
        began.wait()
        order.append("looked at")
    thread.join()
    assert order == ["looked at", "held"]


def test_every_hold_of_many_threads_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"{}")

    def in_and_out() -> None:
        for _ in range(200):
            files.release(files.hold(tmp_path / "a"))

    threads = [threading.Thread(target=in_and_out) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not files.is_held(tmp_path / "a")


def test_a_closed_store_is_told_by_how_it_begins(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "night")
    db.execute("CREATE TABLE t (x)")
    db.close()
    assert not files.is_held(tmp_path / "night")
    with pytest.raises(FileOfAnotherKind, match="file of SQLite"):
        files.read(tmp_path / "night", limits.RULEBOOK)
