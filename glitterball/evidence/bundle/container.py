"""The container: a ZIP file in exactly one spelling (bundle.md, section 1; layout: PKWARE APPNOTE 4.3).

Stored, fixed time, sorted names, no gaps, no extras: the same contents are the same bytes, nothing hides between the
parts, and nothing can unfold to more than the file's own size.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from glitterball.evidence.bundle.refusals import BundleMalformed, BundleNewer, BundleTooLarge

MOST_FILES = 4_096
MOST_BYTES = 2**32 - 1
CHUNK = 1 << 20

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_BEGINS, _ENDS, _ZIP64 = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_ZIP64_AT = 42
"""From the end: where a ZIP64 has the locator of its end record."""
_VERSION, _DATE = 20, 33
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the container: its name, its size, its CRC-32, where its content begins."""

    name: str
    size: int
    crc: int
    start: int

    @property
    def local(self) -> bytes:
        """The local header with the name."""
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size, len(name), 0)
        return _LOCAL.pack(_BEGINS, _VERSION, 0, 0, 0, _DATE, *sizes) + name

    @property
    def offset(self) -> int:
        """Where the local header begins."""
        return self.start - _LOCAL.size - len(self.name)

    @property
    def central(self) -> bytes:
        """The central header with the name."""
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size, len(name), 0, 0, 0, 0, 0, self.offset)
        return _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, *sizes) + name


class Spool:
    """A file's content on its way into a container: too much to hold, so it lies in a temporary file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = self.crc = 0
        self._hashed = sha256()

    def write(self, octets: bytes) -> None:
        """Add to it."""
        self._file.write(octets)
        self.size += len(octets)
        self.crc = zlib.crc32(octets, self.crc)
        self._hashed.update(octets)

    @property
    def sha256(self) -> str:
        """The hash of all of it."""
        return self._hashed.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """All of it again, in pieces."""
        self._file.seek(0)
        while chunk := self._file.read(CHUNK):
            yield chunk


Content = bytes | Spool


def write_container(target: BinaryIO, contents: Sequence[tuple[str, Content]]) -> None:
    """Write files in the one spelling; refuses BundleTooLarge. Names are ours, so a wrong one is a mistake here."""
    members: list[Member] = []
    at = 0
    if len(contents) > MOST_FILES:
        raise BundleTooLarge(f"{len(contents)} files, of which a bundle has at most {MOST_FILES}")
    for name, content in sorted(contents, key=lambda one: one[0]):
        assert is_name(name), f"{name!r} is no name for a file"
        assert not members or members[-1].name < name, f"{name!r} is there twice"
        size, crc = (content.size, content.crc) if isinstance(content, Spool) else (len(content), zlib.crc32(content))
        member = Member(name, size, crc, at + _LOCAL.size + len(name))
        at = member.start + member.size
        if at > MOST_BYTES - (1 << 20):
            raise BundleTooLarge(f"more than {MOST_BYTES} bytes")
        target.write(member.local)
        for chunk in content.chunks() if isinstance(content, Spool) else (content,):
            target.write(chunk)
        members.append(member)
    target.write(_tail(members, at))


def is_name(name: str) -> bool:
    """Lower-case letters, digits, dots, hyphens and slashes: no way out of a folder."""
    return 0 < len(name) <= 100 and _NAME.fullmatch(name) is not None and ".." not in name


def looks_like_one(source: BinaryIO, length: int) -> bool:
    """Whether a file begins or ends as a container does: one that does not hold is then a damaged one."""
    ends = length >= _END.size and _at(source, length - _END.size, len(_ENDS)) == _ENDS
    return ends or _at(source, 0, len(_BEGINS)) == _BEGINS


def read_members(source: BinaryIO, length: int) -> dict[str, Member]:
    """The files of a container of `length` bytes. Refuses BundleMalformed for any other spelling, BundleNewer for a ZIP64,
    which bundles of this version are not. Contents are not read."""
    if length > _ZIP64_AT and _at(source, length - _ZIP64_AT, len(_ZIP64)) == _ZIP64:
        raise BundleNewer("its container is a ZIP64, which bundles of this version are not")
    if not _END.size <= length <= MOST_BYTES:
        raise _malformed(f"{length} bytes cannot be a bundle")
    end = _at(source, length - _END.size, _END.size)
    signature, _, _, count, _, tail, start, _ = _END.unpack(end)
    if signature != _ENDS or count > MOST_FILES or start + tail + _END.size != length:
        raise _malformed("the end record is not that of a bundle")
    members = list(_members(_at(source, start, tail), count))
    if [one.name for one in members] != sorted({one.name for one in members}):
        raise _malformed("names are not sorted, or one is there twice")
    at = 0
    for member in members:
        if member.offset != at or _at(source, at, len(member.local)) != member.local:
            raise _malformed(f"{member.name} does not stand where it has to")
        at = member.start + member.size
    if at != start or _tail(members, at) != _at(source, start, length - start):
        raise _malformed("the list of files at the end is not the one spelling of it")
    return {member.name: member for member in members}


def _members(central: bytes, count: int) -> Iterator[Member]:
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(central):
            raise _malformed("the list of files is cut short")
        fields = _CENTRAL.unpack_from(central, at)
        crc, size, name_length, offset = fields[7], fields[9], fields[10], fields[16]
        octets = central[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        name = octets.decode("ascii", "replace")
        if len(octets) != name_length or not is_name(name):
            raise _malformed(f"{name[:100]!r} is not a name for a file in a bundle")
        yield Member(name, size, crc, offset + _LOCAL.size + name_length)
        at += _CENTRAL.size + name_length


def _tail(members: Sequence[Member], start: int) -> bytes:
    central = b"".join(member.central for member in members)
    return central + _END.pack(_ENDS, 0, 0, len(members), len(members), len(central), start, 0)


def _at(source: BinaryIO, start: int, length: int) -> bytes:
    source.seek(start)
    return source.read(length)


def _malformed(reason: str) -> BundleMalformed:
    return BundleMalformed("The container", reason)
