"""Files no output takes the place of: the store a command works with, what lies beside it, a key and its register.

They are known by what they are (device and number) and, because one that is not there yet would be taken for the store's
own, by name. Whatever else is an SQLite file or a key is known by how it begins (`kinds`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from glitterball.files.held import identity_of

OF_SQLITE = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a file of its own."""

OF_STORE = (".merkle.sqlite", ".views.sqlite", ".views.sqlite.new", ".snapshots.sqlite", ".signed.sqlite")
"""What is put beside a store or a key: the ledger, the views, the views being made again, the snapshots, the register."""

_lock = Lock()
_protected: list[tuple[str, str]] = []


@contextmanager
def protecting(path: Path | str, what: str) -> Iterator[None]:
    """While this lasts no output takes the place of the file, nor of any that belong beside it. `what` it is, for sentences."""
    kept = [(name, what if name == str(path) else f"a file of {what}") for name in beside(str(path))]
    with _lock:
        _protected.extend(kept)
    try:
        yield
    finally:
        with _lock:
            for pair in kept:
                _protected.remove(pair)


def beside(path: str) -> Iterator[str]:
    """The names of a store or key and of everything that belongs beside it."""
    for name in (path, *(path + ending for ending in OF_STORE)):
        yield name
        yield from (name + ending for ending in OF_SQLITE)


def protected_as(path: Path) -> str | None:
    """What a file is protected as, by whichever name; None where it is not."""
    with _lock:
        kept = list(_protected)
    wanted, identity = os.path.realpath(path), identity_of(path)
    for name, what in kept:
        if os.path.realpath(name) == wanted or (identity is not None and identity_of(name) == identity):
            return what
    return None


def belongs_beside(path: Path) -> Path | None:
    """The file SQLite would take this one for a part of, by its name alone; None where the name is any name."""
    for ending in OF_SQLITE:
        if path.name.endswith(ending) and path.name != ending:
            return path.with_name(path.name.removesuffix(ending))
    return None
