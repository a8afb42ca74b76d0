"""Several processes at one file, a full disk, the live tail, and the same bytes on every machine."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from one_of_each import ANNA, DORA, batch, recorded

from domain.gateway.events import gateway_stream
from domain.record import Fact, Recorded
from domain.season import events as e
from glitterball.log import EventLog
from glitterball.views import Views, following, keep_current, refusals, tail
from tests.thoroughness import part
from tests.views.played import entries, exported

AT = "2024-09-25T00:00:00Z"


def asked(path: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement).fetchall()


def test_two_processes_may_catch_up_the_same_file(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as one, Views.open(path, log) as other:
        one.catch_up(5)
        other.catch_up(12)
        assert one.catch_up(8) >= 8
        assert one.catch_up() == other.catch_up() == log.last_position()
        with Views.open(path.with_name("whole"), log) as whole:
            whole.catch_up()
            assert exported(one) == exported(whole)


def test_a_view_overtaken_by_another_process_counts_no_batch_twice(
    log: EventLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "KEPT", 1)
    seasons = ("us-33", "uk-22", "at-1")
    for number in (3, 4, 5, 6):
        for season in seasons:
            fact = batch(number, number, 20, 30, season=season, gateway="west")
            log.append_at(gateway_stream(season, 1, "west"), number, fact, DORA, AT)
    first, last = len(recorded()), log.last_position()
    with (
        Views.open(path, log) as one,
        Views.open(path, log) as other,
        Views.open(path.with_name("whole"), log) as whole,
    ):
        for position in range(first, last, 3):
            other.catch_up(position + 1)
            one.catch_up(position + 3)
        whole.catch_up()
        assert exported(one) == exported(whole)
        tallies = "SELECT * FROM tallies ORDER BY season, week"
        assert asked(one.path, tallies) == asked(whole.path, tallies)


class Watched(EventLog):
    """A log that notes where it was read from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_after: list[int] = []

    def read(self, after: int = 0, *args: Any, **kwargs: Any) -> Iterator[Recorded[Fact]]:
        self.read_after.append(after)
        return super().read(after, *args, **kwargs)


def test_a_restart_reads_no_vote_batch_again(views: Views) -> None:
    views.close()
    last = views.log.last_position()
    with Watched.open(views.log.address) as log, Views.open(views.path, log) as again:
        log.append("season/us-33", log.version("season/us-33"), [recorded()[-1].fact], DORA, AT)
        assert again.catch_up() == last + 1
        assert log.read_after == [last]
        row = next(row for row in again.rows("votes", "us-33") if (row.body, row.couple) == ("viewers", ANNA))
        assert (row.delivered, row.counted) == (600, 5)


def test_a_page_that_cannot_be_written_changes_nothing_and_is_written_later(views: Views) -> None:
    before, last = exported(views), views.log.last_position()
    views.log.append("season/us-33", views.log.version("season/us-33"), [recorded()[-1].fact], DORA, AT)
    with closing(sqlite3.connect(views.path)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        db.commit()
        with pytest.raises(refusals.ViewsUnwritable, match="the disk is full"):
            views.catch_up()
        assert (exported(views), views.status().position) == (before, last)
        db.execute("DROP TRIGGER full")
        db.commit()
    assert views.catch_up() == last + 1


def test_the_live_tail_keeps_the_views_current(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as views:
        with tail(views) as runner:
            said = e.ImmunityGranted(week=1, couple=ANNA, reason="again")
            stream = "season/us-33"
            (event,) = log.append(stream, log.version(stream), [said], DORA, AT)
            runner.wait(event.position, timeout=10)
            assert views.status().current
        assert views.rows("log", "us-33")[-1].sentence.endswith("immune in week 1: again.")


def test_a_log_in_memory_has_no_tail(path: Path) -> None:
    with EventLog.open("memory:") as log, Views.open(path, log) as views, pytest.raises(refusals.TailNeedsFile):
        tail(views)


@pytest.mark.heavy("accidents")
def test_the_same_bytes_under_any_hash_seed(log: EventLog, tmp_path: Path) -> None:
    log.append_many(entries(recorded(), "uk-22"))
    script = (
        "import sys, hashlib\n"
        "from glitterball.log import EventLog\n"
        "from glitterball.views import Views, VIEWS\n"
        "with EventLog.open(sys.argv[1]) as log, Views.open(sys.argv[2], log) as views:\n"
        "    views.catch_up(page=4)\n"
        "    for view in (*(view.name for view in VIEWS), 'log'):\n"
        "        print(view, hashlib.sha256(b'\\n'.join(views.export(view))).hexdigest())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script, log.address, str(tmp_path / f"views-{seed}")],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in part(("0", "1", "42"), 0, of=2)
    }
    assert len(said) == 1


def test_views_kept_current_see_what_was_recorded_before_the_stop(log: EventLog, path: Path) -> None:
    stop = threading.Event()
    seen: list[int] = []
    with Views.open(path, log) as views:
        thread = threading.Thread(target=keep_current, args=(views, stop, seen.append))
        thread.start()
        stream = "season/us-33"
        for reason in ("again", "and again"):
            said = e.ImmunityGranted(week=1, couple=ANNA, reason=reason)
            log.append(stream, log.version(stream), [said], DORA, AT)
        stop.set()
        thread.join(timeout=10)
        assert views.status().current
        assert seen == sorted(set(seen))
        assert seen[-1] == log.last_position()
