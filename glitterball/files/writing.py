"""Writing a file: whole or not at all, and never over something else.

It is written beside its target (`parts`), synced, put in the target's place in one step, and the folder is synced. On any
error, and when somebody stops it, what was made beside is removed and the target is as it was.
"""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from glitterball.files import parts
from glitterball.files.kinds import KEY, SQLITE, Kind
from glitterball.files.refusals import OutputNotConfirmed, OutputTaken, OutputUnwritable, named
from glitterball.files.targets import Target, because, target_of

_OPEN_MODE, _SECRET_MODE = 0o666, 0o600
_NO_LINKS = (errno.EPERM, errno.ENOTSUP)  # of a file system that has only one name a file


class _Part(io.FileIO):
    """The part on disk. An error of the disk names the target, not the part."""

    def __init__(self, target: Target, mode: int) -> None:
        self.target = target
        self.path, descriptor = parts.make(target.place, mode)
        super().__init__(descriptor, "r+b")

    def write(self, octets: Any, /) -> int:
        """Write; refuses OutputUnwritable."""
        try:
            return super().write(octets)
        except OSError as error:
            raise OutputUnwritable(self.target.name, because(error)) from error


class Output(io.BufferedWriter):
    """A file being written, and the digest of what was written to it."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw)
        self._hashed = sha256()

    def write(self, octets: Any, /) -> int:
        """Add to it."""
        self._hashed.update(octets)
        return super().write(octets)

    @property
    def sha256(self) -> str:
        """The digest of all of it."""
        return self._hashed.hexdigest()


@contextmanager
def writing(path: Path | str, kind: Kind, *, secret: bool = False, new: bool = False) -> Iterator[Output]:
    """Write an output of a kind. It is there once the block has ended well, and not at all if it has not.

    A `secret` one is readable by its owner alone. A `new` one replaces nothing; any other may replace an older one of its
    kind and keeps that one's mode. Refuses (`OutputProtected`, `OutputTaken`, `OutputUnwritable`) before the block begins,
    and again at its end, should something else have come to stand there.
    """
    target = target_of(path, kind, new=new)
    with _beside(target, secret) as part:
        output = Output(part)
        yield output
        output.flush()


@contextmanager
def making(path: Path | str, kind: Kind) -> Iterator[Path]:
    """Make a new, secret file with something that writes to a path itself, as SQLite does: it is given the part's path."""
    with _beside(target_of(path, kind, new=True), secret=True) as part:
        yield part.path


@contextmanager
def bringing(path: Path) -> Iterator[Output]:
    """Write a store at the name a command works with, where nothing is, whole and on the disk when the block has ended.

    Whoever calls it sees to it that nobody records there meanwhile. Refuses (`OutputTaken`) where something stands at the
    name by then.
    """
    place = Path(os.path.realpath(path))
    with _beside(_Brought(named(path), place, SQLITE, new=True), secret=True) as part:
        output = Output(part)
        yield output
        output.flush()


def write(path: Path | str, octets: bytes, kind: Kind, *, secret: bool = False, new: bool = False) -> None:
    """Write a whole output: see `writing`."""
    with writing(path, kind, secret=secret, new=new) as output:
        output.write(octets)


def write_key(path: Path | str, text: str) -> None:
    """Write a private key: its owner's alone, and never over anything."""
    write(path, text.encode(), KEY, secret=True, new=True)


@contextmanager
def _beside(target: Target, secret: bool) -> Iterator[_Part]:
    try:
        part = _Part(target, _SECRET_MODE if secret else _OPEN_MODE)
    except OSError as error:
        raise OutputUnwritable(target.name, because(error)) from error
    try:
        yield part
        try:
            _put(part, secret)
        except OSError as error:
            raise OutputUnwritable(target.name, because(error)) from error
    except BaseException:
        with suppress(OSError):
            parts.remove(part.path, part.fileno())
        raise
    finally:
        part.close()
    try:
        parts.sync_folder(target.place.parent)
    except OSError as error:
        raise OutputNotConfirmed(target.name, because(error)) from error


class _Brought(Target):
    """The place of a store that is brought there by the command that works with it: what else is there is not looked at."""

    def look(self) -> int | None:
        """Refuses whatever is there."""
        if os.path.lexists(self.place):
            raise OutputTaken(self.name, "it is there by now", self.kind.name)
        return None


def _put(part: _Part, secret: bool) -> None:
    """Sync the part and put it in the place of its target."""
    target = part.target
    mode = target.look()
    if mode is not None and not secret:
        os.fchmod(part.fileno(), mode & 0o777)
    os.fsync(part.fileno())
    if isinstance(target, _Brought):  # a second name, if only for a moment, is what no file of SQLite may have
        os.rename(part.path, target.place)
        return
    if not target.new or mode is not None:  # an empty file counts as nothing there
        os.replace(part.path, target.place)
        return
    try:
        os.link(part.path, target.place)
    except FileExistsError:
        raise OutputTaken(target.name, "it came while this was written", target.kind.name) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.rename(part.path, target.place)
        return
    os.unlink(part.path)
