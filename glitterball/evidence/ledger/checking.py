"""Checking a ledger and a key's register against the log, without writing to them and without the private key."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.findings import Finding
from domain.plurals import count_of
from domain.refusals import Refusal
from glitterball.evidence.bundle.scope import read_scope
from glitterball.evidence.ledger import register, schema
from glitterball.evidence.ledger.comparing import hashes_that_differ
from glitterball.evidence.ledger.tile_store import TileStore
from glitterball.log import EventLog
from glitterball.proof.checkpoints import Checkpoint, open_checkpoint
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.keys import VerifierKey, parse_verifier_key
from glitterball.proof.notes import open_note
from glitterball.proof.tiles import tiles_of
from glitterball.proof.tree import Frontier
from glitterball.sqlite_files.examining import examined, odd_objects, only_triggers, whole
from glitterball.sqlite_files.header import look
from glitterball.sqlite_files.recorders import statements_of

_LEDGER, _REGISTER = "the ledger", "the register"

_OF_THE_LIBRARY = {"__migration__": 1}
"""What the library itself keeps in its tracking table: the form the table is in."""


def differences(path: Path, log: EventLog) -> tuple[Finding, ...]:
    """Where a ledger's file is damaged, or does not hold the hashes of the log."""
    found = look(path)
    if found is None or (not found.damage and found.application != schema.APPLICATION_ID):
        return (Finding(_LEDGER, f"{path} is not a ledger"),)
    if not found.damage and found.layout != schema.LAYOUT:
        return (Finding(_LEDGER, f"{path} has layout {found.layout}, this one knows {schema.LAYOUT}", "warning"),)
    return examined(path, lambda db: _hashes(db, log))


def _hashes(db: sqlite3.Connection, log: EventLog) -> Iterator[Finding]:
    damage = list(whole(db))
    yield from damage
    if damage:
        return
    odd = odd_objects(db, statements_of(TileStore))
    yield from odd
    if not only_triggers(odd):
        return

    def tile(level: int, number: int) -> bytes:
        asked = "SELECT hashes FROM tiles WHERE level = ? AND number = ? AND typeof(hashes) = 'blob'"
        row = db.execute(asked, (level, number)).fetchone()
        return b"" if row is None else bytes(row[0])

    tracked = dict(db.execute("SELECT application_name, notification_id FROM tracking").fetchall())
    size = tracked.pop(schema.TRACKED, 0)
    if tracked != _OF_THE_LIBRARY or not isinstance(size, int) or size < 0:
        yield Finding(_LEDGER, f"it says that it holds {size!r} events, and of others {tracked!r}")
        return
    differ = hashes_that_differ(log, size, tile)
    yield from differ
    held = db.execute("SELECT level, number FROM tiles").fetchall()
    if not differ and set(held) != {(tile.level, tile.index) for tile in tiles_of(size)}:
        yield Finding(
            _LEDGER,
            f"it has other tiles ({len(held)}) than those of a tree of {count_of(size, 'event')}: rebuild it",
        )


def register_differences(path: Path, log: EventLog) -> tuple[Finding, ...]:
    """Where a register is damaged, holds a note its key did not sign, or records a checkpoint the log does not have."""
    found = look(path)
    if found is None or (not found.damage and found.application != register.APPLICATION_ID):
        return (Finding(_REGISTER, f"{path} is not the register of a key"),)
    if not found.damage and found.layout:
        return (Finding(_REGISTER, f"its header says layout {found.layout}, which there is not"),)
    return examined(path, lambda db: _signed(db, log))


def tells_nothing(path: Path) -> bool:
    """Whether a register in which nothing is wrong holds no checkpoint: its key has signed nothing yet."""

    def empty(db: sqlite3.Connection) -> Iterator[Finding]:
        if db.execute("SELECT 1 FROM checkpoints LIMIT 1").fetchone() is None:
            yield Finding(_REGISTER, "it holds no checkpoint")

    return bool(examined(path, empty))


def _signed(db: sqlite3.Connection, log: EventLog) -> Iterator[Finding]:
    damage = list(whole(db))
    yield from damage
    if damage:
        return
    odd = odd_objects(db, register.TABLES)
    yield from odd
    if not only_triggers(odd):
        return
    rows = db.execute("SELECT size, root, note FROM checkpoints ORDER BY size").fetchall()
    yield from _off_the_log(rows, log)
    labels = [label for (label,) in db.execute("SELECT label FROM key")]
    try:
        (label,) = labels
        key = parse_verifier_key(str(label))
    except (ValueError, Refusal):
        named = f"it holds no public key ({', '.join(map(str, labels)) or 'none'})"
        yield Finding(
            _REGISTER, f"{named}, so what it says was signed cannot be checked", "error" if labels else "warning"
        )
        return
    opened: dict[Any, Checkpoint] = {}
    for size, root, note in rows:
        try:
            checkpoint = open_checkpoint(_octets(note), (key,), key.name).checkpoint
        except Refusal as refusal:
            yield Finding(f"checkpoint of {size}", f"its note is not one this key signed: {refusal.code}")
            continue
        opened[size] = checkpoint
        if (checkpoint.size, checkpoint.root) != (size, root):
            yield Finding(
                f"checkpoint of {size}", f"its note is signed for {count_of(checkpoint.size, 'event')} or another root"
            )
    yield from _scopes(db, key, opened)


def _off_the_log(rows: Sequence[tuple[Any, ...]], log: EventLog) -> Iterator[Finding]:
    """Checkpoints whose root is not the log's at that size. The log is read once."""
    wanted = {size: root for size, root, _ in rows}
    frontier, last = Frontier(), max((size for size in wanted if isinstance(size, int)), default=0)
    for _, stored in log.raw(0, min(last, log.last_position())):
        frontier.append(leaf_hash(stored))
        if frontier.size in wanted and frontier.root() != wanted[frontier.size]:
            yield Finding(f"checkpoint of {frontier.size}", "the log does not have the root that was signed")
    for size in wanted:
        if size > frontier.size:
            yield Finding(f"checkpoint of {size}", f"it was signed, but the log ends at {frontier.size}")


def _scopes(db: sqlite3.Connection, key: VerifierKey, opened: dict[Any, Checkpoint]) -> Iterator[Finding]:
    for size, season, note in db.execute("SELECT size, season, note FROM scopes ORDER BY size, season"):
        where = f"scope of {season} at {size}"
        if size not in opened:
            yield Finding(where, "there is no such checkpoint, or its note does not hold")
            continue
        try:
            scope = read_scope(open_note(_octets(note), (key,)).text, opened[size])
        except Refusal as refusal:
            yield Finding(where, f"its note is not one this key signed for that checkpoint: {refusal.code}")
            continue
        if scope.season != season:
            yield Finding(where, f"its note is for {scope.season}")


def _octets(note: Any) -> bytes:
    return note if isinstance(note, bytes) else b""
