"""Where the log stood, and where that was first published: given to the certificate, never found out by it."""

from dataclasses import dataclass

from glitterball.proof.checkpoints import parse_checkpoint
from glitterball.proof.notes import parse_note
from glitterball.proof.spellings import to_base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A checkpoint of the log, whose keys its note names, and where it was first published (None: not published)."""

    origin: str
    size: int
    root: str
    named: tuple[str, ...]
    where: str | None

    def covers(self, position: int) -> bool:
        """Whether the event at a position is among those the checkpoint fixes."""
        return position <= self.size


def published(note: bytes, where: str | None = None) -> Published:
    """A checkpoint as it was published. No signature is checked here: that takes the reader's own policy."""
    checkpoint = parse_checkpoint(note)
    named = tuple(signature.label for signature in parse_note(note).signatures)
    return Published(
        origin=checkpoint.origin, size=checkpoint.size, root=to_base64(checkpoint.root), named=named, where=where
    )
