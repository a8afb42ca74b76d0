"""Opening a store on disk: the file is recognised before it is touched, made where there is none, its guards checked."""

from pathlib import Path

from eventsourcing.persistence import PersistenceError

from glitterball.log import schema, store_file
from glitterball.log.connections import rows_of
from glitterball.log.refusals import StoreOlder, StoreReadOnly, StoreUnwritable
from glitterball.log.sqlite import SQLiteRecorder


def open_store(recorder: SQLiteRecorder) -> None:
    """Make the recorder's store ready, or refuse with no file made or changed."""
    path, read_only = recorder.datastore.pool.path, recorder.datastore.pool.read_only
    recorder.layout = store_file.recognise(path, read_only=read_only)
    if not read_only:
        recorder.datastore.place.must_hold()
        if recorder.layout < schema.GROWS_BY_ITSELF:
            raise StoreOlder(str(path), recorder.layout, schema.LAYOUT)
        recorder.create_table()
        recorder.layout = schema.LAYOUT
        recorder.datastore.place.opened()
    try:
        _check(recorder, path)
    except (StoreUnwritable, StoreReadOnly):
        # A folder where nothing may be written holds no lock files. Without a write-ahead log beside it, nobody is
        # writing the file either, and it can be read without them.
        if not read_only or store_file.being_written(path):
            raise
        recorder.datastore.pool.without_lock_files()
        _check(recorder, path)


def _check(recorder: SQLiteRecorder, path: Path) -> None:
    try:
        with recorder.datastore.transaction(commit=False) as cursor:
            held = dict(rows_of(cursor, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", ()))
    except (PersistenceError, UnicodeDecodeError) as error:
        raise store_file.refusal(path, error) from error
    store_file.check_guards(held, path, recorder.layout)
