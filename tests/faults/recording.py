"""What the shim wrote down, read back; and the disk after a power cut, as more or less kind models have it."""

import ctypes
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from subprocess import run
from typing import Literal

SOURCE = Path(__file__).with_name("shim.c")
SECTOR = 512

OPEN, WRITE, CUT, SYNC, UNLINK, RENAME, MARK, CLOSE, FOLDER, LINK = range(1, 11)

Model = Literal["drop", "prefix", "torn"]
"""What becomes of bytes that were written and not synced: none are kept; those up to some moment; any of the sectors."""

_HEAD = struct.Struct("<BiqIQ")


def compiled(folder: Path) -> Path | None:
    """The shim, compiled by the system's C compiler; None where there is none."""
    made = folder / "shim.so"
    try:
        run(["cc", "-shared", "-fPIC", "-O2", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"], check=True)
    except (OSError, ValueError):
        return None
    return made


@cache
def shim() -> ctypes.CDLL | None:
    """The shim in this process, if it was started under it."""
    process = ctypes.CDLL(None)
    if not hasattr(process, "laboratory_mark"):
        return None
    process.laboratory_mark.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    process.laboratory_record.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    process.laboratory_fail.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_char_p]
    return process


def record(log: Path, folder: Path) -> Callable[[bytes], None]:
    """From now on everything below the folder is written down; the answer sets a mark in that order."""
    process = shim()
    assert process is not None, "only under the shim"
    process.laboratory_record(os.fsencode(log), os.fsencode(folder))
    return lambda mark: process.laboratory_mark(mark, len(mark))


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed something, or a mark."""

    kind: int
    fd: int
    number: int
    path: str
    data: bytes


def calls(log: Path) -> list[Call]:
    """All calls in order."""
    return list(_calls(log.read_bytes()))


def _calls(octets: bytes) -> Iterator[Call]:
    at = 0
    while at < len(octets):
        kind, fd, number, path, length = _HEAD.unpack_from(octets, at)
        at += _HEAD.size
        name = os.fsdecode(octets[at : at + path])
        yield Call(kind, fd, number, name, octets[at + path : at + path + length])
        at += path + length


Change = tuple[int, bytes | None]
"""Bytes at an offset, or a file cut to that size."""


@dataclass
class File:
    """A file: what it holds now, what of it was synced, and what was not."""

    now: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Written, not synced."""
        apply(self.now, change)
        self.pending.append(change)

    def sync(self) -> None:
        """Everything so far is on disk."""
        self.durable[:] = self.now
        self.pending.clear()

    def after(self, model: Model, random: Random) -> bytes:
        """What a power cut leaves."""
        left = bytearray(self.durable)
        kept = self.pending if model == "torn" else []
        if model == "prefix":
            kept = self.pending[: random.randint(0, len(self.pending))]
        for change in kept:
            for part in sectors(change) if model == "torn" else (change,):
                if model == "prefix" or random.random() < 0.5:
                    apply(left, part)
        return bytes(left)


def apply(content: bytearray, change: Change) -> None:
    """Do what the call did."""
    at, data = change
    if data is None:
        content[at:] = b""
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    if data is not None:
        content[at : at + len(data)] = data


def sectors(change: Change) -> Iterator[Change]:
    """A write in pieces that end at the borders of sectors; a cut is one piece."""
    at, data = change
    if data is None:
        yield change
        return
    first = SECTOR - at % SECTOR
    for start, end in zip(
        [0, *range(first, len(data), SECTOR)], [*range(first, len(data), SECTOR), len(data)], strict=True
    ):
        yield at + start, data[start:end]


@dataclass
class Disk:
    """A folder, call by call: files, the entries that lead to them, and which of either were synced."""

    root: str
    files: list[File] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)
    durable: dict[str, int] = field(default_factory=dict)
    open: dict[int, int | str] = field(default_factory=dict)
    deaf: bool = False
    """A disk that says it synced, and did not."""

    def do(self, call: Call) -> None:
        """One call more."""
        file = self.open.get(call.fd)
        if call.kind == OPEN:
            self._open(call)
        elif call.kind == CLOSE:
            self.open.pop(call.fd, None)
        elif call.kind == WRITE and isinstance(file, int):
            self.files[file].change((call.number, call.data))
        elif call.kind == CUT and isinstance(file, int):
            self.files[file].change((call.number, None))
        elif call.kind == SYNC and not self.deaf:
            self._sync(file)
        elif call.kind == UNLINK:
            self.entries.pop(call.path, None)
        elif call.kind in (RENAME, LINK):
            known = self.entries.get(call.path) if call.kind == LINK else self.entries.pop(call.path, None)
            if known is not None:
                self.entries[os.fsdecode(call.data)] = known

    def _open(self, call: Call) -> None:
        if call.data == b"d":
            self.open[call.fd] = call.path
            return
        if call.path not in self.entries:
            self.files.append(File())
            self.entries[call.path] = len(self.files) - 1
        file = self.open[call.fd] = self.entries[call.path]
        if call.data == b"t" and self.files[file].now:
            self.files[file].change((0, None))

    def _sync(self, file: int | str | None) -> None:
        if isinstance(file, int):
            self.files[file].sync()
        elif file is not None:
            here = {path: number for path, number in self.entries.items() if os.path.dirname(path) == file}
            gone = [path for path in self.durable if os.path.dirname(path) == file and path not in here]
            self.durable |= here
            for path in gone:
                del self.durable[path]

    def rebuilt(self, folder: Path, model: Model, random: Random, forgets_entries: bool) -> None:
        """Write the folder as a cut at this moment leaves it. Folders themselves are always there."""
        entries = self.durable if forgets_entries else self.entries
        for path, number in entries.items():
            target = folder / os.path.relpath(path, self.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.files[number].after(model, random))

    def contents(self) -> dict[str, bytes]:
        """Every file as it is without a cut."""
        return {os.path.relpath(path, self.root): bytes(self.files[file].now) for path, file in self.entries.items()}
