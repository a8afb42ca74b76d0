"""A store on disk, looked at from outside in: the folder, the file, every event, its streams and keys."""

import os
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from domain.plurals import count_of
from glitterball.doctor import events, file, streams
from glitterball.doctor.events import Events
from glitterball.doctor.quietly import Place, in_use, readable, reading
from glitterball.doctor.rows import Row, damaged, in_spite_of_damage
from glitterball.log import schema


def store_rows(path: Path) -> tuple[Row, ...]:
    """All that is found in the store at a path, which is there. Nothing is written, neither to it nor beside it."""
    rows = tuple(file.outside(path))
    if any(row.state == "not read" for row in rows):
        return rows
    with readable(path) as (where, without_locks):
        found = tuple(_rows(path, (where, without_locks)))
    if without_locks and in_use(path):  # somebody began to write meanwhile, and what was read may be of two moments
        found = tuple(_rows(path, (path, False)))
    return (*rows, *found)


def _rows(path: Path, place: Place) -> Iterator[Row]:
    size = os.stat(path).st_size
    if not size:
        yield damaged(
            "size",
            "the file is empty",
            "Restore a backup at another name (glitterball store restore); if there never was an event, remove the empty file.",
        )
        return
    yield from file.header(path, size)
    yield from in_spite_of_damage("file", path, partial(_inside, path, place))


def _inside(path: Path, place: Place) -> Iterator[Row]:
    with reading(place) as db:
        layout, rows = file.layout_of(db, path)
        yield from rows
        if not layout:
            return
        yield from in_spite_of_damage("file", path, partial(file.whole, db))
        yield from in_spite_of_damage("guards", path, partial(file.guards, db, path, layout))
        read = events.read_events(db, path, layout)
        told = [*read.rows(), *_of_streams(db, path, read)]
        yield from told
        if not any(row.state == "damaged" for row in told):
            yield from _in_order(read)


def _of_streams(db: sqlite3.Connection, path: Path, read: Events) -> Iterator[Row]:
    yield from streams.without_gaps(read)
    yield from in_spite_of_damage("streams", path, partial(streams.through_the_index, db, read))
    if read.layout > 1:
        yield from in_spite_of_damage("streams", path, partial(streams.as_recorded, db, read))
        yield from in_spite_of_damage("keys", path, partial(streams.keys, db, read))
    if read.layout > schema.GROWS_BY_ITSELF:
        yield from in_spite_of_damage("hidden parts", path, partial(streams.hidden_parts, db, read))


def _in_order(read: Events) -> Iterator[Row]:
    yield Row("events", f"{read.read:,} in {count_of(len(read.counted), 'stream')}, every one read and valid")
    for name, season in sorted(read.fold.seasons.items()):
        yield Row(f"season {name}", f"{season.state.mode}, {count_of(len(season.state.weeks), 'week')}")
