"""The register of a signing key: every checkpoint it has signed, in a file beside the key.

It is what keeps the one promise of a log (c2sp.org/tlog-checkpoint): never to sign a checkpoint inconsistent with one signed
before. It belongs to the key and not to the store, so that restoring an older store does not make the key forget. A key and its
register are made together; a key without a register signs nothing. It holds the public half of the key, so that anybody can
check what it records.

What was signed stays signed through a power cut. A commit here ends with the unlinking of SQLite's rollback journal, and an
unlink is on disk only when the folder is synced: `synchronous=FULL` leaves that out, and a journal that came back would roll
the signature back (`EXTRA` syncs the folder). A write-ahead log would keep it too, but in a second file: the register is to
be one file, whole whenever nobody is signing, which a person may copy to where the key is kept.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from glitterball.evidence.ledger.refusals import FileTaken, LedgerUnwritable, RegisterMissing, RegisterOfAnotherKey
from glitterball.files import making, read, write_key
from glitterball.files.held import identity_of
from glitterball.files.kinds import REGISTER
from glitterball.files.limits import KEY
from glitterball.proof.keys import SignerKey, parse_signer_key
from glitterball.sqlite_files.connecting import connect

APPLICATION_ID = 0x474C5247
"""`GLRG`, in the file's header."""

LOCK_SECONDS = 30
_EXTRA = 3

TABLES = (
    "CREATE TABLE key (only INTEGER PRIMARY KEY CHECK (only = 1), label TEXT NOT NULL)",
    "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note BLOB NOT NULL)",
    "CREATE TABLE scopes (size INTEGER, season TEXT, note BLOB NOT NULL, PRIMARY KEY (size, season)) WITHOUT ROWID",
    "CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'signed is signed'); END",
    "CREATE TRIGGER roots_stay BEFORE UPDATE OF size, root ON checkpoints "
    "BEGIN SELECT RAISE(ABORT, 'signed is signed'); END",
    "CREATE TRIGGER checkpoints_once BEFORE INSERT ON checkpoints "
    "WHEN EXISTS (SELECT 1 FROM checkpoints WHERE size >= NEW.size) "
    "BEGIN SELECT RAISE(ABORT, 'a log only grows'); END",
)
"""Its tables, and the guards that keep what was signed."""


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint as it was signed, with the cosignatures that came since."""

    size: int
    root: bytes
    note: bytes


def register_path(key: Path) -> Path:
    """Where the register of a key file is: `night.key.signed.sqlite`."""
    return Path(f"{key}.signed.sqlite")


def make_key(path: Path, origin: str) -> SignerKey:
    """A new key for a log and its empty register, readable by their owner alone. Refuses to replace either.

    The register is made under another name and gets its own when it is whole, the key after it; if the key cannot be
    written the register is taken back. So a full disk leaves nothing in the way of the next try.
    """
    signer = SignerKey(origin, os.urandom(32))
    register = register_path(path)
    for taken in (path, register):
        if taken.exists():
            raise FileTaken(str(taken))
    with making(register, REGISTER) as part, _refusing(register):
        _make_register(part, signer)
    made = identity_of(register)
    try:
        write_key(path, f"{signer.to_text()}\n")
    except BaseException:
        if identity_of(register) == made:
            register.unlink()
        raise
    return signer


def _make_register(part: Path, signer: SignerKey) -> None:
    """An empty register in an empty file. Its journal is kept in memory: what is left half made is never looked at."""
    with closing(connect(part, "rw")) as db:
        db.execute("PRAGMA journal_mode=MEMORY")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for statement in TABLES:
            db.execute(statement)
        db.execute("INSERT INTO key VALUES (1, ?)", (signer.verifier_key().to_text(),))
        db.execute("COMMIT")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerUnwritable(str(path), str(error)) from error


def _keep_through_a_power_cut(db: sqlite3.Connection, path: Path) -> None:
    """Ask for it, and see that it took: SQLite ignores a setting it does not know."""
    db.execute("PRAGMA synchronous=EXTRA")
    db.execute("PRAGMA fullfsync=ON")  # where the system's fsync leaves data in the drive's cache (macOS)
    (journal,) = db.execute("PRAGMA journal_mode=DELETE").fetchone()
    (kept,) = db.execute("PRAGMA synchronous").fetchone()
    if (journal, kept) != ("delete", _EXTRA):
        raise LedgerUnwritable(
            str(path), f"it would not survive a power cut (journal_mode={journal}, synchronous={kept})"
        )


def read_key(path: Path) -> SignerKey:
    """The key in a file of one line. Refuses KeyMalformed without repeating the secret."""
    return parse_signer_key(read(path, KEY).decode("utf-8", "replace").strip())


class Register:
    """What one key has signed. Every change is one transaction, on disk before anything signed leaves this process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise RegisterMissing(str(path))
        with self._refusing():
            self._db = connect(path, "rw", lock_seconds=LOCK_SECONDS)
            try:
                (application,) = self._db.execute("PRAGMA application_id").fetchone()
                if application != APPLICATION_ID:
                    raise RegisterMissing(str(path))
                _keep_through_a_power_cut(self._db, path)
                (self.key,) = self._db.execute("SELECT label FROM key").fetchone()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def must_be_of(self, signer: SignerKey) -> None:
        """Refuses a register that records another key."""
        key = signer.verifier_key()
        if self.key not in (key.to_text(), key.label):  # the first registers name their key and do not hold it
            raise RegisterOfAnotherKey(str(self.path), self.key, key.label)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One transaction, with everybody else waiting: read what was signed, decide, write, commit."""
        with self._refusing():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def published(self) -> tuple[Published, ...]:
        """Everything signed, by size."""
        with self._refusing():
            rows = self._db.execute("SELECT size, root, note FROM checkpoints ORDER BY size").fetchall()
            return tuple(Published(*row) for row in rows)

    def last(self) -> Published | None:
        """The largest checkpoint signed; with `alone`, nobody signs another meanwhile."""
        row = self._db.execute("SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        return Published(*row) if row else None

    def of_size(self, size: int) -> Published | None:
        """The checkpoint of that size, if one was signed."""
        row = self._db.execute("SELECT size, root, note FROM checkpoints WHERE size = ?", (size,)).fetchone()
        return Published(*row) if row else None

    def add(self, published: Published, scopes: dict[str, bytes]) -> None:
        """Record a signed checkpoint with the scope of each season. Inside `alone`."""
        self._db.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", (published.size, published.root, published.note))
        rows = [(published.size, season, note) for season, note in scopes.items()]
        self._db.executemany("INSERT INTO scopes VALUES (?, ?, ?)", rows)

    def scope(self, size: int, season: str) -> bytes | None:
        """The scope of a season at a checkpoint."""
        with self._refusing():
            found = "SELECT note FROM scopes WHERE size = ? AND season = ?"
            row = self._db.execute(found, (size, season)).fetchone()
            return bytes(row[0]) if row else None

    def cosigned(self, size: int, note: bytes) -> None:
        """Keep a checkpoint with a witness's line added. Inside `alone`."""
        self._db.execute("UPDATE checkpoints SET note = ? WHERE size = ?", (note, size))

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerUnwritable(str(self.path), str(error)) from error
