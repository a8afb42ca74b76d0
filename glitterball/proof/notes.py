"""Signed notes (c2sp.org/signed-note): a text, an empty line, and one line for each signature.

    — <key name> base64(4-byte key ID || signature)

What is read is written back byte for byte: every part has one spelling. Believe a text only when it comes out of
`open_note`; `parse_note` checks no signature.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glitterball.proof.keys import SignerKey, VerifierKey, is_key_name
from glitterball.proof.refusals import KeyAmbiguous, NoteMalformed, NoteUnverified, SignatureWrong, SpellingRefused
from glitterball.proof.spellings import from_base64, shown, to_base64

MOST_SIGNATURES = 100
"""Sixteen have to be accepted; sumdb's Go code rejects the 101st, and so do we."""
MOST_BYTES = 16 * 1024 * 1024
"""A whole certificate is a note; nothing of ours comes near."""

_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, with which key, and the bytes behind the key ID."""

    name: str
    key_id: bytes
    payload: bytes

    @property
    def label(self) -> str:
        """Name and key ID, for a person."""
        return f"{shown(self.name)}+{self.key_id.hex()}"

    def to_line(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.payload)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in newline and its signatures, none of them checked."""

    text: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """The note as published."""
        return (self.text + "\n" + "".join(signature.to_line() for signature in self.signatures)).encode()

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The note with further signatures behind its own; a line already there is not repeated."""
        signatures = tuple(dict.fromkeys((*self.signatures, *more)))
        if len(signatures) > MOST_SIGNATURES:
            raise NoteMalformed(f"it would have more than {MOST_SIGNATURES} signatures")
        return Note(self.text, signatures)


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note at least one known key signed: each good signature with its key, and those of keys we do not know."""

    note: Note
    good: tuple[tuple[VerifierKey, Signature], ...]
    unknown: tuple[Signature, ...]

    @property
    def text(self) -> str:
        """The text the known keys signed."""
        return self.note.text


def parse_note(octets: bytes) -> Note:
    """Split a note at its last empty line; refuses NoteMalformed."""
    if len(octets) > MOST_BYTES:
        raise NoteMalformed(f"it is longer than {MOST_BYTES} bytes")
    try:
        whole = octets.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteMalformed("it is not UTF-8") from None
    text, gap, lines = whole.rpartition("\n\n")
    if not gap:
        raise NoteMalformed("no empty line divides text and signatures")
    text += "\n"
    _must_be_plain(text)
    return Note(text, parse_signature_lines(lines))


def parse_signature_lines(lines: str) -> tuple[Signature, ...]:
    """Read one or more signature lines, each with its newline; refuses NoteMalformed."""
    if not lines.endswith("\n"):
        raise NoteMalformed("it does not end in a signature line with its newline")
    if lines.count("\n") > MOST_SIGNATURES:
        raise NoteMalformed(f"it has more than {MOST_SIGNATURES} signatures")
    return tuple(_signature_of(line) for line in lines[:-1].split("\n"))


def open_note(octets: bytes, known: Sequence[VerifierKey]) -> OpenedNote:
    """Check a note against the keys one knows.

    Signatures of unknown keys are ignored, also where they share a name or an ID with a known one. A known name and ID
    whose signature does not fit refuses the whole note (SignatureWrong), and so does a note without any good
    signature (NoteUnverified). Every line of a known key is checked; a line given twice counts once.
    """
    note = parse_note(octets)
    keys = {(key.name, key.key_id): key for key in known}
    holders = Counter((key.name, key.key_id) for key in known)
    good, unknown = [], []
    for signature in dict.fromkeys(note.signatures):
        who = (signature.name, signature.key_id)
        if who not in keys:
            unknown.append(signature)
            continue
        if holders[who] > 1:
            raise KeyAmbiguous(signature.label)
        if not keys[who].accepts(note.text, signature.payload):
            raise SignatureWrong(signature.label)
        good.append((keys[who], signature))
    if not good:
        raise NoteUnverified(", ".join(signature.label for signature in unknown[:5]))
    return OpenedNote(note, tuple(good), tuple(unknown))


def signature_by(signer: SignerKey, text: str) -> Signature:
    """The Ed25519 signature (type 0x01) over a text; the same bytes every time."""
    _must_be_plain(text)
    return Signature(signer.name, signer.verifier_key().key_id, signer.signature_of(text.encode()))


def sign_note(text: str, signers: Sequence[SignerKey]) -> bytes:
    """A note of `text` (which ends in newline) signed in the order given; refuses NoteMalformed."""
    if not signers:
        raise NoteMalformed("nobody signs it")
    return Note(text, ()).with_signatures(signature_by(signer, text) for signer in signers).to_bytes()


def _must_be_plain(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteMalformed("the text does not end in newline")
    if _CONTROL.search(text):
        raise NoteMalformed("the text has a control character other than newline")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise NoteMalformed("the text is not UTF-8") from None


def _signature_of(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_key_name(name):
        raise NoteMalformed(f"{shown(line)!r} is not a signature line")
    try:
        octets = from_base64(encoded)
    except SpellingRefused:
        raise NoteMalformed(f"the signature of {shown(name)} is not standard base64") from None
    if len(octets) < 5:
        raise NoteMalformed(f"the signature of {shown(name)} is too short for a key ID and a signature")
    return Signature(name, octets[:4], octets[4:])
