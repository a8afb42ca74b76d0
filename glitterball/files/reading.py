"""Reading a user's file: within limits, refused in a sentence, and never in a way that takes SQLite's locks away.

A name that leads to a folder, a device or a pipe is refused before it is opened; a pipe is read from standard input, or
where the shell hands one over as a name (`<(...)`). What is too large is refused by its size, or as soon as it is. No
content is ever quoted, and where a private key was not asked for none is read.
"""

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from glitterball.files import depth, held, kinds, limits
from glitterball.files.limits import Limit
from glitterball.files.refusals import (
    FileInUse,
    FileNestsTooDeep,
    FileNotText,
    FileOfAnotherKind,
    FileTooLarge,
    FileUnreadable,
    LineTooLong,
    PrivateKeyGiven,
    named,
)

INPUT = "-"
"""Standard input, where a command takes it."""

_PIECE = 1 << 18
_HANDED_OVER = ("/dev/fd/", "/proc/self/fd/")  # what the shell calls a pipe it opened for us


def read(path: Path | str, limit: Limit, *, exactly: bool = False) -> bytes:
    """A file's bytes, without its byte order mark unless they are wanted `exactly`. Refuses what exceeds the limit."""
    name = named(path)
    with held.nobody_begins():
        source = _open(path, limit, name, by_content=True)
    with source:
        return _within(source, limit, name, exactly)


def read_text(path: Path | str, limit: Limit) -> str:
    """A file's text. Refuses what is not UTF-8, naming the byte."""
    return text_of(read(path, limit), named(path))


def read_or_input(file: str, limit: Limit) -> bytes:
    """What a file holds, or standard input for a dash; under the same limits."""
    if file != INPUT:
        return read(file, limit)
    return _within(sys.stdin.buffer, limit, "standard input", exactly=False)


@contextmanager
def opened(path: Path | str, limit: Limit) -> Iterator[BinaryIO]:
    """A file to read from in pieces, for those who need not hold it and have an answer to any bytes."""
    with held.nobody_begins():
        source = _open(path, limit, named(path), by_content=False)
    with source:
        yield source


def text_of(octets: bytes, where: str) -> str:
    """Bytes as text. Refuses what is not UTF-8, naming line and byte."""
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        raise FileNotText(where, line, f"{error.start + 1:,}", f"{octets[error.start]:02X}") from None


def _open(path: Path | str, limit: Limit, name: str, *, by_content: bool) -> BinaryIO:
    try:
        found = os.stat(path)
        if not _is_file(found.st_mode, str(path)):
            raise _no_file(name, found.st_mode, limit)
        if held.is_held(path):
            raise FileInUse(name, limit.what)
        waits = 0 if stat.S_ISFIFO(found.st_mode) else os.O_NONBLOCK
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | waits)
    except (OSError, ValueError) as error:
        raise FileUnreadable(name, getattr(error, "strerror", None) or str(error)) from error
    try:
        _look(descriptor, limit, name, by_content)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _look(descriptor: int, limit: Limit, name: str, by_content: bool) -> None:
    """Refuse from its size and its beginning what is not such a file."""
    found = os.fstat(descriptor)
    if stat.S_ISFIFO(found.st_mode):
        return
    if not stat.S_ISREG(found.st_mode):
        raise _no_file(name, found.st_mode, limit)
    head = os.pread(descriptor, kinds.PIECE, 0) if by_content else b""
    if held.is_of_sqlite(head):
        raise FileOfAnotherKind(name, kinds.SQLITE.name, limit.what)
    if limit is not limits.KEY and kinds.holds_key(head):
        raise PrivateKeyGiven(name, limit.what)
    if found.st_size > limit.most:
        raise _too_large(name, f"{found.st_size:,}", limit)


def _is_file(mode: int, path: str) -> bool:
    return stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and (path == "/dev/stdin" or path.startswith(_HANDED_OVER)))


def _no_file(name: str, mode: int, limit: Limit) -> FileUnreadable:
    found = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device"
    return FileUnreadable(name, f"it is {found}, not {limit.what}")


def _within(source: BinaryIO, limit: Limit, name: str, exactly: bool) -> bytes:
    """All of it, refused as soon as it is too much, or a line is too long."""
    whole, lines = io.BytesIO(), _Lines(limit, name)
    try:
        while piece := source.read(_PIECE):
            if whole.tell() + len(piece) > limit.most:
                raise _too_large(name, f"more than {limit.most:,}", limit)
            lines.take(piece)
            whole.write(piece)
    except OSError as error:
        raise FileUnreadable(name, error.strerror or str(error)) from error
    octets = whole.getvalue()
    if limit is not limits.KEY and kinds.holds_key(octets):
        raise PrivateKeyGiven(name, limit.what)
    if limit.deepest is not None:
        _not_too_deep(octets, limit, limit.deepest, name)
    return octets if exactly else octets.removeprefix(kinds.BOM)


class _Lines:
    """How long the line is that is being read."""

    def __init__(self, limit: Limit, name: str) -> None:
        self.limit, self.name = limit, name
        self.number, self.length = 1, 0

    def take(self, piece: bytes) -> None:
        """Go through a piece; refuses a line that is too long."""
        if self.limit.longest is None:
            return
        first, *others = piece.split(b"\n")
        self._grow(len(first))
        for line in others:
            self.number, self.length = self.number + 1, 0
            self._grow(len(line))

    def _grow(self, more: int) -> None:
        self.length += more
        if self.limit.longest is not None and self.length > self.limit.longest:
            limit = self.limit
            raise LineTooLong(self.name, self.number, limit.what, f"{limit.longest:,}", limit.instead)


def _not_too_deep(octets: bytes, limit: Limit, most: int, name: str) -> None:
    start = number = 0
    while start < len(octets):
        number += 1
        end = octets.find(b"\n", start) + 1 or len(octets)
        if depth.nests_deeper(octets[start:end], most):
            raise FileNestsTooDeep(name, number, limit.what, most)
        start = end


def _too_large(name: str, found: str, limit: Limit) -> FileTooLarge:
    return FileTooLarge(name, found, limit.what, f"{limit.most:,}", limit.instead)
