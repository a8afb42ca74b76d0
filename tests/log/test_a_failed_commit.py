"""When the disk refuses a commit: what is known is said, no more, and nobody goes on before somebody has looked."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from glitterball.log import EventLog, refusals
from glitterball.log.connections import StoreConnection, StoreTransaction
from glitterball.log.group_commit import GroupCommit
from glitterball.log.place import stop_file
from glitterball.log.recording import CommitFailed, Group
from tests.log.live_night import AT, DESK, opened, score

SEASON = "season/us-33"


class Disk(sqlite3.Connection):
    """A connection whose commit ends as a disk would end it. The frames are written all the same, as on a real one."""

    ends_with: int | None = None

    def commit(self) -> None:
        if self.ends_with is not None and self.in_transaction:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = self.ends_with
            raise error
        super().commit()


@pytest.mark.parametrize(
    ("ends_with", "becomes"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, CommitFailed),
        (sqlite3.SQLITE_IOERR_SHMMAP, CommitFailed),
        (sqlite3.SQLITE_IOERR, CommitFailed),
        (sqlite3.SQLITE_FULL, OperationalError),
        (sqlite3.SQLITE_IOERR_WRITE, OperationalError),
        (sqlite3.SQLITE_BUSY, OperationalError),
    ],
)
def test_only_a_commit_without_room_or_turn_is_known_not_to_be_recorded(ends_with: int, becomes: type) -> None:
    connection = sqlite3.connect(":memory:", factory=Disk, isolation_level=None)
    connection.execute("CREATE TABLE marks (mark)")
    connection.ends_with = ends_with

    with (
        pytest.raises(OperationalError) as raised,
        StoreTransaction(StoreConnection(sqlite_conn=connection, max_age=None), commit=True) as cursor,
    ):
        cursor.execute("INSERT INTO marks VALUES (9)")

    assert type(raised.value) is becomes
    assert not connection.in_transaction, "the connection goes back to the pool"
    connection.close()


def test_after_a_commit_of_unknown_fate_every_handle_stops_and_reading_goes_on(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        with EventLog.open(f"sqlite:{store}") as beside:
            Path(f"{store}-wal").rename(f"{store}-wal-elsewhere")
            with pytest.raises(refusals.CommitUncertain):
                log.append(SEASON, 1, [score()], DESK, AT)
            Path(f"{store}-wal-elsewhere").rename(f"{store}-wal")

            for handle in (log, beside):
                with pytest.raises(refusals.StoreStopped, match="glitterball store resume") as refused:
                    handle.append(SEASON, 2, [score()], DESK, AT)
                assert str(refused.value).endswith("Nothing was recorded.")
            assert beside.last_position() >= 1

    with pytest.raises(refusals.StoreStopped, match="was moved or replaced"):
        EventLog.open(f"sqlite:{store}")
    with EventLog.open(f"sqlite:{store}", read_only=True) as auditor:
        assert auditor.get(SEASON, 1) is not None
    stop_file(store).unlink()
    with EventLog.open(f"sqlite:{store}") as log:
        assert log.append(SEASON, log.version(SEASON), [score()], DESK, AT)


def test_whoever_shares_a_commit_that_is_broken_off_is_not_told_that_nothing_was_recorded() -> None:
    began, go_on = Event(), Event()
    commits_of: list[int] = []

    def commit(groups: Sequence[Group]) -> list[int | IntegrityError]:
        commits_of.append(len(groups))
        if len(commits_of) > 1:
            raise KeyboardInterrupt
        began.set()
        assert go_on.wait(30)
        return [1]

    commits = GroupCommit(commit)
    told: list[BaseException] = []

    def record() -> None:
        try:
            commits.record(Group([]))
        except BaseException as error:
            told.append(error)

    writers = [Thread(target=record) for _ in range(3)]
    writers[0].start()
    assert began.wait(30)
    for writer in writers[1:]:
        writer.start()
    while len(commits._queue) < 2:
        sleep(0.001)
    go_on.set()
    for writer in writers:
        writer.join(30)

    assert commits_of == [1, 2]
    assert {type(error) for error in told} == {KeyboardInterrupt, CommitFailed}
