"""A log that is closed while others read it: who reads ends first, and no connection is closed under anybody."""

import threading
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionPoolClosedError

from glitterball.log import EventLog, connections
from glitterball.log.connections import StoreDatastore, StoreTransaction
from glitterball.log.store_file import make
from tests.log.live_night import AT, DESK, opened


@pytest.fixture
def datastore(store: Path) -> StoreDatastore:
    make(store, lock_seconds=5)
    return StoreDatastore(store)


def closing(datastore: StoreDatastore) -> threading.Thread:
    thread = threading.Thread(target=datastore.close)
    thread.start()
    while not datastore._closing:
        pass
    return thread


def test_whoever_reads_ends_first(datastore: StoreDatastore) -> None:
    with datastore.get_connection(commit=False) as connection:
        thread = closing(datastore)
        assert thread.is_alive()
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        assert tuple(cursor.fetchone()) == (1,)
    thread.join(10)
    assert not thread.is_alive()


def test_nobody_begins_to_read_what_is_being_closed(datastore: StoreDatastore) -> None:
    """A reader between the last one's end and the closing had its connection closed under it, and the process ended."""
    with datastore.get_connection(commit=False):
        thread = closing(datastore)
        with pytest.raises(ConnectionPoolClosedError), datastore.get_connection(commit=False):
            pass
    thread.join(10)


def test_a_reader_that_takes_too_long_keeps_its_connection(
    datastore: StoreDatastore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_CLOSE_SECONDS", 0.0)
    asked = datastore.get_connection(commit=False)
    connection = asked.__enter__()
    datastore.close()
    cursor = connection.cursor()
    cursor.execute("SELECT 1")
    assert tuple(cursor.fetchone()) == (1,)
    asked.__exit__(None, None, None)
    assert connection.closed, "it is closed when it is given back"


def test_a_commit_that_outlasts_the_closing_is_answered_with_its_positions(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was on the disk, and whoever had asked for it was told that the log was closed."""
    monkeypatch.setattr(connections, "_CLOSE_SECONDS", 0.0)
    committed, closed = threading.Event(), threading.Event()
    commit = StoreTransaction._commit

    def slow(transaction: StoreTransaction) -> None:
        commit(transaction)
        committed.set()
        assert closed.wait(10)

    monkeypatch.setattr(StoreTransaction, "_commit", slow)
    log = EventLog.open(f"sqlite:{store}")
    answered: list[int] = []

    def says() -> None:
        answered.extend(event.position for event in log.append("season/us-33", 0, [opened()], DESK, AT))

    thread = threading.Thread(target=says)
    thread.start()
    assert committed.wait(10)
    log.close()
    closed.set()
    thread.join(10)
    assert answered == [1]
    with EventLog.open(f"sqlite:{store}") as again:
        assert again.last_position() == 1
