"""Growing a tree of tiles: leaf hashes in, the tiles they add to out. A node between tile levels is never stored.

A tile of level L holds 256 hashes, each over 256^L leaves; the hashes in between are worked out when they are asked for.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256

from glitterball.proof.refusals import OutsideTree
from glitterball.proof.spellings import HASH_BYTES
from glitterball.proof.tiles import HEIGHT, WIDTH

FULL = WIDTH * HASH_BYTES
KEPT = 256
"""Tiles remembered while proofs are made: 2 MiB."""

ReadTile = Callable[[int, int], bytes]


class Growth:
    """The tiles a page of leaves adds to, starting from a tree of `size`."""

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self.size, self._read = size, read_tile
        self.tiles: dict[tuple[int, int], bytes] = {}
        self._edges: dict[int, bytearray] = {}
        self._counts: dict[int, int] = {}

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        edge, count = self._edge(0)
        for leaf in leaves:
            edge += leaf
            count += 1
            if len(edge) == FULL:
                self._counts[0] = count
                self._filled(0)
                edge = self._edges[0]
        self.size = self._counts[0] = count

    def finish(self) -> dict[tuple[int, int], bytes]:
        """All tiles to write, those at the edge as far as they are filled."""
        for level, edge in self._edges.items():
            if edge:
                self.tiles[level, self._counts[level] // WIDTH] = bytes(edge)
        return self.tiles

    def _edge(self, level: int) -> tuple[bytearray, int]:
        if level not in self._edges:
            count = self.size >> HEIGHT * level
            width = count % WIDTH * HASH_BYTES
            self._edges[level] = bytearray(self._read(level, count // WIDTH)[:width] if width else b"")
            self._counts[level] = count
        return self._edges[level], self._counts[level]

    def _filled(self, level: int) -> None:
        """A tile is full: keep it, and hand its root to the level above."""
        hashes = bytes(self._edges[level])
        above, count = self._edge(level + 1)
        self.tiles[level, self._counts[level] // WIDTH - 1] = hashes
        self._edges[level] = bytearray()
        above += root_of(hashes)
        self._counts[level + 1] = count + 1
        if len(above) == FULL:
            self._filled(level + 1)


def root_of(hashes: bytes) -> bytes:
    """The hash over hashes next to each other, a power of two of them."""
    while len(hashes) > HASH_BYTES:
        hashes = b"".join(
            [
                sha256(b"\x01" + hashes[at : at + 2 * HASH_BYTES]).digest()
                for at in range(0, len(hashes), 2 * HASH_BYTES)
            ]
        )
    return hashes


class TileNodes:
    """Every complete node of a tree of `size`, for `path_of_inclusion`, `path_of_consistency` and `hash_of_range`."""

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self.size, self._read = size, read_tile
        self._tiles: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def node(self, level: int, index: int) -> bytes:
        """The hash over the 2^level leaves from index * 2^level; refuses OutsideTree while not all are there."""
        if index < 0 or (index + 1) << level > self.size:
            raise OutsideTree(self.size, f"node {index} of level {level}")
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        start = first % WIDTH * HASH_BYTES
        hashes = self._tile(tile_level, first // WIDTH)[start : start + (HASH_BYTES << above)]
        if len(hashes) != HASH_BYTES << above:
            raise OutsideTree(self.size, f"node {index} of level {level}")
        return root_of(hashes) if above else hashes

    def _tile(self, level: int, number: int) -> bytes:
        place = (level, number)
        if place not in self._tiles:
            self._tiles[place] = self._read(level, number)
            if len(self._tiles) > KEPT:
                self._tiles.popitem(last=False)
        return self._tiles[place]
