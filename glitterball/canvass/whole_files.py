"""A raw file gone through once from end to end: its digest, and what its lines end in."""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glitterball.files import opened
from glitterball.files.limits import BALLOTS

CHUNK = 1 << 22
LOOKED_AT = 1 << 16


@dataclass(frozen=True, slots=True)
class LineEnds:
    """How many of each kind a file has, those inside quotes among them."""

    crlf: int = 0
    lf: int = 0
    cr: int = 0

    @property
    def kinds(self) -> int:
        """How many kinds there are."""
        return sum(count > 0 for count in (self.crlf, self.lf, self.cr))


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a file that was gone through: bytes, SHA-256, line ends, and whether it begins as UTF-16 does."""

    size: int
    sha256: str
    ends: LineEnds
    is_utf_16: bool


def gone_through(path: Path, told: Callable[[int, int], None] = lambda done, of: None) -> Whole:
    """The whole file, read in pieces."""
    digest, size, last = hashlib.sha256(), 0, b""
    lf = cr = crlf = 0
    is_utf_16 = False
    length = path.stat().st_size
    with opened(path, BALLOTS) as file:
        while piece := file.read(CHUNK):
            if size == 0:
                is_utf_16 = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in first_line(piece)
            digest.update(piece)
            size += len(piece)
            lf += piece.count(b"\n")
            if returns := piece.count(b"\r"):
                cr += returns
                crlf += piece.count(b"\r\n")
            crlf += last.endswith(b"\r") and piece.startswith(b"\n")
            last = piece
            told(size, max(length, size))
    return Whole(size, digest.hexdigest(), LineEnds(crlf, lf - crlf, cr - crlf), is_utf_16)


def first_line(piece: bytes) -> bytes:
    """The beginning up to the first line feed, or so much as is looked at."""
    return piece[:LOOKED_AT].partition(b"\n")[0]
