"""The doctor: everything that is wrong with a store and what lies beside it, in one run, without changing a byte.

Start reading at `store.store_rows`.
"""

from collections.abc import Sequence
from pathlib import Path

from glitterball.doctor.beside import beside_rows, must_be_a_register, registers_beside
from glitterball.doctor.rows import RESTORE, Row, State, damaged
from glitterball.doctor.server import server_rows
from glitterball.doctor.store import store_rows

__all__ = [
    "Row",
    "State",
    "beside_rows",
    "examine",
    "must_be_a_register",
    "registers_beside",
    "server_rows",
    "store_rows",
]


def examine(path: Path, registers: Sequence[Path] = ()) -> tuple[Row, ...]:
    """The rows for a store at a path, or for there being none."""
    if not path.exists():
        log = Path(f"{path}-wal")
        if log.exists():
            return (damaged("store", f"{path} is gone, but its write-ahead log {log.name} is there", RESTORE),)
        return (Row("store", f"none at {path}"),)
    if path.is_dir():
        return (Row("store", f"{path} is a folder; a store is a file", "not read", "Name a file in it."),)
    rows = store_rows(path)
    if any(row.state == "not read" for row in rows):
        return rows
    return (*rows, *beside_rows(path, registers))
