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
NEVER_IN_JSON = 1
"""A control character, which no line of JSON holds as it stands: lines of JSON are read as CSV that it alone parts."""


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
    """What is known of a file that was gone through.

    Bytes, SHA-256, line ends, whether it begins as UTF-16 does, whether it holds the one character that would part a line
    of JSON, and the first line that is not UTF-8, 0 where there is none.
    """

    size: int
    sha256: str
    ends: LineEnds
    is_utf_16: bool
    holds_never_in_json: bool
    not_utf_8_in_line: int


def gone_through(path: Path, told: Callable[[int, int], None] = lambda done, of: None) -> Whole:
    """The whole file, read in pieces."""
    digest, size, last = hashlib.sha256(), 0, b""
    lf = cr = crlf = 0
    is_utf_16 = holds_never = False
    text = _Text()
    length = path.stat().st_size
    with opened(path, BALLOTS) as file:
        while piece := file.read(CHUNK):
            if size == 0:
                is_utf_16 = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in first_line(piece)
            text.go_through(piece, lf or cr)
            digest.update(piece)
            holds_never = holds_never or NEVER_IN_JSON in piece
            size += len(piece)
            lf += piece.count(b"\n")
            if returns := piece.count(b"\r"):
                cr += returns
                crlf += piece.count(b"\r\n")
            crlf += last.endswith(b"\r") and piece.startswith(b"\n")
            last = piece
            told(size, max(length, size))
    text.go_through(b"", lf or cr)
    return Whole(
        size, digest.hexdigest(), LineEnds(crlf, lf - crlf, cr - crlf), is_utf_16, holds_never, text.broken_in_line
    )


class _Text:
    """Whether pieces that follow each other are UTF-8, and in which line they stop being it."""

    def __init__(self) -> None:
        self.broken_in_line = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def go_through(self, piece: bytes, lines: int) -> None:
        """One piece more, that many whole lines before it; an empty one at the end, where no letter may be cut off."""
        if self.broken_in_line or (piece.isascii() and self._decoder.getstate()[0] == b""):
            return
        try:
            self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            self.broken_in_line = lines + (before.count(b"\n") or before.count(b"\r")) + 1


def first_line(piece: bytes) -> bytes:
    """The beginning up to the first line feed, or so much as is looked at."""
    return piece[:LOOKED_AT].partition(b"\n")[0]
