"""The work folder: what is counted so far, so that a canvass that was stopped goes on, and the room to spill.

It holds counts only, under a name that is the digest of all they rest on: the raw files, the terms, how they were cut.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from domain.record import digest
from glitterball.canvass import refusals as no
from glitterball.canvass.counting import Cell

SPILL = "spill"


@dataclass(frozen=True, slots=True)
class Workplace:
    """A work folder in use by one canvass."""

    folder: Path

    @property
    def spill(self) -> Path:
        """Where DuckDB spills; empty before and gone after."""
        return self.folder / SPILL

    def kept(self, key: str, step: str, count: Callable[[], tuple[Cell, ...]]) -> tuple[Cell, ...]:
        """The cells of a step: as counted before, or counted now and kept."""
        path = self.folder / key / f"{step}.json"
        if path.exists():
            return tuple(Cell(*row) for row in json.loads(path.read_bytes()))
        cells = count()
        path.parent.mkdir(exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("wb") as file:
            file.write(json.dumps([astuple(cell) for cell in cells], separators=(",", ":")).encode())
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        return cells

    def has(self, key: str, step: str) -> bool:
        """Whether a step was counted before."""
        return (self.folder / key / f"{step}.json").exists()

    def clear(self, key: str) -> None:
        """Forget what was kept: the canvass is done."""
        shutil.rmtree(self.folder / key, ignore_errors=True)


@contextmanager
def at_work(folder: Path) -> Iterator[Workplace]:
    """The work folder, for this canvass alone. What an earlier one spilled when it was killed is removed first."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Workplace(folder)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise no.WorkFolderBusy(str(folder)) from None
        shutil.rmtree(place.spill, ignore_errors=True)
        place.spill.mkdir(mode=0o700)
        try:
            yield place
        finally:
            shutil.rmtree(place.spill, ignore_errors=True)
            (folder / "lock").unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """A new name beside a file or folder, moved into its place when all of it is made.

    Who comes second leaves what the first made: both made the same.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.{secrets.token_hex(8)}.half")
    try:
        yield half
        try:
            half.rename(target)
        except OSError:
            if not target.exists():
                raise
    finally:
        if half.is_dir():
            shutil.rmtree(half, ignore_errors=True)
        else:
            half.unlink(missing_ok=True)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder for one task to spill to, gone afterwards."""
    path = folder / f"{secrets.token_hex(8)}.scratch"
    path.mkdir(mode=0o700, parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def key_of(rests_on: object) -> str:
    """The name under which counts are kept: a digest of all they rest on."""
    return digest(json.dumps(rests_on, sort_keys=True, separators=(",", ":")).encode())[:32]
