"""Comparing what was hashed with the log: every event hashed once more, and the nodes above them."""

from collections.abc import Callable

from domain.findings import Finding
from glitterball.ledger.growing import ReadTile, TileNodes
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.refusals import OutsideTree
from glitterball.proof.spellings import HASH_BYTES
from glitterball.proof.tiles import WIDTH
from glitterball.proof.tree import Frontier, hash_of_range


def hashes_that_differ(
    log: EventLog, size: int, read_tile: ReadTile, progress: Callable[[int], None] | None = None
) -> tuple[Finding, ...]:
    """A finding for the first of `size` events that does not fit its hash, and one where only the nodes do not."""
    tile, frontier = b"", Frontier()
    for position, stored in log.raw(0, size, as_they_are=True):
        at = (position - 1) % WIDTH
        if at == 0:
            tile = read_tile(0, (position - 1) // WIDTH)
            if progress is not None:
                progress(position)
        leaf = leaf_hash(stored)
        if tile[at * HASH_BYTES : (at + 1) * HASH_BYTES] != leaf:
            return (Finding(f"event {position}", "the stored bytes are not those that were hashed"),)
        frontier.append(leaf)
    if frontier.size < size:
        where = f"event {frontier.size + 1}"
        return (Finding(where, f"{size} events were hashed, but the log ends at {frontier.size}"),)
    if not _has_root(frontier.root(), size, read_tile):
        return (Finding("the ledger", "every event fits, but the nodes above them do not: rebuild it"),)
    return ()


def _has_root(root: bytes, size: int, read_tile: ReadTile) -> bool:
    try:
        return hash_of_range(TileNodes(size, read_tile), 0, size) == root
    except OutsideTree:  # a node is missing
        return False
