"""The Merkle tree of a log, persisted beside the store and grown page by page: root, inclusion and consistency at any size.

What the ledger hashed is evidence. So where log and ledger disagree nothing is begun again by itself: it is refused, and
`check` names the first event that does not fit; `rebuild` is somebody's decision.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from eventsourcing.persistence import IntegrityError, PersistenceError

from domain.findings import Finding
from glitterball.evidence.ledger import schema
from glitterball.evidence.ledger.comparing import hashes_that_differ
from glitterball.evidence.ledger.growing import Growth, TileNodes
from glitterball.evidence.ledger.refusals import LedgerNotOfLog, LedgerUnwritable, NotALedger
from glitterball.evidence.ledger.tile_store import TileStore
from glitterball.evidence.ledger_file import ledger_path
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.refusals import OutsideTree
from glitterball.proof.spellings import HASH_BYTES
from glitterball.proof.tiles import WIDTH
from glitterball.proof.tree import hash_of_range, path_of_consistency, path_of_inclusion
from glitterball.sqlite_files.header import look, roll_back_what_was_cut_off

PAGE = 8_192
"""Events a transaction."""


class Ledger:
    """The tree of one log. Use it as a context manager, or close it. One thread at a time; several processes may."""

    def __init__(self, log: EventLog, store: TileStore, path: Path | None) -> None:
        self.log, self.path, self._store = log, path, store
        self._lock = RLock()

    @classmethod
    def open(cls, log: EventLog, path: Path | None = None) -> Self:
        """Open the ledger of a log, or make it. Nothing is caught up yet. Refuses a file that is something else."""
        path = ledger_path(log.beside) if path is None else path
        try:
            _recognise(path)
            return cls(log, TileStore.at(path), path)
        except (sqlite3.Error, PersistenceError, OSError) as error:
            raise LedgerUnwritable(str(path), str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many events are hashed."""
        with self._refusing():
            return self._store.position()

    def catch_up(
        self, until: int | None = None, *, page: int = PAGE, progress: Callable[[int], None] | None = None
    ) -> int:
        """Hash the log up to a position (by default all there is); the answer is the size reached.

        Refuses (LedgerNotOfLog) a log whose last hashed event is not the one that was hashed.
        """
        with self._lock, self._refusing():
            last = self.log.last_position()
            until = last if until is None else min(until, last)
            self._same_log()
            while (size := self._store.position()) < until:
                growth = Growth(size, self._store.tile)
                rows = islice(self.log.raw(size, until), page)
                growth.extend(leaf_hash(stored) for _, stored in rows)
                try:
                    self._store.grow(growth.finish(), growth.size)
                except IntegrityError:
                    continue  # another process was quicker: go on from where it has come
                if progress is not None:
                    progress(growth.size)
            return size

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make the tree again from the log. What was hashed before is forgotten; signed checkpoints are not."""
        with self._lock, self._refusing():
            self._store.clear()
        return self.catch_up(progress=progress)

    def check(self, progress: Callable[[int], None] | None = None) -> tuple[Finding, ...]:
        """Hash the whole log once more: a finding for the first event that does not fit, and one where the nodes do not."""
        with self._refusing():
            return hashes_that_differ(self.log, self.size, self._store.tile, progress)

    # Proofs.

    def leaves(self, size: int) -> Iterator[bytes]:
        """The first leaf hashes in order, a tile of them at a time."""
        self._must_hold(size, f"the first {size} leaves")
        for number in range(-(-size // WIDTH)):
            yield self._store.tile(0, number)[: min(WIDTH, size - number * WIDTH) * HASH_BYTES]

    def root(self, size: int | None = None) -> bytes:
        """The Merkle tree hash of the first `size` events (default: all hashed)."""
        size = self.size if size is None else size
        self._must_hold(size, f"the root of {size}")
        return hash_of_range(self.nodes(size), 0, size)

    def inclusion(self, position: int, size: int) -> tuple[bytes, ...]:
        """The path from the event at a position (leaf index position - 1) to the root of `size`."""
        self._must_hold(size, f"position {position} of {size}")
        return path_of_inclusion(self.nodes(size), position - 1, size)

    def consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """The proof that the tree of `size` begins with the tree of `old_size`; empty from size 0."""
        self._must_hold(size, f"consistency of {old_size} with {size}")
        return path_of_consistency(self.nodes(size), old_size, size, from_empty=True)

    def nodes(self, size: int) -> TileNodes:
        """Every complete node of a tree of `size`, also for tile export."""
        return TileNodes(size, self._store.tile)

    def _must_hold(self, size: int, asked: str) -> None:
        if not 0 <= size <= self.size:
            raise OutsideTree(self.size, asked)

    def _same_log(self) -> None:
        """The last event hashed is still the log's event at that position."""
        size = self._store.position()
        if not size:
            return
        stored = next((stored for _, stored in self.log.raw(size - 1, size)), None)
        if stored is None or leaf_hash(stored) != self.nodes(size).node(0, size - 1):
            raise LedgerNotOfLog(size, size)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Errors of the file, as a refusal."""
        try:
            yield
        except (sqlite3.Error, PersistenceError) as error:
            raise LedgerUnwritable(str(self.path), str(error)) from error


def _recognise(path: Path | None) -> None:
    """Refuse a file that is no ledger before anything is written to it."""
    if path is not None:
        roll_back_what_was_cut_off(path, schema.APPLICATION_ID)
    if path is None or not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return
    if path.is_dir():
        raise NotALedger(str(path), "it is a folder")
    found = look(path)
    if found is None:
        raise NotALedger(str(path), "it is no SQLite file")
    if found.damage:
        raise NotALedger(str(path), found.damage)
    if found.objects and (found.application != schema.APPLICATION_ID or found.layout != schema.LAYOUT):
        raise NotALedger(str(path), "it holds something else, or another layout")
