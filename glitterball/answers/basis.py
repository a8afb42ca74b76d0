"""What an answer rests on: the position of the log, its Merkle root there, and the rulebook in force."""

from itertools import islice
from typing import Any

from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.evidence.ledger_file import ledger_path
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.tree import Frontier

HASHED_FOR_AN_ANSWER = 20_000
"""Events hashed to answer a question where no ledger has come so far. More is the ledger's work."""


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
    """The Merkle root of the first events: from the ledger, or hashed here while they are few."""
    hashed = root_in_ledger(log, position)
    if hashed is not None:
        return hashed
    if position > HASHED_FOR_AN_ANSWER:
        return None
    frontier = Frontier()
    for _, stored in islice(log.raw(0, position), position):
        frontier.append(leaf_hash(stored))
    return frontier.root()


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
