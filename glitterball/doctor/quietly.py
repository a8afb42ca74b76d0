"""Reading a store without changing anything, neither in it nor beside it.

Where nobody writes, the file is read without locks, for which SQLite makes no file. Where there is a write-ahead log, the
file is read as everybody reads it, with locks in the index to that log. When a power cut left the log without its index,
SQLite would make one: so a copy is read.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from glitterball.addresses import STORE, Address
from glitterball.files import held
from glitterball.log.application import LogApplication
from glitterball.log.event_log import EventLog
from glitterball.log.on_disk import StoreFactory
from glitterball.log.recording import READ_ONLY
from glitterball.log.season_keys import key_files
from glitterball.sqlite_files.connecting import connect

Place = tuple[Path, bool]
"""Where to read, and whether without locks."""


def in_use(path: Path) -> bool:
    """Whether there is a write-ahead log: somebody has the file open, or was stopped while writing."""
    return Path(f"{path}-wal").exists()


@contextmanager
def readable(path: Path) -> Iterator[Place]:
    """Where the store can be read without making a file."""
    if not in_use(path):
        yield path, True
    elif Path(f"{path}-shm").exists() or held.is_held(path):
        yield path, False
    else:
        with TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            with held.nobody_begins():
                for ending in ("", "-wal"):
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
            for key in key_files(path):
                shutil.copyfile(key, copy.with_name(key.name))
            yield copy, False


@contextmanager
def reading(place: Place) -> Iterator[sqlite3.Connection]:
    """One view of the whole file, whoever goes on writing. What is no text is shown as well as it can be."""
    path, immutable = place
    with closing(connect(path, "ro", immutable=immutable)) as db:
        db.text_factory = lambda octets: octets.decode("utf-8", "backslashreplace")
        db.execute("PRAGMA query_only=ON")
        db.execute("BEGIN")
        yield db


def header_of(path: Path) -> bytes:
    """The first bytes of the file; none while it is open in this process, where opening it would take SQLite's locks away."""
    with held.nobody_begins():
        if held.is_held(path):
            return b""
        try:
            with path.open("rb") as file:
                return file.read(100)
        except OSError:  # SQLite says why
            return b""


def log_of(place: Place) -> EventLog:
    """The log, for whoever compares something with it."""
    path, immutable = place
    address = f"sqlite:{path}"
    if not immutable:
        return EventLog.open(address, read_only=True)
    return EventLog(_Undisturbed({STORE: address, READ_ONLY: "yes"}), address, read_only=True)


class _Undisturbed(LogApplication):
    """The event log over a file nobody writes, read without locks."""

    def construct_factory(self, env: Any) -> Any:
        self.address = Address.read(env[STORE])
        factory = StoreFactory(env, cast(Path, self.address.file))
        factory.datastore.pool.without_lock_files()
        return factory
