"""What a verifier believes: every genuine proof, and nothing that was altered."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glitterball.proof.merkle import EMPTY_ROOT, Tree, leaf_hash, node_hash, verify_consistency, verify_inclusion
from glitterball.proof.refusals import ConsistencyNotProved, InclusionNotProved
from tests.proof import by_definition

RFC = json.loads((Path(__file__).parent / "vectors" / "rfc6962.json").read_text())
ROOTS = [bytes.fromhex(root) for root in RFC["roots"]]
LEAF_HASHES = [bytes.fromhex(leaf) for leaf in RFC["leaf_hashes"]]
LARGEST_TREE = Tree(leaf_hash(number.to_bytes(2, "big")) for number in range(1100))
SIZES = st.integers(1, 1100)
HASHES = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("case", RFC["inclusion"], ids=lambda case: f"{case['index']} of {case['size']}")
def test_published_inclusion_proofs_are_believed(case: dict) -> None:
    index, size, proof = case["index"], case["size"], [bytes.fromhex(one) for one in case["proof"]]
    verify_inclusion(LEAF_HASHES[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize("case", RFC["consistency"], ids=lambda case: f"{case['from']} to {case['to']}")
def test_published_consistency_proofs_are_believed(case: dict) -> None:
    old_size, size, proof = case["from"], case["to"], [bytes.fromhex(one) for one in case["proof"]]
    verify_consistency(old_size, size, proof, ROOTS[old_size], ROOTS[size])


@given(SIZES, st.data())
def test_every_leaf_of_every_size_is_proved(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = LARGEST_TREE.inclusion(index, size)
    verify_inclusion(LARGEST_TREE.node(0, index), index, size, proof, LARGEST_TREE.root(size))


@given(SIZES, st.data())
def test_every_two_sizes_are_proved_consistent(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    proof = LARGEST_TREE.consistency(old_size, size)
    verify_consistency(old_size, size, proof, LARGEST_TREE.root(old_size), LARGEST_TREE.root(size))


def test_small_trees_are_proved_in_all_their_sizes() -> None:
    for size in range(1, 70):
        for other in range(size):
            test_one_leaf_proved(other, size)
            verify_consistency(
                other + 1,
                size,
                LARGEST_TREE.consistency(other + 1, size),
                LARGEST_TREE.root(other + 1),
                LARGEST_TREE.root(size),
            )


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (1, 2), (2, 3)])
def test_one_leaf_proved(index: int, size: int) -> None:
    proof, root = LARGEST_TREE.inclusion(index, size), LARGEST_TREE.root(size)
    verify_inclusion(LARGEST_TREE.node(0, index), index, size, proof, root)


def altered(data: st.DataObject, hashes: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """One hash of a proof flipped, left out, repeated, added at either end, or two swapped."""
    at = data.draw(st.integers(0, max(0, len(hashes) - 1)))
    how = data.draw(st.sampled_from(["flip", "drop", "repeat", "before", "after", "swap"]))
    if how == "before" or not hashes:
        return (data.draw(HASHES), *hashes)
    if how == "after":
        return (*hashes, data.draw(HASHES))
    if how == "drop":
        return hashes[:at] + hashes[at + 1 :]
    if how == "repeat":
        return hashes[:at] + hashes[at : at + 1] * 2 + hashes[at + 1 :]
    if how == "swap":
        other = data.draw(st.integers(0, len(hashes) - 1))
        swapped = list(hashes)
        swapped[at], swapped[other] = swapped[other], swapped[at]
        return tuple(swapped)
    return (*hashes[:at], flipped(data, hashes[at]), *hashes[at + 1 :])


def flipped(data: st.DataObject, one: bytes) -> bytes:
    bit = data.draw(st.integers(0, 255))
    return (int.from_bytes(one, "big") ^ 1 << bit).to_bytes(32, "big")


@given(SIZES, st.data())
def test_an_altered_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = LARGEST_TREE.node(0, index), LARGEST_TREE.inclusion(index, size), LARGEST_TREE.root(size)
    part = data.draw(st.sampled_from(["leaf", "proof", "root", "index"]))
    forged = {
        "leaf": lambda: (flipped(data, leaf), index, size, proof, root),
        "proof": lambda: (leaf, index, size, altered(data, proof), root),
        "root": lambda: (leaf, index, size, proof, flipped(data, root)),
        "index": lambda: (leaf, data.draw(st.integers(-3, 1200)), size, proof, root),
    }[part]()
    assume(forged != (leaf, index, size, proof, root))
    with pytest.raises(InclusionNotProved):
        verify_inclusion(*forged)


@given(SIZES, SIZES, st.data())
def test_an_inclusion_proof_does_not_serve_a_tree_of_another_size(size: int, other: int, data: st.DataObject) -> None:
    assume(size != other)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof = LARGEST_TREE.node(0, index), LARGEST_TREE.inclusion(index, size)
    with pytest.raises(InclusionNotProved):
        verify_inclusion(leaf, index, other, proof, LARGEST_TREE.root(other))


@given(SIZES, st.data())
def test_an_altered_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    proof = LARGEST_TREE.consistency(old_size, size)
    old_root, root = LARGEST_TREE.root(old_size), LARGEST_TREE.root(size)
    part = data.draw(st.sampled_from(["proof", "old root", "root", "roots swapped"]))
    forged = {
        "proof": lambda: (altered(data, proof), old_root, root),
        "old root": lambda: (proof, flipped(data, old_root), root),
        "root": lambda: (proof, old_root, flipped(data, root)),
        "roots swapped": lambda: (proof, root, old_root),
    }[part]()
    assume(forged != (proof, old_root, root))
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(old_size, size, *forged)


@given(SIZES, SIZES, SIZES)
def test_a_consistency_proof_does_not_serve_another_old_size(size: int, old_size: int, other: int) -> None:
    assume(old_size <= size and other <= size and other != old_size)
    proof, root = LARGEST_TREE.consistency(old_size, size), LARGEST_TREE.root(size)
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(other, size, proof, LARGEST_TREE.root(other), root)


@given(SIZES, st.data())
def test_history_rewritten_anywhere_before_the_old_size_is_refused(size: int, data: st.DataObject) -> None:
    size = min(size, 64)
    old_size = data.draw(st.integers(1, size))
    entries = [number.to_bytes(2, "big") for number in range(size)]
    at = data.draw(st.integers(0, old_size - 1))
    rewritten = [*entries[:at], b"another", *entries[at + 1 :]]
    later = Tree(map(leaf_hash, rewritten))
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(
            old_size, size, later.consistency(old_size, size), by_definition.tree_head(entries[:old_size]), later.root()
        )


def test_a_node_does_not_pass_for_a_leaf() -> None:
    left, right = LEAF_HASHES[0], LEAF_HASHES[1]
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("leaf", [b"", bytes(31), bytes(33)])
def test_hashes_of_another_length_are_refused(leaf: bytes) -> None:
    with pytest.raises(InclusionNotProved):
        verify_inclusion(leaf, 0, 2, (bytes(32),), bytes(32))
    with pytest.raises(InclusionNotProved):
        verify_inclusion(bytes(32), 0, 2, (leaf,), bytes(32))
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(1, 2, (leaf,), bytes(32), bytes(32))


def test_bytes_moved_from_one_hash_into_its_neighbour_are_refused() -> None:
    """Both halves together would hash the same: only their lengths tell."""
    moved, rest = LEAF_HASHES[0] + LEAF_HASHES[1][:1], LEAF_HASHES[1][1:]
    with pytest.raises(InclusionNotProved):
        verify_inclusion(moved, 0, 2, (rest,), ROOTS[2])
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(1, 2, (rest,), moved, ROOTS[2])


@pytest.mark.parametrize("index", [-1, -2, 2, 2**63])
def test_a_leaf_no_tree_of_two_has_is_refused(index: int) -> None:
    for leaf, sibling in ((LEAF_HASHES[1], LEAF_HASHES[0]), (LEAF_HASHES[0], LEAF_HASHES[1])):
        with pytest.raises(InclusionNotProved):
            verify_inclusion(leaf, index, 2, (sibling,), ROOTS[2])


@pytest.mark.parametrize(("old_size", "size"), [(1, 0), (2, 1), (-1, 1), (1, 2**63), (2**80, 2**81)])
def test_sizes_no_log_can_have_are_refused(old_size: int, size: int) -> None:
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(old_size, size, (bytes(32),), ROOTS[1], ROOTS[2])


@pytest.mark.parametrize("proof", [(), (LEAF_HASHES[0],)])
def test_consistency_from_size_0_is_refused_unless_asked_for_as_witnesses_do(proof: tuple[bytes, ...]) -> None:
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(0, 1, proof, EMPTY_ROOT, ROOTS[1])


def test_from_size_0_only_the_empty_proof_and_the_empty_root_are_believed() -> None:
    verify_consistency(0, 8, (), EMPTY_ROOT, ROOTS[8], from_empty=True)
    verify_consistency(0, 0, (), EMPTY_ROOT, EMPTY_ROOT)
    for sizes, proof, roots in (
        ((0, 8), (LEAF_HASHES[0],), (EMPTY_ROOT, ROOTS[8])),
        ((0, 8), (), (ROOTS[1], ROOTS[8])),
        ((0, 0), (LEAF_HASHES[0],), (EMPTY_ROOT, EMPTY_ROOT)),
        ((0, 0), (), (ROOTS[1], ROOTS[1])),
        ((0, 0), (), (EMPTY_ROOT, ROOTS[1])),
    ):
        with pytest.raises(ConsistencyNotProved):
            verify_consistency(*sizes, proof, *roots, from_empty=True)


@pytest.mark.parametrize("size", [1, 8])
def test_one_size_has_one_root_and_an_empty_proof(size: int) -> None:
    verify_consistency(size, size, (), ROOTS[size], ROOTS[size])
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(size, size, (), ROOTS[size], ROOTS[size - 1])
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(size, size, (LEAF_HASHES[0],), ROOTS[size], ROOTS[size])


def test_an_empty_proof_between_two_sizes_is_refused() -> None:
    with pytest.raises(ConsistencyNotProved):
        verify_consistency(1, 2, (), ROOTS[1], ROOTS[2])


def test_a_proof_that_stops_short_of_the_root_is_refused_even_where_the_hash_fits() -> None:
    """The final "sn is 0": without it the root of the left half would pass for the whole tree's."""
    with pytest.raises(InclusionNotProved, match="too short"):
        verify_inclusion(LEAF_HASHES[0], 0, 8, (LEAF_HASHES[1],), ROOTS[2])
    with pytest.raises(ConsistencyNotProved, match="too short"):
        verify_consistency(1, 8, (LEAF_HASHES[1],), ROOTS[1], ROOTS[2])


def test_the_size_is_vouched_for_by_the_checkpoint_and_not_by_the_proof() -> None:
    """Inherent in RFC 9162: leaf 0 has the same way up in trees of 3 and 4, so size and root are signed together."""
    proof = LARGEST_TREE.inclusion(0, 3)
    verify_inclusion(LARGEST_TREE.node(0, 0), 0, 4, proof, LARGEST_TREE.root(3))
    with pytest.raises(InclusionNotProved):
        verify_inclusion(LARGEST_TREE.node(0, 0), 0, 4, proof, LARGEST_TREE.root(4))


def test_a_proof_longer_than_any_tree_ends_at_once() -> None:
    with pytest.raises(InclusionNotProved, match="too long"):
        verify_inclusion(bytes(32), 0, 2**62, (bytes(32),) * 100_000, bytes(32))
    with pytest.raises(ConsistencyNotProved, match="too long"):
        verify_consistency(1, 2**62, (bytes(32),) * 100_000, bytes(32), bytes(32))
