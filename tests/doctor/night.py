"""A small night in a store on disk, and accidents to happen to it below the guards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from glitterball.engine import Engine
from glitterball.log import EventLog, schema
from tests.engine.small_season import batch, opening, scores

AT = "2024-09-24T20:00:10Z"
FILE = "night.sqlite"


def play(path: Path) -> int:
    """A season up to open lines, with scores, batches of votes and commands under keys; answers the last position."""
    with EventLog.open(f"sqlite:{path}") as log:
        engine = Engine(log, lambda: AT)
        for command, by in opening():
            engine.do("small", command, by)
        for number, (command, by) in enumerate(scores(1, {"amy-ben": 7, "cat-dan": 8, "eva-fin": 9})):
            engine.do("small", command, by, key=f"desk-{number}")
        for number in (1, 2, *range(4, 18)):
            engine.receive([batch(number, {"amy-ben": 120 + number, "cat-dan": 80})])
        return log.last_position()


def as_of_layout_1(path: Path, store: Path) -> Path:
    """The same events in a store as the release before wrote it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        db.execute("PRAGMA user_version=1")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(schema.OBJECTS_OF[1]["stored_events"])
        db.execute("ATTACH ? AS newer", (str(store),))
        columns = "position, originator_id, originator_version, topic, state"
        db.execute(f"INSERT INTO main.stored_events SELECT {columns} FROM newer.stored_events")
        for guard in schema.GUARDS.values():
            db.execute(guard)
    return path


@contextmanager
def below_the_guards(path: Path) -> Iterator[sqlite3.Connection]:
    """The file with its guards away; they are put back in the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        guards = {**schema.GUARDS, **schema.GUARDS_OF_LAYOUT_2}
        for name in guards:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for sql in guards.values():
            db.execute(sql)


def flip(path: Path, at: int, bit: int = 0) -> None:
    """One bit of the file."""
    with path.open("r+b") as file:
        file.seek(at)
        (octet,) = file.read(1)
        file.seek(at)
        file.write(bytes([octet ^ 1 << bit]))


def position_in_file(path: Path, octets: bytes, which: int = 0) -> int:
    """Where bytes stand in the file; `which` of several such places."""
    content, at = path.read_bytes(), -1
    for _ in range(which + 1):
        at = content.index(octets, at + 1)
    return at


def folder_as_it_is(folder: Path) -> dict[str, bytes]:
    """Every name in a folder, with its bytes."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
