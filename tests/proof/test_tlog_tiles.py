"""Tiles: the specification's examples, every node of a tree where it belongs, and the refusals."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.merkle import Tree, leaf_hash
from glitterball.proof.refusals import OutsideTree, TileMalformed
from glitterball.proof.tiles import (
    Tile,
    bundle_content,
    entry_bundles_of,
    exported,
    parse_bundle_content,
    parse_tile_content,
    parse_tile_path,
    tile_content,
    tiles_of,
)
from tests.proof import by_definition

ENTRIES = [number.to_bytes(3, "big") * (number % 5) for number in range(700)]
TREE = Tree(map(leaf_hash, ENTRIES))


def shape(size: int) -> Counter[tuple[int | None, int]]:
    return Counter((tile.level, tile.width) for tile in tiles_of(size))


def test_a_tree_of_70000_is_cut_as_the_specification_says() -> None:
    assert shape(70_000) == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert Counter(tile.width for tile in entry_bundles_of(70_000)) == {256: 273, 112: 1}


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert shape(256) == {(0, 256): 1, (1, 1): 1}


def test_a_tree_without_leaves_has_no_tiles() -> None:
    assert list(tiles_of(0)) == list(entry_bundles_of(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999, 1), "tile/0/999.p/1"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(63, 5, 255), "tile/63/005.p/255"),
        (Tile(None, 1234067), "tile/entries/x001/x234/067"),
        (Tile(None, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths_are_the_specification_s(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *("", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000"),
        *("tile/0/x000/000", "tile/0/x001/x234", "tile/0/001/234", "tile/0/x01/234", "tile/0/000.p/0"),
        *("tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000/", "/tile/0/000"),
        *(
            "tile/-1/000",
            "tile/entry/000",
            "tile/0/../000",
            "tile/0/000\n",
            "tile/0/００0",
            "tile/0/" + "x999/" * 99 + "999",
        ),
        "tile/0/" + "x999/" * 7 + "999",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(TileMalformed):
        parse_tile_path(path)


@given(st.none() | st.integers(0, 63), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_paths_come_back(level: int | None, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert parse_tile_path(tile.path) == tile


@given(st.text(max_size=30) | st.from_regex(r"tile/[0-9a-z]+/[x0-9/]+(\.p/[0-9]+)?", fullmatch=True))
def test_any_text_is_a_path_or_refused(path: str) -> None:
    try:
        assert parse_tile_path(path).path == path
    except TileMalformed:
        return


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 700])
def test_a_tile_holds_the_tree_heads_of_the_definition(size: int) -> None:
    for tile in tiles_of(size):
        assert tile.level is not None
        span = 256**tile.level
        first = tile.index * 256
        heads = [
            by_definition.tree_head(ENTRIES[at * span : (at + 1) * span]) for at in range(first, first + tile.width)
        ]
        assert list(parse_tile_content(tile_content(TREE, tile), tile)) == heads


def test_a_full_tile_is_8192_bytes() -> None:
    assert len(tile_content(TREE, Tile(0, 1))) == 8192


def test_hashes_the_tree_does_not_have_are_not_exported() -> None:
    for tile in (Tile(0, 2), Tile(1, 0, 3), Tile(5, 0, 1)):
        with pytest.raises(OutsideTree):
            tile_content(TREE, tile)
    with pytest.raises(TileMalformed):
        tile_content(TREE, Tile(None, 0))


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=256))
def test_bundles_come_back_from_their_bytes(entries: list[bytes]) -> None:
    bundle = Tile(None, 7, len(entries))
    assert list(parse_bundle_content(bundle_content(entries, bundle), bundle)) == entries


def test_an_entry_stands_behind_its_length_in_two_big_endian_bytes() -> None:
    assert bundle_content([b"a" * 258, b""], Tile(None, 0, 2)) == b"\x01\x02" + b"a" * 258 + b"\x00\x00"


def test_an_entry_of_65535_bytes_is_the_longest() -> None:
    bundle = Tile(None, 0, 1)
    assert parse_bundle_content(bundle_content([b"a" * 65_535], bundle), bundle) == (b"a" * 65_535,)
    with pytest.raises(TileMalformed):
        bundle_content([b"a" * 65_536], bundle)


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x00\x01", b"\x00\x02a", b"\x00\x00\x00", b"\x00\x00\x00\x00"])
def test_a_bundle_that_is_not_filled_exactly_is_refused(content: bytes) -> None:
    with pytest.raises(TileMalformed):
        parse_bundle_content(content, Tile(None, 0, 1))
    with pytest.raises(TileMalformed):
        parse_tile_content(content + b"\x00", Tile(0, 0, 1))


@given(st.binary(max_size=600), st.integers(1, 256))
def test_any_bytes_are_a_bundle_or_refused(content: bytes, width: int) -> None:
    bundle = Tile(None, 0, width)
    try:
        assert bundle_content(parse_bundle_content(content, bundle), bundle) == content
    except TileMalformed:
        return


def test_the_export_holds_each_entry_and_node_once() -> None:
    files = dict(exported(TREE, iter(ENTRIES), 700))
    assert len(files) == 3 + 3 + 1
    entries = [entry for tile in entry_bundles_of(700) for entry in parse_bundle_content(files[tile.path], tile)]
    assert entries == ENTRIES
    hashes = b"".join(files[tile.path] for tile in tiles_of(700) if tile.level == 0)
    assert hashes == b"".join(map(leaf_hash, ENTRIES))


def test_an_export_with_entries_missing_is_refused() -> None:
    with pytest.raises(TileMalformed):
        dict(exported(TREE, iter(ENTRIES[:600]), 700))


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_a_growing_log_exports_only_what_is_new(one: int, other: int) -> None:
    since, size = sorted((one, other))
    before, now = set(tiles_of(since)), set(tiles_of(size))
    assert set(tiles_of(size, since=since)) == now - before
    assert set(entry_bundles_of(size, since=since)) == set(entry_bundles_of(size)) - set(entry_bundles_of(since))


@pytest.mark.parametrize(("size", "since"), [(-1, 0), (5, 6), (5, -1), (2**63, 0)])
def test_sizes_no_log_can_have_are_refused(size: int, since: int) -> None:
    for tiles in (tiles_of, entry_bundles_of):
        with pytest.raises(OutsideTree):
            list(tiles(size, since=since))


@pytest.mark.parametrize("parts", [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257), (0, 2**63, 1)])
def test_there_are_no_such_tiles(parts: tuple[int, int, int]) -> None:
    with pytest.raises(TileMalformed):
        Tile(*parts)
