"""Destroying a file: overwritten in its place, on the disk, and then removed.

That is as much as a program can do. A file system that writes elsewhere than it reads (most on flash, all with snapshots), a
backup and a journal of the machine may keep what was there: whoever keeps those destroys it there.
"""

import os
import secrets
from pathlib import Path

from glitterball.files import parts
from glitterball.files.refusals import OutputUnwritable
from glitterball.files.targets import because


def destroy(path: Path) -> bool:
    """Destroy a file, and what killed writers left of it beside; whether there was one. Under another name, a link, it is the
    same file that is overwritten. Refuses (`OutputUnwritable`) where it cannot: then it is still there."""
    try:
        there = path.resolve()
        found = [file for file in (there, *parts.left_of(path)) if file.is_file()]
        for file in found:
            _overwrite(file)
        for file in dict.fromkeys((*found, path)):
            file.unlink(missing_ok=True)
        parts.sync_folder(path.absolute().parent)
    except OSError as error:
        raise OutputUnwritable(str(path), because(error)) from error
    return bool(found)


def _overwrite(file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        left = os.fstat(descriptor).st_size
        while left > 0:
            left -= os.write(descriptor, secrets.token_bytes(min(left, 1 << 16)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
