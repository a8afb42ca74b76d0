"""Room for more than memory should hold: a file without a name, which nobody else sees and which is gone after its use."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile, gettempdir
from typing import Any, BinaryIO

from glitterball.files.refusals import OutputUnwritable, named
from glitterball.files.targets import because


class _Scratch(io.FileIO):
    """An error of the disk names the folder, as the file has no name."""

    def write(self, octets: Any, /) -> int:
        """Write; refuses OutputUnwritable."""
        try:
            return super().write(octets)
        except OSError as error:
            raise OutputUnwritable(f"A scratch file in {named(gettempdir())}", because(error)) from error


@contextmanager
def scratch() -> Iterator[BinaryIO]:
    """An empty file to write and read again."""
    try:
        with TemporaryFile(buffering=0) as file:
            raw = _Scratch(os.dup(file.fileno()), "r+b")
    except OSError as error:
        raise OutputUnwritable(f"A scratch file in {named(gettempdir())}", because(error)) from error
    try:
        yield io.BufferedRandom(raw)
    finally:
        raw.close()
