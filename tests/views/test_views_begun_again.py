"""Views made anew while others have the file open: nobody keeps another file, no lock is lost, a kill leaves nothing."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import ANNA, DORA

from domain.season import events as e
from glitterball.log import EventLog
from glitterball.views import Views, refusals
from tests.views.played import exported

AT = "2024-09-25T00:00:00Z"


def granted(log: EventLog, reason: str) -> None:
    said = e.ImmunityGranted(week=1, couple=ANNA, reason=reason)
    log.append("season/us-33", log.version("season/us-33"), [said], DORA, AT)


def told_whole(log: EventLog, path: Path) -> list[bytes]:
    with Views.open(path, log) as views:
        views.catch_up()
        return exported(views)


def elsewhere(script: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run in another process."""
    root = Path(__file__).parents[2]
    return subprocess.run([sys.executable, "-c", script, *arguments], cwd=root, capture_output=True, check=False)


def test_views_opened_twice_keep_their_locks_with_another_process_beside_them(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as views:
        views.catch_up()
        journal = Path(f"{path}-wal").stat().st_ino
        Views.open(path, log).close()
        asked = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM log'); db.close()"
        assert elsewhere(asked, str(path)).returncode == 0
        assert Path(f"{path}-wal").stat().st_ino == journal  # the other process knew that it was not alone
        granted(log, "again")
        views.catch_up()
    with Views.open(path, log) as views:
        assert views.status().current


def test_views_begun_again_are_begun_again_for_whoever_has_them_open(views: Views) -> None:
    before, file = exported(views), views.path.stat().st_ino
    with closing(sqlite3.connect(views.path)) as db:
        db.execute("UPDATE view_versions SET version = 0 WHERE view = 'standings'")
        db.commit()
        with Views.open(views.path, views.log) as again:
            assert db.execute("SELECT count(*) FROM log").fetchone() == (0,)
            again.catch_up()
        assert db.execute("SELECT count(*) > 0 FROM log").fetchone() == (1,)
    assert views.path.stat().st_ino == file
    assert exported(views) == before


def test_who_remembered_the_views_before_they_were_begun_again_leaves_out_no_event(views: Views) -> None:
    with closing(sqlite3.connect(views.path)) as db:
        db.execute("UPDATE view_versions SET version = 0 WHERE view = 'standings'")
        db.commit()
    Views.open(views.path, views.log).close()
    granted(views.log, "again")
    views.catch_up()
    assert exported(views) == told_whole(views.log, views.path.with_name("whole"))


def test_a_rebuild_that_ends_behind_another_process_leaves_out_no_event(views: Views) -> None:
    with Views.open(views.path, views.log) as other:

        def meanwhile(position: int) -> None:
            granted(views.log, "while the others rebuild")
            assert views.catch_up() == position + 1

        other.rebuild(progress=meanwhile)
        granted(views.log, "afterwards")
        views.catch_up()
        assert exported(views) == exported(other) == told_whole(views.log, views.path.with_name("whole"))


@pytest.mark.heavy("accidents")
def test_a_rebuild_that_is_killed_leaves_the_views_as_they_were_and_nothing_beside_them(views: Views) -> None:
    before = exported(views)
    views.close()
    files = sorted(views.path.parent.iterdir())
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from glitterball.log import EventLog\n"
        "from glitterball.views import Views\n"
        "with EventLog.open(sys.argv[1]) as log, Views.open(Path(sys.argv[2]), log) as views:\n"
        "    views.rebuild(progress=lambda position: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    assert elsewhere(script, views.log.address, str(views.path)).returncode == -9
    with Views.open(views.path, views.log) as again:
        assert exported(again) == before
    assert sorted(views.path.parent.iterdir()) == files


def test_damaged_views_are_not_deleted_under_whoever_has_them_open_here(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as one, Views.open(path, log) as other:
        one.catch_up()
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.write_bytes(b"SQLite format 3\x00 and then nothing of sense" * 200)
        with pytest.raises((refusals.ViewsUnwritable, refusals.ViewsDamaged)):
            other.rebuild()
        assert path.exists()


def test_somebody_elses_database_that_is_being_written_is_refused_and_left_alone(log: EventLog, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE recipes (name)")
        db.execute("INSERT INTO recipes VALUES ('Soup')")  # all of it still in the write-ahead log
        with pytest.raises(refusals.NotViews):
            Views.open(path, log)
        assert db.execute("SELECT name FROM recipes").fetchall() == [("Soup",)]
