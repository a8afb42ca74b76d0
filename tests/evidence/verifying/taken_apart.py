"""A bundle taken apart and put together again, in a forger's hands: he can do everything but sign."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from domain.record import digest
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import write_container
from glitterball.evidence.bundle.contents import Listed, Manifest, read_manifest
from glitterball.evidence.bundle.scope import sign_scope, spans_of
from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.keys import SignerKey
from glitterball.proof.spellings import to_base64
from glitterball.proof.tree import Tree

Files = dict[str, bytes]


@dataclass(frozen=True)
class Parts:
    """The files, and the manifest's own words."""

    files: Mapping[str, bytes]
    manifest: Manifest

    def packed(self, listed: bool = True) -> bytes:
        """The bundle again; with `listed`, the manifest states the sizes and hashes that are there now."""
        manifest = self.manifest
        if listed:
            files = {name: Listed(len(octets), digest(octets)) for name, octets in self.files.items()}
            manifest = replace(manifest, files=files)
        target = io.BytesIO()
        write_container(target, [*self.files.items(), (contents.MANIFEST, manifest.to_bytes())])
        return target.getvalue()

    def with_files(self, **changed: bytes | None) -> "Parts":
        """Some files changed, or taken out; a name is written with __ for a dot and ___ for a slash."""
        named = {name.replace("___", "/").replace("__", "."): octets for name, octets in changed.items()}
        return self.with_named(named)

    def with_named(self, changed: Mapping[str, bytes | None]) -> "Parts":
        """Some files changed, added, or (None) taken out."""
        files = {**self.files, **{name: octets for name, octets in changed.items() if octets is not None}}
        for name, octets in changed.items():
            if octets is None:
                files.pop(name)
        return replace(self, files=files)

    @property
    def lines(self) -> list[tuple[int, bytes]]:
        """Positions and stored bytes."""
        split = (line.split(b" ", 1) for line in self.files[contents.EVENTS].splitlines())
        return [(int(position), octets) for position, octets in split]

    def with_lines(self, lines: Iterable[tuple[int, bytes]]) -> "Parts":
        """Other event lines; the leaves stay."""
        written = b"".join(b"%d %b\n" % line for line in lines)
        return self.with_named({contents.EVENTS: written})

    @property
    def leaves(self) -> list[bytes]:
        """The leaf hashes."""
        octets = self.files[contents.LEAVES]
        return [octets[at : at + 32] for at in range(0, len(octets), 32)]

    def with_leaves_of_lines(self) -> "Parts":
        """The leaves say what the lines say: the forger hashed again."""
        leaves = self.leaves
        for position, octets in self.lines:
            if position <= len(leaves):
                leaves[position - 1] = leaf_hash(octets)
        return self.with_named({contents.LEAVES: b"".join(leaves)})

    @property
    def sizes(self) -> tuple[int, ...]:
        """The checkpoints' sizes."""
        return contents.checkpoint_sizes(self.manifest)

    def signed_again(self, signer: SignerKey) -> "Parts":
        """Everything signed anew over the leaves that are there: what the log itself could do, and a forger with his own key."""
        tree = Tree(self.leaves)
        size = tree.size
        files: Files = {
            name: octets for name, octets in self.files.items() if not name.startswith(("check", "consist"))
        }
        sizes = sorted({min(one, size) for one in self.sizes[:-1]} | {size})
        for one in sizes:
            note = sign_checkpoint(Checkpoint(signer.name, one, tree.root(one)), signer)
            files[contents.checkpoint_name(one)] = note
        for old, new in pairwise(sizes):
            proof = "".join(f"{to_base64(one)}\n" for one in tree.consistency(old, new))
            files[contents.proof_name(old, new)] = proof.encode()
        spans = spans_of(position for position, _ in self.lines)
        last = Checkpoint(signer.name, size, tree.root())
        files[contents.SCOPE] = sign_scope(last, self.manifest.season, spans, signer)
        return replace(self, files=files, manifest=replace(self.manifest, size=size))


def taken_apart(bundle: bytes) -> Parts:
    """The parts of a bundle; read with the standard library's own ZIP reader."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = read_manifest(files.pop(contents.MANIFEST))
    return Parts(files, manifest)


def changed(octets: bytes, **fields: Any) -> bytes:
    """A stored event with some fields of its fact (or, in capitals, of its head) changed, in the stored form."""
    event = json.loads(octets)
    for name, value in fields.items():
        target = event if name.isupper() else event["fact"]
        target[name.lower() if name.isupper() else name] = value
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
