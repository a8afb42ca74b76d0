"""Opening a bundle: the container, the manifest, and every file's size and hash. Nothing is written anywhere."""

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO
from zlib import crc32

from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import CHUNK, Member, looks_like_one, read_members
from glitterball.evidence.bundle.contents import Manifest, read_manifest
from glitterball.evidence.bundle.lines import LONGEST_LINE
from glitterball.evidence.bundle.refusals import BundleMalformed, BundleNewer
from glitterball.evidence.verifying.findings import Findings
from glitterball.files import kinds


class OpenBundle:
    """A bundle whose container and manifest hold. Files are read from where they stand."""

    def __init__(self, source: BinaryIO, members: dict[str, Member], manifest: Manifest) -> None:
        self._source, self._members, self.manifest = source, members, manifest

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """A whole file."""
        return b"".join(chunks(self._source, self._members[name]))

    def lines(self, name: str) -> Iterator[bytes]:
        """A file's lines with their newlines; of one that is too long only the beginning, which is no line."""
        member = self._members[name]
        at, end = member.start, member.start + member.size
        while at < end:
            self._source.seek(at)
            block = self._source.read(min(CHUNK, end - at))
            cut = block.rfind(b"\n") + 1
            if not cut:
                yield block[:LONGEST_LINE]
                at = self._behind_newline(at + len(block), end)
                continue
            yield from block[:cut].splitlines(keepends=True) if b"\r" not in block else _lines(block[:cut])
            at += cut

    def _behind_newline(self, at: int, end: int) -> int:
        """Where the next line begins, or the end."""
        while at < end:
            self._source.seek(at)
            block = self._source.read(min(CHUNK, end - at))
            if found := block.find(b"\n") + 1:
                return at + found
            at += len(block)
        return end


def open_bundle(source: BinaryIO, length: int, findings: Findings) -> OpenBundle | None:
    """The bundle, or nothing where container or manifest do not hold; then the findings say why."""
    try:
        members = read_members(source, length)
        if any(_crc(source, member) != member.crc for member in members.values()):
            raise BundleMalformed("The container", "a file's CRC-32 is not that of its content")
        listed = members.get(contents.MANIFEST)
        if listed is None or listed.size > contents.LARGEST_SMALL:
            raise BundleMalformed("The container", "it has no manifest")
    except BundleNewer as refusal:
        findings.add("newer", refusal.reason)
        return None
    except BundleMalformed as refusal:
        seems = _ends(source, length)
        if looks_like_one(source, length) and not seems.are(kinds.OFFICE):
            findings.add("container", refusal.reason)
        else:
            findings.add("no-bundle", f"{refusal.reason}; it seems to be {seems.told()}")
        return None
    try:
        manifest = read_manifest(b"".join(chunks(source, listed)))
        _fits(source, members, manifest, findings)
    except BundleNewer as refusal:
        findings.add("newer", refusal.reason)
        return None
    except BundleMalformed as refusal:
        findings.add("manifest", refusal.reason)
        return None
    if any(finding.code == "manifest" for finding in findings) or not _has_all(members, manifest, findings):
        return None
    return OpenBundle(source, members, manifest)


def _fits(source: BinaryIO, members: dict[str, Member], manifest: Manifest, findings: Findings) -> None:
    """Every file is listed, every listed file is there, with the size and hash listed."""
    held = members.keys() - {contents.MANIFEST}
    for name in sorted(held ^ manifest.files.keys()):
        where = "in the bundle and not in the manifest" if name in held else "in the manifest and not in the bundle"
        findings.add("manifest", f"{name} is {where}")
    for name in sorted(held & manifest.files.keys()):
        hashed = sha256()
        for chunk in chunks(source, members[name]):
            hashed.update(chunk)
        if (members[name].size, hashed.hexdigest()) != (manifest.files[name].size, manifest.files[name].sha256):
            findings.add("manifest", f"{name} has not the size and hash the manifest states")


def _has_all(members: dict[str, Member], manifest: Manifest, findings: Findings) -> bool:
    """What every bundle has, in sizes that can be."""
    lacking = [name for name in contents.NEEDED if name not in members]
    sizes = contents.checkpoint_sizes(manifest)
    large = [name for name, one in members.items() if name not in contents.LARGE and one.size > contents.LARGEST_SMALL]
    if lacking or large or not sizes or sizes[-1] != manifest.size:
        wrong = ", ".join([*lacking, *large]) or "the checkpoint of its size"
        findings.add("manifest", f"missing or too large: {wrong}")
        return False
    if members[contents.LEAVES].size != 32 * manifest.size:
        findings.add("manifest", f"{contents.LEAVES} does not hold {manifest.size} hashes")
        return False
    return True


def chunks(source: BinaryIO, member: Member) -> Iterator[bytes]:
    """A file's content in pieces."""
    at, end = member.start, member.start + member.size
    while at < end:
        source.seek(at)
        chunk = source.read(min(CHUNK, end - at))
        yield chunk
        at += len(chunk)


def _ends(source: BinaryIO, length: int) -> kinds.Ends:
    """The two ends of the file, by which its kind is told."""
    source.seek(0)
    head = source.read(kinds.PIECE)
    source.seek(max(length - kinds.PIECE, 0))
    return kinds.Ends(head.removeprefix(kinds.BOM), source.read(kinds.PIECE))


def _crc(source: BinaryIO, member: Member) -> int:
    crc = 0
    for chunk in chunks(source, member):
        crc = crc32(chunk, crc)
    return crc


def _lines(block: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(block):
        end = block.find(b"\n", start) + 1 or len(block)
        yield block[start:end]
        start = end
