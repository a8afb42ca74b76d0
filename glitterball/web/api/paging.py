"""Long lists in parts. A cursor names the position of the log that the list is as of, how many rows were given, and the last of
them by its digest: the parts of a list are of one moment, and a list that is shown otherwise since is begun again.
"""

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glitterball.web.api.refusals import CursorDoesNotFit

LONGEST_CURSOR = 120
_SPELT = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: as of a position, behind so many rows (of events: behind a position), the last of which was this."""

    position: int
    behind: int
    last: str

    def __str__(self) -> str:
        spelt = f"{self.position}.{self.behind}.{self.last}"
        return urlsafe_b64encode(spelt.encode()).decode().rstrip("=")


def cursor_said(text: str) -> Cursor:
    """A cursor as an answer spelt it. Refuses what is none."""
    try:
        padded = text[:LONGEST_CURSOR] + "=" * (-len(text[:LONGEST_CURSOR]) % 4)
        spelt = _SPELT.fullmatch(urlsafe_b64decode(padded.encode("ascii")).decode("ascii"))
    except (Error, UnicodeError, ValueError):
        spelt = None
    cursor = None if spelt is None else Cursor(int(spelt[1]), int(spelt[2]), spelt[3])
    if cursor is None or str(cursor) != text:
        raise CursorDoesNotFit(text[:LONGEST_CURSOR])
    return cursor


def digest_of(row: Any) -> str:
    """What a row is known by."""
    spelt = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(spelt.encode()).hexdigest()[:16]


def part_of(
    rows: Sequence[Any], limit: int, cursor: Cursor | None, position: int
) -> tuple[Sequence[Any], Cursor | None]:
    """The next rows of a list, and where it goes on behind them: nowhere where these are the last. Refuses a cursor whose row is
    not where it was."""
    begin = 0 if cursor is None else cursor.behind
    if cursor is not None and not (0 < begin <= len(rows) and digest_of(rows[begin - 1]) == cursor.last):
        raise CursorDoesNotFit(str(cursor))
    end = begin + limit
    told = rows[begin:end]
    return told, Cursor(position, end, digest_of(told[-1])) if end < len(rows) else None
