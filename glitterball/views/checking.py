"""Checking a views file against the log, without writing to either: what a doctor says of it.

The fingerprints notice accidents row by row; here the log is folded afresh up to where the file stands, and every table
compared with that, so that nothing a file can say is taken on trust.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

from domain.findings import Finding
from glitterball.log import EventLog
from glitterball.sqlite_files.examining import examined, odd_objects, whole
from glitterball.sqlite_files.header import Header, look
from glitterball.sqlite_files.recorders import statements_of
from glitterball.views import opening, schema
from glitterball.views.fingerprints import RowUnfit, named
from glitterball.views.recorder import ViewsRecorder
from glitterball.views.refusals import ViewsNewer
from glitterball.views.views import Views

Row = tuple[Any, ...]

_FILE = "the views"


def differences(path: Path, log: EventLog) -> tuple[Finding, ...]:
    """Where a views file does not say what the log gives as of the file's position: the first difference of each table.

    A file that would be begun again when it is opened (of an older layout or of another log) is a warning.
    """
    found = look(path)
    if found is None:
        return (Finding(_FILE, f"{path} is not a file of views"),)
    if odd := _not_ours(path, found):
        return (odd,)
    return examined(path, lambda db: _compared(db, path, log))


def _not_ours(path: Path, found: Header) -> Finding | None:
    if found.damage:
        return Finding(_FILE, f"{path} cannot be read: {found.damage}")
    if found.application != schema.APPLICATION_ID:
        return Finding(_FILE, f"{path} is not a file of views")
    if found.layout > schema.LAYOUT:
        return Finding(_FILE, f"{path} was written by a newer Glitterball (layout {found.layout})", "warning")
    if found.layout < schema.LAYOUT:
        return Finding(_FILE, f"{path} has an older layout, and begins again when it is opened", "warning")
    return None


def _compared(db: sqlite3.Connection, path: Path, log: EventLog) -> Iterator[Finding]:
    damage = list(whole(db))
    yield from damage
    if damage:
        return
    try:
        opening.must_not_be_newer(db, path)
        if not opening.has_our_versions(db):
            yield Finding(_FILE, "the views are of other versions: they begin again when it is opened", "warning")
            return
        odd = odd_objects(db, statements_of(ViewsRecorder))
        yield from odd
        if odd:
            return
        if not opening.is_of(db, log):
            yield Finding(_FILE, "they were filled from another log, and begin again when it is opened", "warning")
            return
        if ended := opening.ended_in(db, log):
            yield Finding(
                _FILE,
                f"the openings of {', '.join(ended)} were destroyed, and their counts are in the file: it begins again when "
                "it is opened",
                "warning",
            )
            return
    except ViewsNewer as newer:
        yield Finding(_FILE, newer.statement().rstrip("."), "warning")
        return
    except RowUnfit as unfit:
        yield Finding(_FILE, str(unfit))
        return
    basis = db.execute("SELECT position FROM basis").fetchone()
    with closing(ViewsRecorder.temporary()) as fresh:
        Views(path, log, fresh).catch_up(basis[0] if basis else 0)
        for table in schema.KEYED:
            if difference := _first_difference(table, db, fresh):
                yield difference


def _first_difference(table: str, db: sqlite3.Connection, fresh: ViewsRecorder) -> Finding | None:
    """The first row that the file has and the log does not give, or the other way round, or that says something else."""
    statement = f"SELECT * FROM {table} ORDER BY {', '.join(schema.KEYED[table])}"
    key_at = [schema.columns_of(table).index(name) for name in schema.KEYED[table]]
    for said, given in zip_longest(db.execute(statement), fresh.select(statement)):
        if said == given and list(map(type, said)) == list(map(type, given)):
            continue
        if said is not None and given is not None and all(said[at] == given[at] for at in key_at):
            return Finding(named(table, given), _cells_that_differ(table, said, given))
        if said is not None and not _has(table, fresh, [said[at] for at in key_at]):
            return Finding(named(table, said), f"the file has a row that the log does not give: {_shown(table, said)}")
        return Finding(named(table, given), f"the file has no row; the log gives {_shown(table, given)}")
    return None


def _has(table: str, fresh: ViewsRecorder, key: list[Any]) -> bool:
    wanted = " AND ".join(f"{name} IS ?" for name in schema.KEYED[table])
    return bool(fresh.select(f"SELECT 1 FROM {table} WHERE {wanted}", *key))


def _cells_that_differ(table: str, said: Row, given: Row) -> str:
    """What both say, column by column; where only the fingerprint differs, that."""
    columns = schema.columns_of(table)
    odd = [
        f"{name} is {mine!r} in the file, the log gives {right!r}"
        for name, mine, right in zip(columns, said, given, strict=True)
        if (type(mine), mine) != (type(right), right)
    ]
    return "; ".join(odd[:3])


def _shown(table: str, row: Row) -> str:
    return ", ".join(
        f"{name} {cell!r}"
        for name, cell in zip(schema.columns_of(table)[:-1], row[:-1], strict=True)
        if cell is not None
    )[:300]
