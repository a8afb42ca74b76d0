"""A store opened more than once: in one process, in several, across a fork, under two names, and moved away while open."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from glitterball.files import held
from glitterball.log import EventLog, refusals
from glitterball.sqlite_files.refusals import FileForked, FileLinked, FileReplaced
from tests.log.live_night import AT, DESK, opened, score

SEASON = "season/us-33"

DESK_BESIDE_IT = """
import sys
from tests.log.live_night import AT, DESK, score
from glitterball.log import EventLog
with EventLog.open(sys.argv[1]) as log:
    after = log.version("season/us-33")
    print(log.append("season/us-33", after, [score("otto", 6)], DESK, AT)[0].position)
"""


def another_process_records_one(store: Path) -> int:
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", DESK_BESIDE_IT, f"sqlite:{store}"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.heavy("processes")
@pytest.mark.parametrize("read_only", [False, True])
def test_the_notebook_cell_run_twice_beside_the_desk_loses_no_score(store: Path, read_only: bool) -> None:
    """The desk's process once took the write-ahead log for nobody's: opening the header again had dropped the locks."""
    with EventLog.open(f"sqlite:{store}") as notebook:
        notebook.append(SEASON, 0, [opened(), score("nils", 9)], DESK, AT)
        EventLog.open(f"sqlite:{store}", read_only=read_only).close()

        assert another_process_records_one(store) == 3
        assert Path(f"{store}-wal").exists(), "the desk was not the last to close"
        assert notebook.append(SEASON, 3, [score("ben", 7)], DESK, AT)[0].position == 4

    with EventLog.open(f"sqlite:{store}") as log:
        judges = [getattr(event.fact, "judge", None) for event in log.read()]
    assert judges == [None, "nils", "otto", "ben"]


@pytest.mark.heavy("processes")
def test_handles_opened_and_closed_by_threads_leave_every_score_where_it_was_acknowledged(store: Path) -> None:
    acknowledged: dict[int, str] = {}
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)

    def request(name: str) -> None:
        for number in range(12):
            with EventLog.open(f"sqlite:{store}") as log, EventLog.open(f"sqlite:{store}", read_only=True):
                event = log.append(f"season/{name}-{number}", 0, [opened(f"{name}-{number}")], DESK, AT)[0]
                acknowledged[event.position] = event.stream

    desks = [Thread(target=request, args=(name,)) for name in ("ana", "bo", "cy")]
    for desk in desks:
        desk.start()
    beside = [another_process_records_one(store) for _ in range(2)]
    for desk in desks:
        desk.join()

    with EventLog.open(f"sqlite:{store}") as log:
        recorded = {event.position: event.stream for event in log.read()}
    assert len(acknowledged) == 36
    assert recorded == {1: SEASON, **acknowledged, **dict.fromkeys(beside, SEASON)}


def in_a_fork(work: Callable[[], object]) -> str:
    """What became of it in a forked process: the refusal's code, or what was raised, or nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            work()
            said = "done"
        except BaseException as error:
            said = getattr(error, "code", repr(error))
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        return pipe.read().decode()


@pytest.mark.heavy("processes")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_neither_uses_nor_closes_what_its_parent_has_open(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)

        assert in_a_fork(lambda: log.append(SEASON, 1, [score()], DESK, AT)) == FileForked.code
        assert in_a_fork(lambda: list(log.read())) == FileForked.code
        assert in_a_fork(lambda: EventLog.open(f"sqlite:{store}")) == FileForked.code
        assert in_a_fork(log.close) == "done"

        assert another_process_records_one(store) == 2
        assert log.append(SEASON, 2, [score()], DESK, AT)[0].position == 3
    assert in_a_fork(lambda: EventLog.open(f"sqlite:{store}").close()) == "done", "once the parent has closed it"


def test_a_store_with_two_names_is_refused_under_both(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
    other = store.with_name("backup")
    os.link(store, other)
    for name in (store, other):
        for read_only in (False, True):
            with pytest.raises(FileLinked, match="2 names"):
                EventLog.open(f"sqlite:{name}", read_only=read_only)
    other.unlink()
    with EventLog.open(f"sqlite:{store}") as log:
        assert log.last_position() == 1


@pytest.mark.parametrize("harm", ["moved", "deleted", "replaced"])
def test_a_store_that_is_no_longer_at_its_place_takes_nothing(store: Path, harm: str) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        if harm == "moved":
            store.rename(store.with_name("elsewhere"))
        elif harm == "deleted":
            store.unlink()
        else:
            store.with_name("restored").write_bytes(store.read_bytes())
            store.with_name("restored").replace(store)

        with pytest.raises(FileReplaced) as refused:
            log.append(SEASON, 1, [score()], DESK, AT)

        assert str(refused.value).endswith("Nothing was recorded.")
        with pytest.raises(FileReplaced):
            log.last_position()
    saved = store.with_name("elsewhere") if harm == "moved" else Path(f"{store}.rescued")
    with EventLog.open(f"sqlite:{saved}") as log:
        assert [event.fact for event in log.read()] == [opened()], "what was acknowledged is found again"


def test_what_was_rescued_before_is_not_written_over(store: Path) -> None:
    for number in (1, 2):
        with EventLog.open(f"sqlite:{store}") as log:
            log.append(f"season/us-{number}", 0, [opened(f"us-{number}")], DESK, AT)
            store.unlink()
            with pytest.raises(FileReplaced):
                log.append(SEASON, 0, [opened()], DESK, AT)
        for left in ("-wal", "-shm"):
            Path(f"{store}{left}").unlink(missing_ok=True)
    for number, saved in ((1, f"{store}.rescued"), (2, f"{store}.rescued-2")):
        with EventLog.open(f"sqlite:{saved}") as log:
            assert [event.fact for event in log.read()] == [opened(f"us-{number}")]


def test_a_store_moved_away_and_closed_takes_along_what_was_acknowledged(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        store.rename(store.with_name("elsewhere"))
    with EventLog.open(f"sqlite:{store.with_name('elsewhere')}") as log:
        assert [event.fact for event in log.read()] == [opened()]


def test_a_new_store_does_not_swallow_the_write_ahead_log_of_the_one_that_was_there(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        store.rename(store.with_name("elsewhere"))
        for _ in range(2):
            with pytest.raises(refusals.StoreRemains, match="Put that store back"):
                EventLog.open(f"sqlite:{store}")
            assert not store.exists()
        store.with_name("elsewhere").rename(store)
        assert log.append(SEASON, 1, [score()], DESK, AT)[0].position == 2


def test_a_write_ahead_log_that_vanished_under_a_commit_is_not_called_recorded(store: Path) -> None:
    """Whatever takes it away: what was written into it has no name any more, so nobody will find it again."""
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        Path(f"{store}-wal").unlink()
        with pytest.raises(refusals.CommitUncertain) as refused:
            log.append(SEASON, 1, [score()], DESK, AT)
        assert refused.value.exit_code == 6
        assert "may have been recorded" in str(refused.value)
        assert "Nothing was recorded" not in str(refused.value)


def test_a_file_is_held_as_long_as_a_handle_is_open_on_it(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as first:
        with EventLog.open(f"sqlite:{store}") as second:
            second.append(SEASON, 0, [opened()], DESK, AT)
        assert held.is_held(store)
        assert first.last_position() == 1
    assert not held.is_held(store)


def test_a_new_store_is_its_owners_alone(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        assert {file.name: oct(file.stat().st_mode & 0o777) for file in store.parent.iterdir()} == {
            store.name: "0o600",
            f"{store.name}-wal": "0o600",
            f"{store.name}-shm": "0o600",
        }
