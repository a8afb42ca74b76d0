"""Reading a log a page at a time, by stores on disk and on servers: positions have no gap, which each page shows."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from uuid import UUID

from glitterball.log.envelope import Row
from glitterball.log.recording import Broken

PAGE = 1_000
"""Rows read at a time: memory stays flat, and no transaction stays open between pages."""

SPARSE = 8
"""Streams that hold less than one event in so many are read through their index instead of by position."""

_POSITION: Callable[[Row], int] = itemgetter(0)


def dense(page_after: Callable[[int], list[Row]], after: int, until: int) -> Iterator[list[Row]]:
    """All rows, in pages; positions have no gap, which each page shows before a row of it is handed out."""
    while after < until:
        page = page_after(after)
        if list(map(_POSITION, page)) != list(range(after + 1, min(after + PAGE, until) + 1)):
            raise Broken(f"position {_first_missing(page, after)} is missing")
        yield page
        after += len(page)


def _first_missing(page: Sequence[Row], after: int) -> int:
    """The first position behind `after` at which the page does not go on."""
    missing = after + 1
    for row in page:
        if row[0] != missing:
            break
        missing += 1
    return missing


def ascending(rows: Iterator[Row], after: int) -> Iterator[Row]:
    """The rows, as long as each stands behind the one before."""
    for row in rows:
        if row[0] <= after:
            raise Broken(f"position {row[0]} stands behind position {after}")
        after = row[0]
        yield row


def identity_bytes(originator_id: UUID | str) -> bytes:
    """The identity of a stream as it is stored."""
    if not isinstance(originator_id, UUID):
        raise TypeError("stream identities are UUIDs")
    return originator_id.bytes
