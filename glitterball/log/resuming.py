"""Going on with a store that was stopped because a commit failed.

After a failed sync the kernel may believe that pages are on the disk which never reached it, and the next sync says
nothing of them. So everything the write-ahead log holds is copied into the file, and the file synced, before anybody
records again.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from domain.findings import Finding
from glitterball.log import refusals, store_file
from glitterball.log.place import stop_file, why_stopped
from glitterball.sqlite_files.connecting import connect

Check = Callable[[Path], Sequence[Finding]]
"""What is wrong with a store; it changes nothing."""


def resume(path: Path, check: Check, lock_seconds: float = 5) -> str | None:
    """Let the store be written again; answers why it was stopped, None when it was not.

    Refuses a store in which something is wrong (`StillDamaged`), and one that somebody keeps locked or goes on reading
    (`StoreBusy`); it then stays stopped.
    """
    store_file.recognise(path, read_only=True)
    reason = why_stopped(path)
    if not reason:
        return None
    findings = tuple(check(path))
    if findings:
        raise refusals.StillDamaged(str(path), findings)
    with store_file.refusing(path), closing(connect(path, "rw", lock_seconds=lock_seconds)) as db:
        _write_everything(db, path)
    os.unlink(stop_file(path))
    _sync(path.absolute().parent)
    return reason


def _write_everything(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA fullfsync=ON")
    db.execute("PRAGMA checkpoint_fullfsync=ON")
    busy, left, written = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy or left != written:
        raise refusals.StoreBusy(str(path))


def _sync(folder: Path) -> None:
    """What was removed from the folder stays removed after a power cut."""
    with suppress(OSError):  # not every system opens a folder; a stop file that comes back is only asked about again
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
