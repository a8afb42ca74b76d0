"""The container: the files of a bundle and its manifest (bundle.md, sections 1 to 3)."""

from __future__ import annotations

import json
import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from .part_01_findings import Findings, Newer, Wrong
from .part_02_spellings import MEBIBYTE, Json, digest_of, let_go, pieces_of, written
from .part_06_kinds_of_files import OFFICE, seems_to_be

LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
BEGINS, ENDS, ZIP64 = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
LARGEST_SMALL = 64 * 2**20
LONGEST_EVENT = 65_535
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_ALLOWED = re.compile(
    r"events\.lines|hidden\.lines|leaves\.bin|scope\.note|certificate\.(?:html|json|note)|checkpoints/N\.note|consistency/N-N\.proof"
    r"|rulebooks/[0-9a-f]{64}\.json|(?:inputs|working)/N\.json|margin/[1-9][0-9]?\.json|proofs/N\.sigma".replace(
        "N", "[1-9][0-9]{0,17}"
    )
)
SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS = (f"glitterball.bundle.v{version}" for version in (1, 2, 3))
LARGE = ("events.lines", "hidden.lines", "leaves.bin")
_PROOF = re.compile(r"proofs/.*")
_SCHEMAS = re.compile(r"glitterball\.bundle\.v[1-9][0-9]{0,3}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Place(NamedTuple):
    """Where a file's content stands in the bundle, and how many bytes it has."""

    start: int
    size: int


class Bundle:
    """The files of a bundle, where they stand, and what its manifest says. Nothing is ever unpacked."""

    def __init__(self, data: bytes | mmap.mmap, findings: Findings) -> None:
        self.data = data
        self.places: dict[str, Place] = {}
        self.manifest: dict[str, Json] = {}
        self.holds = False
        try:
            self._container()
        except Newer as error:
            findings.add("newer", error)
            return
        except Wrong as error:
            begins_or_ends = data[:4] == BEGINS or data[-22:-18] == ENDS
            if begins_or_ends and not OFFICE.match(data[:256]):
                findings.add("container", error)
            else:
                findings.add("no-bundle", f"{error}; it seems to be {seems_to_be(data[:65536])}")
            return
        try:
            self.manifest = _manifest(self.read("manifest.json"))
            wrong = list(self._unlisted()) or list(self._lacking())
        except Newer as error:
            findings.add("newer", error)
            return
        except (Wrong, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            wrong = [f"the manifest cannot be read: {str(error)[:100]}"]
        for why in wrong:
            findings.add("manifest", why)
        self.holds = not wrong

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def read(self, name: str) -> bytes:
        start, size = self.places[name]
        return bytes(self.data[start : start + size])

    def under(self, folder: str) -> set[str]:
        return {name for name in self.places if name.startswith(folder)}

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file with their newlines; of one longer than any event only the beginning, which is no line."""
        at, size = self.places[name]
        end, gone = at + size, at
        while at < end:
            cut = self.data.find(b"\n", at, end) + 1 or end
            yield bytes(self.data[at : min(cut, at + LONGEST_EVENT + 64)])
            at = cut
            if at - gone > MEBIBYTE:
                let_go(self.data, gone, at)
                gone = at

    def _container(self) -> None:
        """Refuses a file that is not, byte for byte, what writing it again from names, sizes and CRCs gives."""
        data, length = self.data, len(self.data)
        if data[-42:-38] == ZIP64:
            raise Newer("its container is a ZIP64, which bundles of this version are not")
        if not END.size <= length < 2**32:
            raise Wrong("its length is not one a bundle can have")
        signature, _, _, count, _, tail, start, _ = END.unpack(data[length - END.size :])
        if signature != ENDS or count > 4096 or start + tail + END.size != length:
            raise Wrong("it does not end as a bundle does")
        at, again, before, central = 0, b"", "", start
        for _ in range(count):
            if central + CENTRAL.size > start + tail:
                raise Wrong("the list of files is cut short")
            fields = CENTRAL.unpack(data[central : central + CENTRAL.size])
            crc, size, named = fields[7], fields[9], fields[10]
            name = data[central + CENTRAL.size : min(central + CENTRAL.size + named, start + tail)].decode(
                "ascii", "replace"
            )
            if len(name) != named or len(name) > 100 or not _FILE.fullmatch(name) or ".." in name or name <= before:
                raise Wrong(f"{name[:100]!r} is no name for a file of a bundle, or out of order")
            sizes = (crc, size, size, named, 0)
            header = LOCAL.pack(BEGINS, 20, 0, 0, 0, 33, *sizes) + name.encode()
            listed = CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, at) + name.encode()
            content = at + len(header)
            if data[at:content] != header or content + size > start or self._crc(content, size) != crc:
                raise Wrong(f"{name} does not stand where it has to, or its CRC-32 is wrong")
            self.places[name] = Place(content, size)
            at, again, before, central = content + size, again + listed, name, central + len(listed)
        again += END.pack(ENDS, 0, 0, count, count, len(again), at, 0)
        if at != start or again != data[start:] or self.places.get("manifest.json", (0, 2**32))[1] > LARGEST_SMALL:
            raise Wrong("the list of files is not in its one spelling, or there is no manifest")

    def _crc(self, start: int, size: int) -> int:
        crc = 0
        for piece in pieces_of(self.data, start, size):
            crc = zlib.crc32(piece, crc)
        return crc

    def _unlisted(self) -> Iterator[str]:
        """Every file is listed, every listed file is there, with the size and hash listed."""
        files = self.manifest["files"]
        for name in sorted((self.places.keys() - {"manifest.json"}) ^ files.keys()):
            yield f"{name} is in the bundle or in the manifest, not in both"
        for name in sorted(self.places.keys() & files.keys()):
            start, size = self.places[name]
            if files[name] != {"bytes": size, "sha256": digest_of(self.data, start, size)}:
                yield f"{name} has not the size and hash the manifest states"

    def _lacking(self) -> Iterator[str]:
        """What every bundle has, in sizes that can be."""
        names = {name: size for name, (_, size) in self.places.items()}
        large = [name for name, size in names.items() if name not in LARGE and size > LARGEST_SMALL]
        lacking = [name for name in ("events.lines", "leaves.bin", "scope.note") if name not in names]
        if large or lacking or max(self.checkpoint_sizes(), default=0) != self.manifest["size"]:
            yield f"missing or too large: {', '.join([*lacking, *large]) or 'the checkpoint of its size'}"
        elif names["leaves.bin"] != 32 * self.manifest["size"]:
            yield "leaves.bin does not hold a hash for every event of the log"

    def checkpoint_sizes(self) -> list[int]:
        return sorted(int(name[12:-5]) for name in self.under("checkpoints/"))


def _manifest(octets: bytes) -> dict[str, Json]:
    """The manifest, in its one spelling; raises Newer where it is one of a later version."""
    value: dict[str, Json] = json.loads(octets)
    known = (SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS)
    if value["schema"] not in known and _SCHEMAS.fullmatch(value["schema"]):
        raise Newer(f"it is a {value['schema']}, and this program knows {SCHEMA} to {SCHEMA_WITH_PROOFS}")
    for name, listed in value["files"].items():
        if not _ALLOWED.fullmatch(name) or list(listed) != ["bytes", "sha256"]:
            raise Wrong(f"no file of a bundle is called {name[:100]!r}, or its line is malformed")
        if not _is_count(listed["bytes"]) or not isinstance(listed["sha256"], str):
            raise Wrong(f"{name} has no size and hash")
    numbers = [*value["weeks"], value["size"]]
    if list(value["files"]) != sorted(value["files"]) or not all(map(_is_count, numbers)):
        raise Wrong("files are not sorted, or a week or the size is no number")
    if value["weeks"] != sorted(set(value["weeks"])) or not isinstance(value["sealed"], bool):
        raise Wrong("weeks are not sorted, or sealed is neither yes nor no")
    if "hidden.lines" in value["files"] and (value["sealed"] or value["schema"] == SCHEMA):
        raise Wrong("hidden.lines is for open bundles with events of two parts")
    if any(map(_PROOF.fullmatch, value["files"])) != (value["schema"] == SCHEMA_WITH_PROOFS):
        raise Wrong(f"a bundle with a proof is a {SCHEMA_WITH_PROOFS}, and no other is")
    if value["schema"] not in known or not SLUG.fullmatch(value["season"]) or value["mode"] not in MODES:
        raise Wrong("schema, season or mode is not one a bundle can have")
    if list(value) != ["schema", "season", "weeks", "sealed", "mode", "size", "files"] or written(value) != octets:
        raise Wrong("it is not written in its one spelling")
    return value


def _is_count(value: Json) -> bool:
    return type(value) is int and value >= 0


MODES = ("live", "rehearsal", "historic")
