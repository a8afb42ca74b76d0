"""What lies in a folder, by names and stamps alone. Nothing is opened, moved or changed there."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from domain.findings import Finding, FindingKind
from glitterball.files.refusals import named

NOT_LOOKED_INTO = FindingKind("feed-not-looked-into", "it is {found}, and is not looked into", "warning")

BEING_WRITTEN = (".part", ".partial", ".tmp", "~")
"""How a name ends under which a gateway is still writing; one that begins with a dot is passed over too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Which file a name led to, its length in bytes, and when it was last changed, in nanoseconds."""

    device: int
    number: int
    length: int
    modified: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder in the order they are taken in, and what else lies there."""

    files: dict[str, Stamp]
    others: tuple[Finding, ...]


def listing(folder: Path) -> Listing:
    """The regular files of a folder, `phones-2` before `phones-10`. `OSError` where the folder cannot be looked into."""
    files: dict[str, Stamp] = {}
    others: list[Finding] = []
    with os.scandir(folder) as entries:
        names = sorted((entry.name for entry in entries), key=_order)
    for name in names:
        if name.startswith(".") or name.endswith(BEING_WRITTEN):
            continue
        try:
            found = os.lstat(folder / name)
        except FileNotFoundError:
            continue  # renamed or taken away meanwhile
        if stat.S_ISREG(found.st_mode):
            files[name] = _stamp(found)
        else:
            others.append(NOT_LOOKED_INTO.at(named(name), found=_kind(found.st_mode)))
    return Listing(files, tuple(others))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a regular file now; None where there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return _stamp(found) if stat.S_ISREG(found.st_mode) else None


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(
        device=found.st_dev,
        number=found.st_ino,
        length=found.st_size,
        modified=found.st_mtime_ns,
        changed=found.st_ctime_ns,
    )


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISLNK, "a symbolic link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"))
    return next((kind for fits, kind in kinds if fits(mode)), "a device")


def _order(name: str) -> tuple[list[str | int], str]:
    """Numbers in a name by their value; equal ones by the name itself."""
    parts = re.split(r"([0-9]+)", name)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name
