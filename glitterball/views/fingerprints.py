"""The fingerprint of a row: what lets a reader notice that it is not the row that was written.

It notices accidents: a flipped bit, an UPDATE by hand, a row put in or taken out. Whoever works the fingerprint out anew
is not noticed here; only a fold of the log is beyond that (`views.checking`).
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from glitterball.views.schema import KEYED, columns_of

_BYTES = 8


class RowUnfit(Exception):
    """A row, or a number of rows, that is not what was written."""


def fingerprint(table: str, cells: Sequence[Any]) -> int:
    """The first bytes of the SHA-256 of the table's name and the row's cells, exactly as SQLite holds them."""
    written = ascii((table, *cells)).encode()  # `ascii` says the same in every version of Python
    return int.from_bytes(sha256(written).digest()[:_BYTES], signed=True)


def marked(table: str, cells: Sequence[Any]) -> tuple[Any, ...]:
    """The row to write: its cells and their fingerprint."""
    return (*cells, fingerprint(table, cells))


def fitting(table: str, row: Sequence[Any]) -> tuple[Any, ...]:
    """The cells of a row that was read. `RowUnfit` says which row does not fit its fingerprint."""
    *cells, mark = row
    if mark != fingerprint(table, cells):
        raise RowUnfit(f"{named(table, row)} is not as it was written")
    return tuple(cells)


def named(table: str, row: Sequence[Any]) -> str:
    """Which row it is: `leaderboard, season us-33, week 2, ordinal 0`."""
    cells = dict(zip(columns_of(table), row, strict=True))
    tells: list[str] = [name for name in ("season", "week") if name in cells and cells[name] is not None]
    tells += [name for name in KEYED[table] if name not in (*tells, "only")]
    return ", ".join((table, *(f"{name} {cells[name]}" for name in tells)))
