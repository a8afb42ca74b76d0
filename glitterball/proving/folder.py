"""Where proofs are kept: a folder beside the store, each under its own SHA-256. They are nobody's secret, and can be made
again."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol

from glitterball.files import folder_of, read, write
from glitterball.files.kinds import PROOF
from glitterball.files.limits import PROOF as PROOF_LIMIT


class Proofs(Protocol):
    """Proofs by their SHA-256."""

    def put(self, octets: bytes) -> str:
        """Keep a proof; the answer is what it is found by."""

    def get(self, digest: str) -> bytes | None:
        """The proof, or nothing where it is not there, or not the one it was."""


class InMemory:
    """For a store that is in memory itself."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, octets: bytes) -> str:
        """Keep a proof."""
        digest = sha256(octets).hexdigest()
        self._held[digest] = octets
        return digest

    def get(self, digest: str) -> bytes | None:
        """The proof, if it is there."""
        return self._held.get(digest)


class InFolder:
    """Files called by what is in them; one that is there is never written anew."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, octets: bytes) -> str:
        """Write a proof, whole and on the disk before this returns."""
        digest = sha256(octets).hexdigest()
        if self.get(digest) is None:
            folder_of(self._file(digest))
            write(self._file(digest), octets, PROOF)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The proof, if it is there and is that one."""
        if not self._file(digest).is_file():
            return None
        octets = read(self._file(digest), PROOF_LIMIT, exactly=True)
        return octets if sha256(octets).hexdigest() == digest else None

    def _file(self, digest: str) -> Path:
        return self.path / f"{digest}.sigma"


def proofs_beside(store: Path) -> InFolder:
    """The proofs of a store: `show.sqlite.proofs/`."""
    return InFolder(Path(f"{store}.proofs"))
