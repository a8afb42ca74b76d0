"""The register of a signing key: every checkpoint it has signed, in a file beside the key.

It is what keeps the one promise of a log (c2sp.org/tlog-checkpoint): never to sign a checkpoint inconsistent with one signed
before. It belongs to the key and not to the store, so that restoring an older store does not make the key forget. A key and its
register are made together; a key without a register signs nothing.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from glitterball.files import making, read, write_key
from glitterball.files.held import identity_of
from glitterball.files.kinds import REGISTER
from glitterball.files.limits import KEY
from glitterball.ledger.refusals import FileTaken, LedgerUnwritable, RegisterMissing, RegisterOfAnotherKey
from glitterball.proof.keys import SignerKey, parse_signer_key

APPLICATION_ID = 0x474C5247
"""`GLRG`, in the file's header."""

LOCK_SECONDS = 30

_TABLES = (
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
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=MEMORY")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for statement in _TABLES:
            db.execute(statement)
        db.execute("INSERT INTO key VALUES (1, ?)", (signer.verifier_key().label,))
        db.execute("COMMIT")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerUnwritable(str(path), str(error)) from error


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
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=LOCK_SECONDS
            )
            try:
                self._db.execute("PRAGMA synchronous=FULL")
                (application,) = self._db.execute("PRAGMA application_id").fetchone()
                if application != APPLICATION_ID:
                    raise RegisterMissing(str(path))
                (self.label,) = self._db.execute("SELECT label FROM key").fetchone()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def must_be_of(self, signer: SignerKey) -> None:
        """Refuses a register that records another key."""
        label = signer.verifier_key().label
        if label != self.label:
            raise RegisterOfAnotherKey(str(self.path), self.label, label)

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
