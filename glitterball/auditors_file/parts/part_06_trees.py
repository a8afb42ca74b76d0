"""Trees: RFC 6962 roots, RFC 9162 consistency."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from .part_01_findings import Wrong
from .part_04_notes import Checkpoint


def leaf_hash(octets: bytes) -> bytes:
    return sha256(b"\x00" + octets).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree, kept as the roots of its complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        full = self.size
        while full & 1:
            leaf, full = node_hash(self.edge.pop(), leaf), full >> 1
        self.edge.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.edge:
            return sha256(b"").digest()
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: bytes, size: int) -> bytes:
    """The root of the first leaves."""
    tree = Tree()
    for start in range(0, 32 * size, 32):
        tree.append(leaves[start : start + 32])
    return tree.root()


def check_consistency(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """RFC 9162, section 2.1.4.2: the new tree begins with the old one."""
    if not 0 < old.size <= new.size:
        raise Wrong("a log only grows")
    if old.size == new.size:
        if proof or old.root != new.root:
            raise Wrong("two trees of one size differ, or there is a proof where none is needed")
        return
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)
    if not path or not proof:
        raise Wrong("the proof is missing")
    fn, sn = old.size - 1, new.size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if sn == 0:
            raise Wrong("the proof is too long")
        if fn & 1 or fn == sn:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or first != old.root or second != new.root:
        raise Wrong("the proof does not lead from one root to the other")
