"""Restoring a backup: looked at first, never over anything, and stopped until somebody has held it against what was published."""

import os
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from domain.findings import Finding
from glitterball.backups.making import held_in, wrong_with
from glitterball.backups.manifest import PROOFS, STORE, Backup, backup_in, files_that_differ
from glitterball.backups.refusals import BackupDamaged, BackupOfAnotherLog, StoreIsThere
from glitterball.doctor import beside_rows
from glitterball.doctor.quietly import log_of
from glitterball.doctor.rows import Row
from glitterball.files import bringing, opened, read, write_key
from glitterball.files.limits import BACKED_UP, PROOF
from glitterball.files.refusals import OutputUnwritable, named
from glitterball.files.targets import because
from glitterball.log.place import RESTORED, stop_before_it_is_there, stop_file
from glitterball.log.season_keys import SeasonKeys, key_file
from glitterball.proving import proofs_beside

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, the seasons whose keys are not beside it, and what lies beside the store and does not fit."""

    backup: Backup
    locked: tuple[str, ...]
    beside: tuple[Row, ...]


def restore(folder: Path, store: Path, keys: Path | None = None, root: str | None = None) -> Restored:
    """Bring a backup to the name of a store, where nothing is. It is stopped until it is resumed (`continuing`).

    Refuses a name at which a store or anything of SQLite's for one is (`StoreIsThere`), a backup that is none, damaged or
    not under that root, and a key that is not of its season. Killed at any moment it can be said again, and leaves nothing
    to record in meanwhile.
    """
    for name in (store, Path(os.path.realpath(store))):
        for ending in ("", "-wal", "-shm", "-journal"):
            if Path(f"{name}{ending}").exists():
                raise StoreIsThere(f"{name}{ending}")
    backup = backup_in(folder)
    _must_be_whole(folder, backup)
    if root is not None and root != backup.root:
        raise BackupOfAnotherLog(str(folder), backup.events, backup.told_seasons(), backup.root, root)
    if keys is not None:
        _put_keys(folder, backup, keys, store)
    _put_proofs(folder, backup, store)
    _bring(folder, backup, store)
    locked = tuple(season for season in backup.keys if not key_file(store, season).exists())
    return Restored(backup, locked, tuple(row for row in beside_rows(store) if row.state != "ok"))


def _must_be_whole(folder: Path, backup: Backup) -> None:
    """Byte by byte what was backed up, and by itself a store in which nothing is wrong: a list may be altered as well."""
    findings = files_that_differ(folder, backup) or wrong_with(folder / STORE)
    if findings:
        raise BackupDamaged(str(folder), findings)
    held = held_in(folder / STORE)
    if (held.events, held.root, held.seasons) != (backup.events, backup.root, backup.seasons):
        raise BackupOfAnotherLog(str(folder), held.events, ", ".join(held.seasons), held.root, backup.root)


def _put_keys(folder: Path, backup: Backup, keys: Path, store: Path) -> None:
    """The keys of the backup's seasons, each held against the store before the first is put beside it."""
    with closing(log_of((folder / STORE, True))) as log:
        apart = SeasonKeys(keys / STORE, log.destroyed_at)
        wanted = [(season, log.key_id_of(season)) for season in backup.keys if log.destroyed_at(season) is None]
        held = [apart.held(season, key_id) for season, key_id in wanted if key_id is not None]
    for key in held:
        if not key_file(store, key.season).exists():  # one that is there is held against the store whenever it is used
            write_key(key_file(store, key.season), key.to_text())


def _put_proofs(folder: Path, backup: Backup, store: Path) -> None:
    proofs = proofs_beside(store)
    for name in sorted(backup.files):
        if name.startswith(f"{PROOFS}/"):
            proofs.put(read(folder / name, PROOF, exactly=True))


def _bring(folder: Path, backup: Backup, store: Path) -> None:
    """The stop first, then the store: at no moment is there a store to record in that was not looked at."""
    try:
        stop_before_it_is_there(store, _reason(backup))
    except OSError as error:
        raise OutputUnwritable(named(stop_file(store)), because(error)) from error
    with bringing(store) as output, opened(folder / STORE, BACKED_UP) as source:
        hashed = sha256()
        while piece := source.read(_PIECE):
            hashed.update(piece)
            output.write(piece)
        if hashed.hexdigest() != backup.files[STORE]:  # changed since it was looked at, or read otherwise
            raise BackupDamaged(str(folder), (Finding(STORE, "its bytes are not those that were looked at"),))


def _reason(backup: Backup) -> str:
    return f"{RESTORED} that ends at position {backup.events}, and was not yet held against what was published"
