"""Trees that grow: every published root, the definition of the RFC at every size, and what is kept of them."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.merkle import EMPTY_ROOT, Frontier, Tree, leaf_hash, node_hash
from glitterball.proof.refusals import ConsistencyNotProved, FrontierMalformed, OutsideTree
from tests.proof import by_definition

RFC = json.loads((Path(__file__).parent / "vectors" / "rfc6962.json").read_text())
LEAVES = [bytes.fromhex(leaf) for leaf in RFC["leaves"]]
ENTRIES = st.lists(st.binary(max_size=3), max_size=40)


def tree_of(entries: list[bytes]) -> Tree:
    return Tree(map(leaf_hash, entries))


def test_the_published_hashes_come_out() -> None:
    hashes = {name: bytes.fromhex(one) for name, one in RFC["hash"].items()}
    first, second = bytes(range(32)), bytes(range(32, 64))
    assert hashes["empty_root"] == EMPTY_ROOT
    assert hashes["leaf_of_empty"] == leaf_hash(b"")
    assert hashes["leaf_of_ascii_L123456"] == leaf_hash(b"L123456")
    assert hashes["node_of_ascii_N123_N456"] == node_hash(b"N123", b"N456")
    assert hashes["leaf_of_hex_101112131415161718191a1b1c1d1e1f"] == leaf_hash(bytes(range(16, 32)))
    assert hashes["node_of_00..1f_and_20..3f"] == node_hash(first, second)


def test_the_published_leaf_hashes_come_out() -> None:
    assert [leaf_hash(leaf).hex() for leaf in LEAVES] == RFC["leaf_hashes"]


@pytest.mark.parametrize("size", range(9))
def test_the_published_root_comes_out_at_every_size(size: int) -> None:
    frontier = Frontier()
    frontier.extend(map(leaf_hash, LEAVES[:size]))
    assert frontier.root().hex() == tree_of(LEAVES).root(size).hex() == RFC["roots"][size]


@pytest.mark.parametrize("span", RFC["nodes"])
def test_the_published_nodes_are_kept(span: str) -> None:
    start, end = map(int, span[1:-1].split(","))
    level = (end - start).bit_length() - 1
    assert tree_of(LEAVES).node(level, start >> level).hex() == RFC["nodes"][span]


@pytest.mark.parametrize("case", RFC["inclusion"], ids=lambda case: f"{case['index']} of {case['size']}")
def test_the_published_inclusion_proofs_come_out(case: dict) -> None:
    assert [one.hex() for one in tree_of(LEAVES).inclusion(case["index"], case["size"])] == case["proof"]


@pytest.mark.parametrize("case", RFC["consistency"], ids=lambda case: f"{case['from']} to {case['to']}")
def test_the_published_consistency_proofs_come_out(case: dict) -> None:
    assert [one.hex() for one in tree_of(LEAVES).consistency(case["from"], case["to"])] == case["proof"]


@given(ENTRIES)
def test_a_tree_is_what_the_definition_says_at_every_size(entries: list[bytes]) -> None:
    tree = tree_of(entries)
    for size in range(len(entries) + 1):
        assert tree.root(size) == by_definition.tree_head(entries[:size])


@given(ENTRIES.filter(bool), st.data())
def test_proofs_are_what_the_definition_says(entries: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index, old_size = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree = tree_of(entries)
    assert list(tree.inclusion(index, size)) == by_definition.path(index, entries[:size])
    assert list(tree.consistency(old_size, size)) == by_definition.proof(old_size, entries[:size])


@given(ENTRIES)
def test_a_frontier_has_the_tree_s_root_at_every_size(entries: list[bytes]) -> None:
    frontier, tree = Frontier(), tree_of(entries)
    for size, entry in enumerate(entries):
        assert (frontier.size, frontier.root()) == (size, tree.root(size))
        frontier.append(leaf_hash(entry))
    assert frontier.root() == tree.root()


@given(ENTRIES, st.binary())
def test_a_stored_frontier_grows_on_as_if_it_had_never_stopped(entries: list[bytes], next_entry: bytes) -> None:
    frontier = Frontier()
    frontier.extend(map(leaf_hash, entries))
    restored = Frontier.from_bytes(frontier.to_bytes())
    assert restored == frontier
    assert len(frontier.to_bytes()) == 8 + 32 * len(entries).bit_count()
    for one in (frontier, restored):
        one.append(leaf_hash(next_entry))
    assert restored == frontier
    assert restored.root() == by_definition.tree_head([*entries, next_entry])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_frontier_are_refused(stored: bytes) -> None:
    with suppress(FrontierMalformed):
        assert Frontier.from_bytes(stored).to_bytes() == stored


@pytest.mark.parametrize("stored", [b"", bytes(7), b"\x80" + bytes(7) + bytes(32), bytes(7) + b"\x03" + bytes(32)])
def test_a_frontier_cut_short_is_refused(stored: bytes) -> None:
    with pytest.raises(FrontierMalformed):
        Frontier.from_bytes(stored)


def test_a_tree_does_not_speak_of_leaves_it_does_not_have() -> None:
    tree = tree_of(LEAVES)
    for ask in (
        lambda: tree.root(9),
        lambda: tree.root(-1),
        lambda: tree.inclusion(8, 8),
        lambda: tree.inclusion(-1, 8),
        lambda: tree.inclusion(0, 0),
        lambda: tree.inclusion(0, 9),
        lambda: tree.consistency(3, 9),
        lambda: tree.consistency(5, 4),
        lambda: tree.consistency(-1, 4),
        lambda: tree.node(4, 0),
        lambda: tree.node(0, 8),
        lambda: tree.node(-1, 0),
        lambda: tree.append(b"short"),
        lambda: Frontier().append(b"short"),
    ):
        with pytest.raises(OutsideTree):
            ask()


def test_consistency_from_nothing_has_to_be_asked_for() -> None:
    tree = tree_of(LEAVES)
    with pytest.raises(ConsistencyNotProved):
        tree.consistency(0, 8)
    assert tree.consistency(0, 8, from_empty=True) == ()
    assert tree.consistency(0, 0) == ()
