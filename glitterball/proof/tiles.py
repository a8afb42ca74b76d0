"""Tiles (c2sp.org/tlog-tiles): the tree and its entries as files that never change, for any web server to hand out.

    tile/<L>/<N>[.p/<W>]          256 hashes of level L (each over 256^L leaves), or W of them at the right edge
    tile/entries/<N>[.p/<W>]      the entries under a tile of level 0, each behind its length (big-endian uint16)

So an entry has at most 65,535 bytes. N is written in groups of three digits, all but the last behind an x.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from glitterball.proof.refusals import OutsideTree, SpellingRefused, TileMalformed
from glitterball.proof.spellings import HASH_BYTES, LARGEST, decimal, shown
from glitterball.proof.tree import Nodes

WIDTH = 256
HEIGHT = 8
LONGEST_ENTRY = 65_535
HIGHEST_LEVEL = 63

_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """Which tile: level (None: a bundle of entries), index in the level, and how many hashes or entries it holds."""

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not (0 <= (self.level or 0) <= HIGHEST_LEVEL and 0 <= self.index <= LARGEST and 1 <= self.width <= WIDTH):
            raise TileMalformed(f"{self.level}/{self.index}.p/{self.width}", "there is no such tile")

    @property
    def path(self) -> str:
        """Where it is served, behind the log's prefix."""
        level = "entries" if self.level is None else str(self.level)
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{''.join(f'x{group}/' for group in groups[:-1])}{groups[-1]}{part}"


def parse_tile_path(path: str) -> Tile:
    """Read a path; refuses TileMalformed, also for a second spelling of a tile."""
    found = _PATH.fullmatch(path) if len(path) <= 100 else None
    if found is None:
        raise TileMalformed(shown(path), "the path is not of the form tile/<L>/<N>[.p/<W>]")
    level, groups, width = found.groups()
    try:
        number = decimal(re.sub("[x/]", "", groups).lstrip("0") or "0")
        tile = Tile(None if level == "entries" else decimal(level), number, decimal(width) if width else WIDTH)
    except SpellingRefused as refusal:
        raise TileMalformed(shown(path), f"{refusal.shown!r} is not {refusal.wanted}") from None
    if tile.path != path:
        raise TileMalformed(shown(path), f"its path is {tile.path}")
    return tile


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """The hash tiles of a tree of `size` from level 0 up, full ones and the partial edge.

    With `since`, only those a tree of that size did not have: a growing log exports each full tile once.
    """
    if not 0 <= since <= size <= LARGEST:
        raise OutsideTree(size, f"tiles since {since}")
    level, hashes, had = 0, size, since
    while hashes:
        yield from _edge_to(level, hashes, had)
        level, hashes, had = level + 1, hashes >> HEIGHT, had >> HEIGHT


def entry_bundles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """The bundles of entries of a tree of `size`, as `tiles_of`."""
    if not 0 <= since <= size <= LARGEST:
        raise OutsideTree(size, f"bundles since {since}")
    yield from _edge_to(None, size, since)


def tile_content(nodes: Nodes, tile: Tile) -> bytes:
    """The hashes of a tile one after another; refuses OutsideTree while the tree does not have them."""
    if tile.level is None:
        raise TileMalformed(tile.path, "a bundle holds entries, not hashes")
    first = tile.index * WIDTH
    return b"".join(nodes.node(tile.level * HEIGHT, first + at) for at in range(tile.width))


def parse_tile_content(content: bytes, tile: Tile) -> tuple[bytes, ...]:
    """The hashes of a tile; refuses TileMalformed where their number is not the width."""
    if len(content) != tile.width * HASH_BYTES:
        raise TileMalformed(tile.path, f"{len(content)} bytes are not {tile.width} hashes")
    return tuple(content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES))


def bundle_content(entries: Sequence[bytes], tile: Tile) -> bytes:
    """The entries of a bundle, each behind its length; refuses TileMalformed for a wrong number or a long entry."""
    if len(entries) != tile.width:
        raise TileMalformed(tile.path, f"{len(entries)} entries are not {tile.width}")
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise TileMalformed(tile.path, f"an entry is longer than {LONGEST_ENTRY} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle_content(content: bytes, tile: Tile) -> tuple[bytes, ...]:
    """The entries of a bundle; refuses TileMalformed where they do not fill it exactly."""
    entries: list[bytes] = []
    at = 0
    while at < len(content) and len(entries) < tile.width:
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if at + 2 > len(content) or end > len(content):
            raise TileMalformed(tile.path, "an entry is cut short")
        entries.append(content[at + 2 : end])
        at = end
    if at != len(content) or len(entries) != tile.width:
        raise TileMalformed(tile.path, f"it does not hold {tile.width} entries and nothing else")
    return tuple(entries)


def exported(nodes: Nodes, entries: Iterator[bytes], size: int) -> Iterator[tuple[str, bytes]]:
    """Path and content of every tile and bundle of a tree of `size`; `entries` are read once, in order."""
    for bundle in entry_bundles_of(size):
        yield bundle.path, bundle_content(tuple(islice(entries, bundle.width)), bundle)
    for tile in tiles_of(size):
        yield tile.path, tile_content(nodes, tile)


def _edge_to(level: int | None, count: int, had: int) -> Iterator[Tile]:
    for index in range(had >> HEIGHT, count >> HEIGHT):
        yield Tile(level, index)
    if (width := count % WIDTH) and count != had:
        yield Tile(level, count >> HEIGHT, width)
