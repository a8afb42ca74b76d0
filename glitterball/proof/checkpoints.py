"""Checkpoints (c2sp.org/tlog-checkpoint): a signed note that states size and root of a log.

    <origin>      what the log is called: a URL without scheme, no space, no plus
    <tree size>   decimal, no leading zero
    <root>        standard base64 of 32 bytes

What we sign keeps every SHOULD: the origin is a key name, and the name of the signing key. What we read may be any
log's: the specification forbids relying on the form of an origin, and some have spaces (sum.golang.org).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glitterball.proof.hashing import EMPTY_ROOT
from glitterball.proof.keys import SignerKey, VerifierKey, is_key_name
from glitterball.proof.notes import OpenedNote, open_note, parse_note, sign_note
from glitterball.proof.refusals import CheckpointMalformed, OriginWrong, SpellingRefused
from glitterball.proof.spellings import HASH_BYTES, LARGEST, decimal, hash_from_base64, shown, to_base64

_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and root of a log at one moment. Extension lines are read and kept, never written by us."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not line or _NOT_IN_A_LINE.search(line) for line in (self.origin, *self.extensions)):
            raise CheckpointMalformed("a line is empty or has a control character")
        if not 0 <= self.size <= LARGEST or len(self.root) != HASH_BYTES:
            raise CheckpointMalformed("size or root is not one a tree can have")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise CheckpointMalformed("a tree without leaves has one root only")

    def to_text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, to_base64(self.root), *self.extensions))


@dataclass(frozen=True, slots=True)
class OpenedCheckpoint:
    """A checkpoint at least one known key signed."""

    checkpoint: Checkpoint
    opened: OpenedNote


@dataclass(frozen=True, slots=True)
class StatedCheckpoint:
    """What a checkpoint states, also where no tree can have that root: a witness answers that apart (422)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def parse_checkpoint_text(text: str) -> Checkpoint:
    """Read the text of a checkpoint; refuses CheckpointMalformed."""
    stated = stated_in(text)
    return Checkpoint(stated.origin, stated.size, stated.root, stated.extensions)


def stated_in(text: str) -> StatedCheckpoint:
    """The lines of a checkpoint's text in their spellings; refuses CheckpointMalformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "":
        raise CheckpointMalformed("it has no origin, size and root, each with its newline")
    try:
        size, root = decimal(lines[1]), hash_from_base64(lines[2])
    except SpellingRefused as refusal:
        raise CheckpointMalformed(f"{shown(refusal.shown)!r} is not {refusal.wanted}") from None
    if any(not line or _NOT_IN_A_LINE.search(line) for line in (lines[0], *lines[3:-1])):
        raise CheckpointMalformed("a line is empty or has a control character")
    return StatedCheckpoint(lines[0], size, root, tuple(lines[3:-1]))


def parse_checkpoint(octets: bytes) -> Checkpoint:
    """What a checkpoint says, believed by nobody yet: no signature is checked."""
    return parse_checkpoint_text(parse_note(octets).text)


def sign_checkpoint(checkpoint: Checkpoint, signer: SignerKey) -> bytes:
    """The checkpoint as the log publishes it; refuses OriginWrong where the key is not the log's.

    Whoever calls this holds that no checkpoint inconsistent with an earlier one is ever signed; it cannot be seen here.
    """
    if signer.name != checkpoint.origin:
        raise OriginWrong(checkpoint.origin, signer.name)
    if not is_key_name(checkpoint.origin) or checkpoint.extensions:
        raise CheckpointMalformed("we sign a plain origin and no extension lines")
    return sign_note(checkpoint.to_text(), (signer,))


def open_checkpoint(octets: bytes, known: Sequence[VerifierKey], origin: str) -> OpenedCheckpoint:
    """Check the signatures (as `open_note` does) and that it is the checkpoint of `origin` (OriginWrong)."""
    opened = open_note(octets, known)
    checkpoint = parse_checkpoint_text(opened.text)
    if checkpoint.origin != origin:
        raise OriginWrong(shown(checkpoint.origin), origin)
    return OpenedCheckpoint(checkpoint, opened)
