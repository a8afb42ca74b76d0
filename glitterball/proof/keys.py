"""Keys of signed notes, in the text forms of c2sp.org/signed-note and golang.org/x/mod/sumdb/note.

    verifier key  <name>+<8 lowercase hex of key ID>+base64(algorithm byte || 32-byte public key)
    signer key    PRIVATE+KEY+<name>+<8 lowercase hex of key ID>+base64(0x01 || 32-byte seed)

The algorithm byte stays open for others (0x06, ML-DSA-44); the two here are all we read and write today.
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from glitterball.proof.private_keys import holds_private_key
from glitterball.proof.refusals import KeyMalformed, SpellingRefused
from glitterball.proof.spellings import LARGEST, from_base64, shown, to_base64


class Algorithm(IntEnum):
    """What a key signs: the signature type bytes of c2sp.org/signed-note that we use."""

    ED25519 = 0x01
    """The text of the note."""
    COSIGNATURE = 0x04
    """A header, the time and the text (c2sp.org/tlog-cosignature)."""


SIGNATURE_BYTES = 64
_UNICODE_SPACES = frozenset(
    map(
        chr,
        (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
    )
)
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_SIGNER_PREFIX = "PRIVATE+KEY+"

# Ed25519 (RFC 8032 5.1.3): the field's prime, and the ordinates of the eight points of small order. Under such a key
# one signature fits many texts, and implementations disagree which; nobody generates one by accident.
_PRIME = 2**255 - 19
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset((0, 1, _PRIME - 1, _ORDER_EIGHT, _PRIME - _ORDER_EIGHT))


def is_key_name(name: str) -> bool:
    """Non-empty, UTF-8, no Unicode space, no plus, no control character."""
    return (
        name != ""
        and "+" not in name
        and not any(char < " " or char in _UNICODE_SPACES or "\ud800" <= char <= "\udfff" for char in name)
    )


def key_id_of(name: str, algorithm: int, public_key: bytes) -> bytes:
    """SHA-256(name || 0x0A || algorithm || public key)[:4]."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public_key).digest()[:4]


def cosigned_message(seconds: int, text: str) -> bytes:
    """What an Ed25519 cosigner signs (c2sp.org/tlog-cosignature, Ed25519 signed message)."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it goes by. Refuses KeyMalformed for a name or key that cannot be one."""

    name: str
    public_key: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise KeyMalformed(shown(self.name), "a name has no space, plus or control character and is not empty")
        if len(self.public_key) != 32:
            raise KeyMalformed(shown(self.name), f"an Ed25519 key has 32 bytes, not {len(self.public_key)}")
        ordinate = int.from_bytes(self.public_key, "little") & (2**255 - 1)
        if ordinate >= _PRIME or ordinate in _SMALL_ORDER:
            raise KeyMalformed(shown(self.name), "it is a weak Ed25519 key, under which one signature fits many texts")

    @property
    def key_id(self) -> bytes:
        """The four bytes in front of every signature of this key."""
        return key_id_of(self.name, self.algorithm, self.public_key)

    @property
    def label(self) -> str:
        """Name and key ID, for a person."""
        return f"{self.name}+{self.key_id.hex()}"

    def to_text(self) -> str:
        """The verifier key line (vkey)."""
        return f"{self.label}+{to_base64(bytes([self.algorithm]) + self.public_key)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether `signature` (without the key ID) is this key's over the text of a note."""
        if self.algorithm is Algorithm.ED25519:
            return self._signed(signature, text.encode())
        if len(signature) != 8 + SIGNATURE_BYTES or (seconds := int.from_bytes(signature[:8], "big")) > LARGEST:
            return False
        return self._signed(signature[8:], cosigned_message(seconds, text))

    def _signed(self, signature: bytes, message: bytes) -> bool:
        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key with the name it goes by. The seed is kept out of every message and repr."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise KeyMalformed(shown(self.name), "a name has no space, plus or control character and is not empty")
        if len(self.seed) != 32:
            raise KeyMalformed(shown(self.name), f"an Ed25519 seed has 32 bytes, not {len(self.seed)}")

    def verifier_key(self, algorithm: Algorithm = Algorithm.ED25519) -> VerifierKey:
        """The public half, as signer of notes or as cosigner. Use one seed for one of the two, never for both."""
        public_key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, public_key, algorithm)

    def to_text(self) -> str:
        """The signer key line (skey). Secret."""
        public = self.verifier_key()
        return f"{_SIGNER_PREFIX}{public.label}+{to_base64(bytes([Algorithm.ED25519]) + self.seed)}"

    def signature_of(self, message: bytes) -> bytes:
        """The 64 bytes of RFC 8032 Ed25519: the same message gives the same bytes, always."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a verifier key line; refuses KeyMalformed, also where name, ID and key do not belong together."""
    if holds_private_key(text):
        raise KeyMalformed("PRIVATE+KEY", "it is a private key, and a public one (a verifier key) belongs here")
    name, stated_id, octets = _taken_apart(text, text)
    algorithms = {int(algorithm): algorithm for algorithm in Algorithm}
    if octets[0] not in algorithms:
        raise KeyMalformed(shown(text), f"signature type 0x{octets[0]:02x} is not one of ours")
    key = VerifierKey(name, octets[1:], algorithms[octets[0]])
    if key.key_id.hex() != stated_id:
        raise KeyMalformed(shown(text), f"name and key give the ID {key.key_id.hex()}")
    return key


def newer_type(text: str) -> int | None:
    """The signature type of a well-formed verifier key, where it is none of ours: 0x06 for ML-DSA-44."""
    if holds_private_key(text):
        return None
    try:
        name, stated_id, octets = _taken_apart(text, text)
    except KeyMalformed:
        return None
    known = octets[0] in set(Algorithm)
    return None if known or key_id_of(name, octets[0], octets[1:]).hex() != stated_id else octets[0]


def parse_signer_key(text: str) -> SignerKey:
    """Read a signer key line; refuses KeyMalformed without ever repeating the secret."""
    if not text.startswith(_SIGNER_PREFIX):
        raise KeyMalformed("PRIVATE+KEY", "a signer key begins with PRIVATE+KEY+")
    name, stated_id, octets = _taken_apart(text.removeprefix(_SIGNER_PREFIX), "PRIVATE+KEY")
    if octets[0] != Algorithm.ED25519:
        raise KeyMalformed("PRIVATE+KEY", f"signature type 0x{octets[0]:02x} is not Ed25519")
    signer = SignerKey(name, octets[1:])
    if signer.verifier_key().key_id.hex() != stated_id:
        raise KeyMalformed("PRIVATE+KEY", "name, ID and seed do not belong together")
    return signer


def _taken_apart(text: str, shown_as: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)  # base64 has pluses of its own
    if len(parts) != 3 or not is_key_name(parts[0]) or not _KEY_ID.fullmatch(parts[1]):
        raise KeyMalformed(shown(shown_as), "it has no name, eight lowercase hex digits and base64 between pluses")
    try:
        octets = from_base64(parts[2])
    except SpellingRefused:
        raise KeyMalformed(shown(shown_as), "its last part is not standard base64") from None
    if not octets:
        raise KeyMalformed(shown(shown_as), "its last part is empty")
    return parts[0], parts[1], octets
