"""Room for a while: a file without a name, for more than memory should hold, and a folder. Both are gone after their use."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir
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


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder of its owner's alone, removed afterwards with what is in it. Refuses `OutputUnwritable`."""
    try:
        folder = TemporaryDirectory(prefix="glitterball-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputUnwritable(f"A scratch folder in {named(gettempdir())}", because(error)) from error
    with folder as path:
        yield Path(path)
