"""Event lines: a position and the stored bytes, or a position and what a sealed event shows (bundle.md, section 4)."""

import re
from typing import NamedTuple

from domain.record import LARGEST_RECORD
from glitterball.evidence.bundle.refusals import BundleMalformed

LONGEST_LINE = LARGEST_RECORD + 32
_LINE = re.compile(rb"([1-9][0-9]{0,17}) (sealed )?(\{.*\})", re.DOTALL)
_POSITION = re.compile(rb"([1-9][0-9]{0,17}) ")


class EventLine(NamedTuple):
    """One line. `octets` are the stored bytes, or the public part of a sealed event."""

    position: int
    sealed: bool
    octets: bytes

    def to_bytes(self) -> bytes:
        """The line with its newline."""
        return b"%d %b%b\n" % (self.position, b"sealed " if self.sealed else b"", self.octets)


def read_line(line: bytes) -> EventLine:
    """Read a line with its newline; refuses BundleMalformed."""
    found = _LINE.fullmatch(line[:-1]) if line.endswith(b"\n") else None
    if found is None or len(found[3]) > LARGEST_RECORD:
        raise BundleMalformed("A line of events", "it is no position and at most 65,535 bytes of an event")
    return EventLine(int(found[1]), found[2] is not None, found[3])


def stated_position(line: bytes) -> int | None:
    """The position a line begins with, whatever follows it."""
    found = _POSITION.match(line)
    return int(found[1]) if found else None
