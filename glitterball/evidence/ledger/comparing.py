"""Comparing what was hashed with the log: every event hashed once more, and every tile above it made once more."""

from collections.abc import Callable

from domain.findings import Finding
from domain.plurals import count_of, verb
from glitterball.evidence.ledger.growing import Growth, ReadTile
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.spellings import HASH_BYTES
from glitterball.proof.tiles import WIDTH


def hashes_that_differ(
    log: EventLog, size: int, read_tile: ReadTile, progress: Callable[[int], None] | None = None
) -> tuple[Finding, ...]:
    """A finding for the first of `size` events that does not fit its hash, or for the first tile that does not fit them."""
    growth = Growth(0, read_tile)
    tile, leaves, wrong = b"", list[bytes](), None
    for position, stored in log.raw(0, size, as_they_are=True):
        at = (position - 1) % WIDTH
        if at == 0:
            wrong = wrong or _first_wrong(growth, leaves, read_tile)
            tile = read_tile(0, (position - 1) // WIDTH)
            if progress is not None:
                progress(position)
        leaf = leaf_hash(stored)
        if tile[at * HASH_BYTES : (at + 1) * HASH_BYTES] != leaf:
            return (Finding(f"event {position}", "the stored bytes are not those that were hashed"),)
        leaves.append(leaf)
    held = growth.size + len(leaves)
    if held < size:
        return (
            Finding(
                f"event {held + 1}",
                f"{count_of(size, 'event')} {verb(size, 'was', 'were')} hashed, but the log ends at {held}",
            ),
        )
    wrong = wrong or _first_wrong(growth, leaves, read_tile)
    growth.finish()
    wrong = wrong or _first_wrong(growth, leaves, read_tile)
    if wrong is not None:
        level, number = wrong
        return (Finding("the ledger", f"every event fits, but tile {number} of level {level} does not: rebuild it"),)
    return ()


def _first_wrong(growth: Growth, leaves: list[bytes], read_tile: ReadTile) -> tuple[int, int] | None:
    """Take the leaves into the tree; the first of the tiles it has made that is not held, byte for byte."""
    growth.extend(leaves)
    leaves.clear()
    wrong = next((place for place, hashes in sorted(growth.tiles.items()) if read_tile(*place) != hashes), None)
    growth.tiles.clear()
    return wrong
