"""Telling damage from everything else that SQLite may complain about."""

import sqlite3

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says, here or in what the library made of it, that what the file holds cannot be so."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, sqlite3.Error):
        cause = cause.__cause__
    if cause is None:
        return False
    code = getattr(cause, "sqlite_errorcode", None) or 0
    return code & 0xFF in _DAMAGED or str(cause).startswith("Could not decode")
