"""The file of a store: whose it is, in which layout, whole by SQLite's own check, with its guards; and what lies beside it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from glitterball.doctor.quietly import header_of
from glitterball.doctor.rows import NAMED, Row, at_most, damaged, of_refusal
from glitterball.files.held import MAGIC
from glitterball.log import refusals, schema, store_file
from glitterball.log.place import RESTORED, stop_file, why_stopped
from glitterball.sqlite_files.examining import odd_objects
from glitterball.sqlite_files.refusals import FileLinked

_HEADER = 100
_WRITTEN_SO = (b"\x01\x01", b"\x02\x02")
"""How a file is written and read, in its header: with a journal, or with a write-ahead log. Never one so, one so."""


def outside(path: Path) -> Iterator[Row]:
    """What the folder tells: the stop file, other names of the file, what was left beside it."""
    reason = why_stopped(path)
    if reason:
        yield Row(
            "stopped",
            f"nothing is recorded until somebody has looked: {reason} ({stop_file(path).name})",
            "look",
            "When disk and store are in order: glitterball store resume. It says which event is the last."
            if not reason.startswith(RESTORED)
            else "Hold it against what was published: glitterball store resume --register FILE, or --known FILE.",
        )
    names = path.stat().st_nlink
    if names > 1:
        yield of_refusal("names", FileLinked(str(path), names))
    if Path(f"{path}-journal").exists():
        yield Row(
            "left over",
            f"{path.name}-journal: another program was stopped while it wrote to the store",
            "look",
            "Make a copy of both files before anybody opens the store for writing.",
        )


def layout_of(db: sqlite3.Connection, path: Path) -> tuple[int, list[Row]]:
    """The layout the file is in, 0 where it is none of ours, with what is to be said of that."""
    where = str(path)
    try:
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (layout,) = db.execute("PRAGMA user_version").fetchone()
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_NOTADB:
            raise
        return 0, [of_refusal("store", refusals.NotAStore(where))]
    if application != schema.APPLICATION_ID:
        return 0, [of_refusal("store", refusals.NotAStore(where))]
    if layout > schema.LAYOUT:
        return 0, [of_refusal("store", refusals.StoreNewer(where, layout, schema.LAYOUT))]
    if layout not in schema.OBJECTS_OF:
        return 0, [damaged("layout", f"the header says layout {layout}, which there is not")]
    rows = []
    if layout < schema.LAYOUT:
        older = refusals.StoreOlder(where, layout, schema.LAYOUT)
        rows.append(Row("layout", older.statement(), "look", older.fix))
    return layout, rows


def header(path: Path, size: int) -> Iterator[Row]:
    """What the first bytes say: how long the file is, and in which of two ways it is written, without which none can write."""
    first = header_of(path)
    if len(first) < _HEADER or not first.startswith(MAGIC):
        return
    page_bytes = int.from_bytes(first[16:18]) or 1
    whole_size = int.from_bytes(first[28:32]) * (65_536 if page_bytes == 1 else page_bytes)
    if size < whole_size and not store_file.being_written(path):
        yield damaged("size", f"the file is cut short: it has {size:,} of {whole_size:,} bytes")
    if first[18:20] not in _WRITTEN_SO:
        yield damaged("header", f"it says that the file is written in way {first[18]} and read in way {first[19]}")


def whole(db: sqlite3.Connection) -> Iterator[Row]:
    """SQLite's own check: pages, order of rows, every index against its table."""
    said = [str(line) for (line,) in db.execute(f"PRAGMA integrity_check({NAMED + 1})") if line != "ok"]
    yield from at_most([damaged("file", " ".join(line.split())) for line in said], "file")


def guards(db: sqlite3.Connection, path: Path, layout: int) -> Iterator[Row]:
    """Tables and guards exactly as they should be, and no program of somebody else's among them."""
    objects = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    try:
        store_file.check_guards({name: sql for _, name, sql in objects}, path, layout)
    except refusals.StoreUnguarded as unguarded:
        yield of_refusal("guards", unguarded)
    else:
        if all(name in schema.OBJECTS_OF[layout] for _, name, _ in objects):
            odd = odd_objects(db, schema.OBJECTS_OF[layout].values())
            yield from (damaged("guards", f"{found.where}: {found.what}") for found in odd)
    for kind, name, _ in sorted(objects, key=repr):
        if name in schema.OBJECTS_OF[layout]:
            continue
        if kind == "trigger":
            yield damaged("guards", f"the trigger {name} is not ours, and changes what is recorded as it likes")
        else:
            yield Row(
                "guards", f"the {kind} {name} is not ours", "look", "Nothing here needs it: find out who made it."
            )
