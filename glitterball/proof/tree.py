"""Trees that grow: `Frontier` knows the root at any time, `Tree` also every proof at every earlier size.

RFC 6962 section 2.1. n > 1 leaves split at the largest power of two strictly less than n; an odd last leaf is never
doubled. Whoever keeps node hashes elsewhere (a table, tiles) gives `path_of_inclusion` and `path_of_consistency` a
`Nodes` of their own.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, Self

from glitterball.proof.hashing import EMPTY_ROOT, node_hash
from glitterball.proof.refusals import ConsistencyNotProved, FrontierMalformed, OutsideTree
from glitterball.proof.spellings import HASH_BYTES, LARGEST


class Nodes(Protocol):
    """Where the hashes of complete subtrees are kept: `node(level, index)` covers leaves index * 2^level onward."""

    def node(self, level: int, index: int) -> bytes: ...


class Frontier:
    """The right edge of a tree: one hash for each bit of its size that is set, the largest subtree first.

    At most 63 hashes whatever the size, so a root is O(log n) and an append costs one node hash on average.
    """

    __slots__ = ("_edge", "_size")

    def __init__(self) -> None:
        self._size = 0
        self._edge: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (`leaf_hash` of the entry)."""
        if len(leaf) != HASH_BYTES:
            raise OutsideTree(self._size, f"a leaf hash of {len(leaf)} bytes")
        full, edge = self._size, self._edge
        while full & 1:
            leaf = node_hash(edge.pop(), leaf)
            full >>= 1
        edge.append(leaf)
        self._size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The Merkle tree hash of the leaves so far."""
        return _folded(self._edge)

    def to_bytes(self) -> bytes:
        """The size as eight big-endian bytes, then the edge."""
        return self._size.to_bytes(8, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Read `to_bytes` back; refuses FrontierMalformed."""
        if len(stored) < 8:
            raise FrontierMalformed(f"{len(stored)} bytes are too few")
        size = int.from_bytes(stored[:8], "big")
        if size > LARGEST or len(stored) != 8 + HASH_BYTES * size.bit_count():
            raise FrontierMalformed(f"{len(stored)} bytes do not fit a tree of {size}")
        frontier = cls()
        frontier._size = size
        frontier._edge = [stored[at : at + HASH_BYTES] for at in range(8, len(stored), HASH_BYTES)]
        return frontier

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frontier) and (self._size, self._edge) == (other._size, other._edge)

    __hash__ = None  # type: ignore[assignment] # it changes as it grows


class Tree:
    """Every leaf hash and every complete node above, in memory: 64 bytes a leaf (64 MB for a million).

    A proof reads at most about 2 log n stored hashes and computes log n; nothing is recomputed from the leaves.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        self.extend(leaves)

    @property
    def size(self) -> int:
        """How many leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (`leaf_hash` of the entry)."""
        if len(leaf) != HASH_BYTES:
            raise OutsideTree(self.size, f"a leaf hash of {len(leaf)} bytes")
        node, full = leaf, self.size
        for level in range(full.bit_length() + 1):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node
            if not full >> level & 1:
                return
            node = node_hash(bytes(self._levels[level][-2 * HASH_BYTES : -HASH_BYTES]), node)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def node(self, level: int, index: int) -> bytes:
        """The hash over the 2^level leaves from index * 2^level; refuses OutsideTree while not all are there."""
        stored = self._levels[level] if 0 <= level < len(self._levels) else bytearray()
        if not 0 <= index < len(stored) // HASH_BYTES:
            raise OutsideTree(self.size, f"node {index} of level {level}")
        return bytes(stored[index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def root(self, size: int | None = None) -> bytes:
        """The Merkle tree hash of the first `size` leaves (default: all)."""
        size = self.size if size is None else size
        self._must_hold(size, f"the root of {size}")
        return hash_of_range(self, 0, size)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """PATH(index, D[0:size]), the leaf's sibling first."""
        self._must_hold(size, f"leaf {index} of {size}")
        return path_of_inclusion(self, index, size)

    def consistency(self, old_size: int, size: int, *, from_empty: bool = False) -> tuple[bytes, ...]:
        """PROOF(old_size, D[0:size]). From size 0 refused, unless `from_empty` (then the empty proof)."""
        self._must_hold(size, f"consistency of {old_size} with {size}")
        return path_of_consistency(self, old_size, size, from_empty=from_empty)

    def _must_hold(self, size: int, asked: str) -> None:
        if not 0 <= size <= self.size:
            raise OutsideTree(self.size, asked)


def path_of_inclusion(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """RFC 6962 section 2.1.1, walked down from the root and turned round."""
    if not 0 <= index < size:
        raise OutsideTree(size, f"leaf {index}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(hash_of_range(nodes, middle, end))
            end = middle
        else:
            path.append(hash_of_range(nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def path_of_consistency(nodes: Nodes, old_size: int, size: int, *, from_empty: bool = False) -> tuple[bytes, ...]:
    """RFC 6962 section 2.1.2. The old root itself is left out where it is a node of the new tree."""
    if not 0 <= old_size <= size:
        raise OutsideTree(size, f"consistency from {old_size}")
    if old_size == 0 and size > 0 and not from_empty:
        raise ConsistencyNotProved(old_size, size, "every tree begins with the empty one, so it would say nothing")
    if old_size == 0:
        return ()
    path, start, end = [], 0, size
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(hash_of_range(nodes, middle, end))
            end = middle
        else:
            path.append(hash_of_range(nodes, start, middle))
            start = middle
    if start > 0:
        path.append(hash_of_range(nodes, start, end))
    return tuple(reversed(path))


def hash_of_range(nodes: Nodes, start: int, end: int) -> bytes:
    """MTH(D[start:end]) for a range that splitting yields: it starts on a multiple of its largest power of two."""
    return _folded([nodes.node(level, index) for level, index in _complete_subtrees(start, end)])


def _complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _folded(edge: list[bytes]) -> bytes:
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def _split(width: int) -> int:
    return 1 << (width - 1).bit_length() - 1
