"""What an answer rests on: the position of the log, its Merkle root there, and the rulebook in force."""

from itertools import islice
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.evidence.ledger_file import ledger_path
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.tree import Frontier

HASHED_FOR_AN_ANSWER = 20_000
"""Events hashed to answer a question where no ledger has come so far. More is the ledger's work."""

ROOTS_REMEMBERED = 64
"""Positions whose roots are remembered for one open log: pages and their links ask for a few again and again."""


def basis_of(log: EventLog, season: str, position: int, rulebook: Rulebook | None) -> dict[str, Any]:
    """The basis of an answer about a season as of a position.

    `root` is the hash of the first `position` events, as a checkpoint of that size has it (base 16); null, with
    `root_missing` saying why, where nothing has hashed so many events yet.
    """
    basis: dict[str, Any] = {"season": season, "position": position}
    root = root_at(log, position)
    basis["root"] = None if root is None else root.hex()
    if root is None:
        basis["root_missing"] = f"no ledger holds {count_of(position, 'event')}: glitterball checkpoint publish"
    if rulebook is not None:
        basis |= {"rulebook": rulebook.ref, "rulebook_sha256": rulebook.hash()}
    return basis


def root_at(log: EventLog, position: int) -> bytes | None:
    """The Merkle root of the first events: from the ledger, or hashed here while they are few.

    Of one open log each event is read and hashed once, as it was then; whoever checks the store reads it anew (`doctor`).
    """
    hashed = root_in_ledger(log, position)
    if hashed is not None:
        return hashed
    if position > HASHED_FOR_AN_ANSWER:
        return None
    return _HASHED.setdefault(log, Hashed()).root(log, position)


def root_in_ledger(log: EventLog, position: int) -> bytes | None:
    """The Merkle root of the first events as the ledger beside the store has it; nothing where none has come so far."""
    path = ledger_path(log.beside)
    if path is None or not path.exists():
        return None
    from glitterball.evidence.ledger import Ledger  # loaded where there is one
    from glitterball.evidence.ledger.refusals import LedgerRefusal

    try:
        with Ledger.open(log, path) as ledger:
            return ledger.root(position) if ledger.size >= position else None
    except LedgerRefusal:  # damaged, or another's: the doctor says so, and an answer does not rest on it
        return None


class Hashed:
    """What was hashed of one open log so far. Several threads may ask at once."""

    def __init__(self) -> None:
        self._frontier, self._size = Frontier(), 0
        self._roots: dict[int, bytes] = {}
        self._lock = Lock()

    def root(self, log: EventLog, position: int) -> bytes:
        """The root of the first events. Those asked for last are remembered; a larger position costs what came since."""
        with self._lock:
            if position not in self._roots:
                root = (
                    self._grown(log, position) if position >= self._size else _grow(Frontier(), log, 0, position).root()
                )
                self._roots[position] = root
                if len(self._roots) > ROOTS_REMEMBERED:
                    del self._roots[next(iter(self._roots))]
            return self._roots[position]

    def _grown(self, log: EventLog, position: int) -> bytes:
        frontier, size = self._frontier, self._size
        self._frontier, self._size = Frontier(), 0  # what is refused on the way leaves nothing half hashed
        self._frontier, self._size = _grow(frontier, log, size, position), position
        return self._frontier.root()


def _grow(frontier: Frontier, log: EventLog, after: int, position: int) -> Frontier:
    for _, stored in islice(log.raw(after, position), position - after):
        frontier.append(leaf_hash(stored))
    return frontier


_HASHED: WeakKeyDictionary[EventLog, Hashed] = WeakKeyDictionary()
