"""Making a backup: copied in one reading transaction while others write, then read back from the disk."""

import json
import os
import sqlite3
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

from domain.findings import Finding
from glitterball.backups.manifest import NAME, PROOFS, STORE, Backup, digest_of
from glitterball.backups.refusals import BackupNotMade, KeysNotApart
from glitterball.doctor import store_rows
from glitterball.doctor.quietly import log_of
from glitterball.files import NewFolder, new_folder, read, write_key
from glitterball.files.limits import KEY, PROOF
from glitterball.files.refusals import OutputUnwritable
from glitterball.log import EventLog, store_file
from glitterball.log.season_keys import key_files
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.spellings import to_base64
from glitterball.proof.tree import Frontier
from glitterball.sqlite_files.copying import copy, full


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a store holds that nobody writes: how many events, their root, the time of the last, its seasons, and those
    of them with hidden parts."""

    events: int
    root: str
    last: str
    seasons: tuple[str, ...]
    keys: tuple[str, ...]


def back_up(store: Path, to: Path, keys: Path | None = None) -> Backup:
    """Back a store up into a new or empty folder, and with `keys` the keys of its seasons into another.

    Everything acknowledged before the call is in it. Refuses a copy in which something is wrong, or which is not what the store
    holds (`BackupNotMade`), keys in the folder of the backup (`KeysNotApart`), and what folders refuse; then nothing is
    left there.
    """
    if keys is not None:
        _must_be_apart(keys, to)
    store_file.recognise(store, read_only=True)
    with ExitStack() as stack:
        folder = stack.enter_context(new_folder(to))
        apart = stack.enter_context(new_folder(keys) if keys is not None else nullcontext(None))
        with folder.making(STORE) as part:
            _copied(store, part)
            held = _looked_at(store, part)
        files = {STORE: digest_of(to / STORE), **_proofs(store, folder)}
        if apart is not None:
            _keys(store, apart)
        backup = Backup(
            events=held.events, root=held.root, last=held.last, seasons=held.seasons, keys=held.keys, files=files
        )
        folder.write(NAME, backup.to_bytes(), last=True)
    return backup


def _must_be_apart(keys: Path, to: Path) -> None:
    """Refuses (`KeysNotApart`) one folder, and one in the other, whatever links and ways round their names have."""
    folder, backup = Path(os.path.realpath(keys)), Path(os.path.realpath(to))
    if backup in (folder, *folder.parents) or folder in backup.parents:
        raise KeysNotApart(str(keys), str(to))


def _copied(store: Path, part: Path) -> None:
    try:
        copy(store, part)
    except sqlite3.Error as error:
        if full(error):
            raise OutputUnwritable(str(part.parent), "there is no room left on the disk") from error
        raise store_file.refusal(store, error) from error


def _looked_at(store: Path, copied: Path) -> Held:
    """What the copy holds, once nothing is wrong with it and the store holds the same so far."""
    wrong = wrong_with(copied)
    if wrong:
        raise BackupNotMade(str(store), wrong)
    held = held_in(copied)
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        if root_of(log, held.events) != held.root:
            raise BackupNotMade(str(store), (Finding("the copy", "its root is not that of the store"),))
    return held


def wrong_with(path: Path) -> tuple[Finding, ...]:
    """What keeps a file from being a store that can be gone on with, as the doctor finds it."""
    rows = store_rows(path)
    bad = [row for row in rows if row.state == "damaged"]
    if not bad and not any(row.what == "events" or row.what.startswith("event ") for row in rows):
        bad = [row for row in rows if row.state == "not read"]  # of one that is none: nothing could be looked at
    return tuple(Finding(row.what, row.found) for row in bad)


def held_in(path: Path) -> Held:
    """What a store holds that nobody writes."""
    with closing(log_of((path, True))) as log:
        events = log.last_position()
        names = (name.removeprefix("season/") for name in log.stream_names("season/"))
        seasons = tuple(sorted(names))
        keys = tuple(season for season in seasons if log.key_id_of(season) is not None)
        return Held(events=events, root=root_of(log, events), last=said_at(log, events), seasons=seasons, keys=keys)


def said_at(log: EventLog, position: int) -> str:
    """When an event was said, from its public part: no key is asked for. Nothing at position 0."""
    return "".join(str(json.loads(line)["time"]) for _, line in log.raw(position - 1, position)) if position else ""


def root_of(log: EventLog, size: int) -> str:
    """The Merkle root of the first events of a log, as checkpoints have it."""
    frontier = Frontier()
    for _, stored in log.raw(0, size):
        frontier.append(leaf_hash(stored))
    return to_base64(frontier.root())


def _proofs(store: Path, folder: NewFolder) -> dict[str, str]:
    """Every proof beside the store, under its own digest."""
    made = {}
    for path in sorted(Path(f"{store}.{PROOFS}").glob("*.sigma")):
        name = f"{PROOFS}/{path.name}"
        folder.write(name, read(path, PROOF, exactly=True))
        made[name] = digest_of(folder.path / name)
    return made


def _keys(store: Path, apart: NewFolder) -> None:
    """The keys after the store: whatever is sealed in the copy was sealed with a key that is there."""
    for path in key_files(store):
        write_key(apart.path / f"{STORE}{path.name.removeprefix(store.name)}", read(path, KEY).decode())
