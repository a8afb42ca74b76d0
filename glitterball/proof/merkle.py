"""RFC 6962 trees with SHA-256: hashing, growing, proving - and, in this file, what a verifier believes.

The two verifications follow RFC 9162 sections 2.1.3.2 and 2.1.4.2 step by step, including the final "sn is 0". They
refuse by raising, so that a forgotten comparison cannot pass for a proof.

Convention about size 0, one for each call: `verify_consistency`, `Tree.consistency` and `path_of_consistency` refuse
to start from size 0 (as transparency-dev/merkle does), unless called with `from_empty=True` (as a witness of
c2sp.org/tlog-witness must be): then the proof has to be empty. From 0 to 0 is equality and always allowed.
"""

from collections.abc import Callable, Sequence

from glitterball.proof.hashing import EMPTY_ROOT, leaf_hash, node_hash
from glitterball.proof.refusals import ConsistencyNotProved, InclusionNotProved
from glitterball.proof.spellings import HASH_BYTES, LARGEST
from glitterball.proof.tree import Frontier, Nodes, Tree, hash_of_range, path_of_consistency, path_of_inclusion

__all__ = [
    "EMPTY_ROOT",
    "Frontier",
    "Nodes",
    "Tree",
    "hash_of_range",
    "leaf_hash",
    "node_hash",
    "path_of_consistency",
    "path_of_inclusion",
    "verify_consistency",
    "verify_inclusion",
]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 section 2.1.3.2: `leaf` (a leaf hash) is leaf `index` of the tree of `size` with `root`, or refuse."""

    def refuse(reason: str) -> InclusionNotProved:
        return InclusionNotProved(index, size, reason)

    if not 0 <= index < size <= LARGEST:
        raise refuse("there is no such leaf")
    if any(len(one) != HASH_BYTES for one in (leaf, root, *proof)):
        raise refuse(f"a hash is not {HASH_BYTES} bytes")
    fn, sn, hashed = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise refuse("the proof is too long")
        if fn & 1 or fn == sn:
            hashed = node_hash(sibling, hashed)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            hashed = node_hash(hashed, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise refuse("the proof is too short")
    if hashed != root:
        raise refuse("it leads to another root")


def verify_consistency(
    old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes, *, from_empty: bool = False
) -> None:
    """RFC 9162 section 2.1.4.2: the tree of `size` with `root` begins with the tree of `old_size` with `old_root`."""

    def refuse(reason: str) -> ConsistencyNotProved:
        return ConsistencyNotProved(old_size, size, reason)

    if not 0 <= old_size <= size <= LARGEST:
        raise refuse("a log only grows")
    if any(len(one) != HASH_BYTES for one in (old_root, root, *proof)):
        raise refuse(f"a hash is not {HASH_BYTES} bytes")
    if (old_size == 0 and old_root != EMPTY_ROOT) or (size == 0 and root != EMPTY_ROOT):
        raise refuse("a tree without leaves has one root only")
    if old_size == 0 < size and not from_empty:
        raise refuse("every tree begins with the empty one, so it would say nothing")
    if old_size in (0, size):
        if proof:
            raise refuse("the proof must be empty")
        if old_size == size and old_root != root:
            raise refuse("two trees of one size have different roots")
        return
    if not proof:
        raise refuse("the proof is missing")
    first, second = _roots_led_to(old_size, size, proof, old_root, refuse)
    if first != old_root:
        raise refuse("it leads to another old root")
    if second != root:
        raise refuse("it leads to another root")


def _roots_led_to(
    old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, refuse: Callable[[str], ConsistencyNotProved]
) -> tuple[bytes, bytes]:
    """Steps 2 to 6 for 0 < old_size < size: the old and the new root the path leads to."""
    is_power_of_two = old_size & (old_size - 1) == 0
    path = (old_root, *proof) if is_power_of_two else tuple(proof)
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if sn == 0:
            raise refuse("the proof is too long")
        if fn & 1 or fn == sn:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise refuse("the proof is too short")
    return first, second
