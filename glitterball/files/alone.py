"""One at a time: reading a file, deciding on it and writing it again are one step, whichever process does so."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glitterball.files.kinds import Kind
from glitterball.files.refusals import OutputUnwritable
from glitterball.files.targets import because, target_of


@contextmanager
def alone(path: Path | str, kind: Kind) -> Iterator[None]:
    """While this lasts everybody else who asks for the same file waits. Refuses a file an output of the kind must not take.

    The lock is a file of its own beside it, `.NAME.glitterball-lock`, which stays: whoever removed it could not know that
    nobody waits for it.
    """
    target = target_of(path, kind)
    beside = target.place.with_name(f".{target.place.name}.glitterball-lock")
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise OutputUnwritable(target.name, because(error)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
