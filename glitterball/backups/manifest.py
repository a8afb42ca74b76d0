"""The list of a backup, `backup.json`: what it holds, to which position, under which root. It tells no count and no name of
a person."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.findings import Finding
from glitterball.backups.refusals import BackupNewer, NotABackup
from glitterball.files import opened, read
from glitterball.files.limits import BACKED_UP, BACKUP
from glitterball.files.refusals import FileUnreadable

FORM = "backup.v1"
NAME, STORE, PROOFS = "backup.json", "store.sqlite", "proofs"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself.

    `events` is the last position in it; `root` the Merkle root of so many events, in base64; `last` when the last of them
    was said; `seasons` their names; `keys` the seasons with hidden parts, which need a key file to be read; `files` the
    SHA-256 of each file by name.
    """

    events: int
    root: str
    last: str
    seasons: tuple[str, ...]
    keys: tuple[str, ...]
    files: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """The file."""
        return (json.dumps({"glitterball": FORM, **asdict(self)}, indent=2) + "\n").encode()

    def told_seasons(self) -> str:
        """The seasons, for a sentence."""
        return ", ".join(self.seasons) or "no season"


def backup_in(folder: Path) -> Backup:
    """What a folder's backup says of itself. Refuses what is none (`NotABackup`) or of a later version (`BackupNewer`)."""
    try:
        told = json.loads(read(folder / NAME, BACKUP))
        form = told["glitterball"]
    except FileUnreadable as unreadable:
        raise NotABackup(str(folder), f"{NAME} cannot be read there: {unreadable.because}") from None
    except (ValueError, TypeError, KeyError):
        raise NotABackup(str(folder), f"{NAME} is not a list of a backup") from None
    if form != FORM:
        raise BackupNewer(str(folder), str(form)[:40])
    try:
        return _backup_of(told)
    except (TypeError, KeyError, ValueError):
        raise NotABackup(str(folder), f"{NAME} is not a list of a backup") from None


def _backup_of(told: Mapping[str, Any]) -> Backup:
    files = {str(name): str(digest) for name, digest in told["files"].items()}
    if STORE not in files or not all(name == STORE or _is_a_proof(name) for name in files):
        raise ValueError
    return Backup(
        events=int(told["events"]),
        root=str(told["root"]),
        last=str(told["last"]),
        seasons=tuple(map(str, told["seasons"])),
        keys=tuple(map(str, told["keys"])),
        files=files,
    )


def _is_a_proof(name: str) -> bool:
    """Whether a name is of a proof: no list leads out of its folder."""
    folder, slash, file = name.partition("/")
    return folder == PROOFS and bool(slash) and "/" not in file and file.endswith(".sigma") and "\0" not in file


def files_that_differ(folder: Path, backup: Backup) -> tuple[Finding, ...]:
    """The files that are not, byte by byte, those that were backed up."""
    found = []
    for name, digest in sorted(backup.files.items()):
        try:
            if digest_of(folder / name) != digest:
                found.append(Finding(name, "its bytes are not those that were backed up"))
        except FileUnreadable as unreadable:
            found.append(Finding(name, f"it cannot be read: {unreadable.because}"))
    return tuple(found)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file that nobody here has open, read from the disk."""
    hashed = sha256()
    with opened(path, BACKED_UP) as file:
        while piece := file.read(_PIECE):
            hashed.update(piece)
    return hashed.hexdigest()
