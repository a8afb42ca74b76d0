"""Conditions a test puts itself under: rights it does not have, a disk that is full."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Root may write anywhere, so as root become nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The operating system refuses to let any file grow past a size, as a full disk or a quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
