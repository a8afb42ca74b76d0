"""Files SQLite has open in this process. Nobody else opens them here.

Closing any descriptor of a file takes from the whole process the POSIX locks SQLite has on it (sqlite.org/howtocorrupt,
2.2), and another process then believes it is alone. So a file is looked up here, by what it is and not by its name,
before it is opened for anything. A room that opens SQLite files says so with `hold`; what it forgot to say is found among
the descriptors of this process, by reading through them: that opens and closes nothing.
"""

import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

Identity = tuple[int, int]
"""A file, whatever it is called: its device, and its number there."""

MAGIC = b"SQLite format 3\x00"
_WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")  # the beginning of a write-ahead log (sqlite.org/fileformat2, 4.1)
_SHM = (3_007_000).to_bytes(4, sys.byteorder)  # and of the index to it, in the byte order of the machine
_DESCRIPTORS = Path("/dev/fd")
_STANDARD = 3  # SQLite never uses the standard streams' descriptors

_turn = RLock()
_held: Counter[Identity] = Counter()


def identity_of(path: Path | str) -> Identity | None:
    """Which file a path leads to; None where it leads to none. Nothing is opened."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def hold(path: Path | str) -> Identity:
    """Say that SQLite is about to open this file, which is there. Waits until nobody looks at a file. Give back the answer."""
    with _turn:
        found = os.stat(path)
        _held[found.st_dev, found.st_ino] += 1
        return found.st_dev, found.st_ino


def release(identity: Identity) -> None:
    """Say that SQLite has closed it. The file is free when everybody who held it has said so."""
    with _turn:
        if not _held[identity]:
            raise ValueError("a file is released that nobody holds")
        _held[identity] -= 1
        if not _held[identity]:
            del _held[identity]


def is_held(path: Path | str) -> bool:
    """Whether SQLite has the file open in this process, by whichever name it was opened."""
    identity = identity_of(path)
    if identity is None:
        return False
    with _turn:
        return _held[identity] > 0 or identity in _open_here()


@contextmanager
def nobody_begins() -> Iterator[None]:
    """While this lasts nobody begins to hold a file: what is free at its start may be opened and closed in it."""
    with _turn:
        yield


def is_of_sqlite(head: bytes) -> bool:
    """Whether a file that begins so is one SQLite makes: a database, its write-ahead log, the index to that."""
    return head.startswith((MAGIC, *_WAL, _SHM))


def _open_here() -> frozenset[Identity]:
    """The files of SQLite among the descriptors of this process."""
    try:
        descriptors = [int(name) for name in os.listdir(_DESCRIPTORS) if name.isdigit()]
    except OSError:
        return frozenset()
    return frozenset(
        identity for number in descriptors if number >= _STANDARD and (identity := _of_sqlite(number)) is not None
    )


def _of_sqlite(descriptor: int) -> Identity | None:
    try:
        found = os.fstat(descriptor)
        if stat.S_ISREG(found.st_mode) and is_of_sqlite(os.pread(descriptor, len(MAGIC), 0)):
            return found.st_dev, found.st_ino
    except OSError:  # closed meanwhile, or open for writing only, as SQLite never has one
        pass
    return None
