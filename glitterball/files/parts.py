"""A file while it is written: beside its target, under a fresh name nobody else uses, locked by whoever writes it.

The name is `.NAME.RANDOM.glitterball-part`. What a killed writer leaves has no lock any more, and the next writer of the
same target removes it. A part that is locked, or cannot be asked, is left alone.
"""

import errno
import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

ENDING = ".glitterball-part"
_RANDOM = 8  # bytes of chance in a name
_LONGEST = 150  # bytes of the target's name in it; a file's name has at most 255
_TRIES = 100
_CANNOT = (errno.EINVAL, errno.ENOTSUP)  # folders cannot be synced here


def name_for(target: Path) -> str:
    """A fresh name for a part of a target."""
    return f"{_begins(target)}{secrets.token_hex(_RANDOM)}{ENDING}"


def _begins(target: Path) -> str:
    return f".{os.fsdecode(os.fsencode(target.name)[:_LONGEST])}."


def make(target: Path, mode: int) -> tuple[Path, int]:
    """A new, empty, locked part beside its target, and its descriptor. What killed writers left of it is removed first."""
    clear(target)
    return make_fresh(target, mode)


def make_fresh(target: Path, mode: int) -> tuple[Path, int]:
    """The same in a folder where no killed writer can have left anything."""
    for _ in range(_TRIES):
        path = target.with_name(name_for(target))
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
        except FileExistsError:
            continue
        try:
            _lock(descriptor)
            if is_at(path, descriptor):
                return path, descriptor
        except BaseException:
            remove(path, descriptor)
            os.close(descriptor)
            raise
        os.close(descriptor)  # somebody took it for left behind, before it was locked
    raise FileExistsError(f"no name beside {target.name} is free")


def clear(target: Path) -> None:
    """Remove the parts of a target whose writer is gone, as far as that can be known."""
    for path in left_of(target):
        _remove_if_left(path)


def left_of(target: Path) -> list[Path]:
    """The parts of a target that are there, whether somebody still writes them or not."""
    form = re.compile(f"{re.escape(_begins(target))}[0-9a-f]{{{2 * _RANDOM}}}{re.escape(ENDING)}", re.DOTALL)
    with os.scandir(target.absolute().parent) as entries:
        return [
            Path(entry.path) for entry in entries if form.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]


def _remove_if_left(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        with suppress(OSError):  # its writer is at work, or this file system keeps no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(path, descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    with suppress(
        OSError
    ):  # a file system without locks: nobody can tell then that a part is left, and nobody removes it
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def is_at(path: Path, descriptor: int) -> bool:
    """Whether a name still leads to the file that is open."""
    try:
        there, ours = os.lstat(path), os.fstat(descriptor)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def remove(path: Path, descriptor: int) -> None:
    """Remove a name, if it leads to the file that is open."""
    if is_at(path, descriptor):
        os.unlink(path)


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on disk, where the file system can say so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(descriptor)
