"""Whether the machines of a cluster may take part in a canvass: each has this one's versions and sees the same files."""

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from glitterball.canvass import refusals as no
from glitterball.canvass.database import version
from glitterball.version import VERSION

A = TypeVar("A")
R = TypeVar("R")


class Machines(Protocol):
    """Whoever can ask every machine of a cluster the same."""

    def everywhere(self, function: Callable[[A], R], argument: A) -> Iterator[R]:
        """The answer of every machine."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What a machine has: versions by name, and the size of each file in bytes, -1 where it sees none."""

    machine: str
    versions: tuple[tuple[str, str], ...]
    sizes: tuple[int, ...]


def check_machines(machines: Machines, files: Sequence[Path], folder: Path) -> None:
    """Refuse a machine with other versions than this one's, or that does not see the raw files or the work folder
    (`MachineUnlikeOurs`)."""
    paths = [*(str(path.resolve()) for path in files), str(folder.resolve())]
    here = look(paths)
    for there in machines.everywhere(look, paths):
        for (what, ours), (_, theirs) in zip(here.versions, there.versions, strict=True):
            if ours != theirs:
                raise no.MachineUnlikeOurs(there.machine, f"it has {what} {theirs or 'none'}, and this machine {ours}")
        for path, ours_, theirs_ in zip(paths, here.sizes, there.sizes, strict=True):
            if theirs_ < 0:
                raise no.MachineUnlikeOurs(there.machine, f"it does not see {path}")
            if ours_ != theirs_:
                raise no.MachineUnlikeOurs(there.machine, f"{path} has {theirs_} bytes there and {ours_} here")


def look(paths: Sequence[str]) -> Seen:
    """What the machine has on which this is asked."""
    versions = (("Glitterball", VERSION), ("Python", platform.python_version()), ("DuckDB", _duckdb()))
    return Seen(platform.node(), versions, tuple(_size(Path(path)) for path in paths))


def _duckdb() -> str:
    try:
        return version()
    except no.DuckDbMissing:
        return ""


def _size(path: Path) -> int:
    """Bytes of a file; 0 of a folder, and -1 of what is not there."""
    if path.is_dir():
        return 0
    return path.stat().st_size if path.exists() else -1
