"""A log that is closed while others read it: who reads ends first, and no connection is closed under anybody."""

import threading
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionPoolClosedError

from glitterball.log import connections
from glitterball.log.connections import StoreDatastore
from glitterball.log.store_file import make


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
    with pytest.raises(ConnectionPoolClosedError):
        asked.__exit__(None, None, None)
    connection.close()
