"""Notes: keys, signed texts and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_02_spellings import LARGEST, decimal, hash_of, unbase64
from .part_03_ed25519 import P, ed25519_verifies

ED25519, COSIGNATURE = 1, 4
_SPACES = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, *range(0x09, 0x0E), *range(0x2000, 0x200B)}
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER = (0, 1, P - 1, _ORDER_EIGHT, P - _ORDER_EIGHT)


@dataclass(frozen=True)
class Key:
    """A verifier key: its name, what it signs (0x01 notes, 0x04 cosignatures), its 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether the bytes behind the key ID are this key's signature of a note's text."""
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            seconds = int.from_bytes(signature[:8], "big")
            if len(signature) != 72 or seconds > LARGEST:
                return False
            message, signature = f"cosignature/v1\ntime {seconds}\n".encode() + message, signature[8:]
        return len(signature) == 64 and ed25519_verifies(self.public, signature, message)


def is_key_name(name: str) -> bool:
    bad = any(ord(char) in _SPACES or char < " " or "\ud800" <= char <= "\udfff" for char in name)
    return name != "" and "+" not in name and not bad


def read_key(text: str) -> Key:
    """`<name>+<key ID>+<base64 of algorithm and key>`; refuses weak keys, under which one signature fits many texts."""
    demand(
        "PRIVATE+KEY" not in text.upper(),
        "a private key, which is not repeated here, stands where a verifier key belongs",
    )
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_key_name(parts[0]) or not re.fullmatch("[0-9a-f]{8}", parts[1]):
        raise Wrong(f"{text[:80]!r} is no verifier key")
    octets = unbase64(parts[2])
    if len(octets) != 33 or octets[0] not in (ED25519, COSIGNATURE):
        raise Wrong(f"{text[:80]!r} is no Ed25519 key of a kind known here")
    key = Key(parts[0], octets[0], octets[1:])
    ordinate = int.from_bytes(key.public, "little") & (2**255 - 1)
    if key.key_id.hex() != parts[1] or ordinate >= P or ordinate in SMALL_ORDER:
        raise Wrong(f"{text[:80]!r} is a weak key, or name, ID and key do not belong together")
    return key


def newer_type(text: str) -> int | None:
    """The signature type of a well-formed verifier key, where it is none known here (0x06: ML-DSA-44). It is passed over."""
    name, _, rest = text.partition("+")
    key_id, plus, encoded = rest.partition("+")
    try:
        octets = unbase64(encoded)
    except Wrong:
        return None
    fits = sha256(name.encode("utf-8", "surrogateescape") + b"\n" + octets).digest()[:4].hex() == key_id
    newer = plus and fits and is_key_name(name) and octets and octets[0] not in (ED25519, COSIGNATURE)
    return octets[0] if newer else None


class Signature(NamedTuple):
    """A line under a note: the name and ID of a key, and the bytes behind them."""

    name: str
    key_id: bytes
    payload: bytes


def parse_note(octets: bytes) -> tuple[str, list[Signature]]:
    """The text of a note and its signatures, none of them checked."""
    try:
        whole = octets.decode()
    except UnicodeDecodeError:
        raise Wrong("a note is UTF-8") from None
    text, gap, lines = whole.rpartition("\n\n")
    text += "\n"
    if len(octets) > 16 * 2**20 or not gap or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise Wrong("it is no note: too long, no empty line before the signatures, or control characters")
    if not lines.endswith("\n") or lines.count("\n") > 100:
        raise Wrong("it does not end in one to a hundred signature lines")
    return text, [_signature(line) for line in lines[:-1].split("\n")]


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix("\u2014 ").partition(" ")
    if not line.startswith("\u2014 ") or not space or not is_key_name(name):
        raise Wrong(f"{line[:80]!r} is no signature line")
    octets = unbase64(encoded)
    if len(octets) < 5:
        raise Wrong(f"the signature of {name[:80]!r} is too short")
    return Signature(name, octets[:4], octets[4:])


def open_note(octets: bytes, known: Sequence[Key]) -> tuple[str, list[Key]]:
    """The text, and the known keys that signed it. One wrong signature of a known key refuses the whole note."""
    text, signatures = parse_note(octets)
    good = []
    for line in dict.fromkeys(signatures):
        holders = [key for key in known if (key.name, key.key_id) == (line.name, line.key_id)]
        if len(holders) > 1:
            raise Wrong(f"two known keys are called {line.name}+{line.key_id.hex()}")
        if holders and not holders[0].accepts(text, line.payload):
            raise Wrong(f"the signature of {line.name}+{line.key_id.hex()} does not fit the text")
        good += holders
    if not good:
        raise Wrong(f"no key you know signed it (signed by {', '.join(line.name for line in signatures[:5])})")
    return text, good


@dataclass(frozen=True)
class Checkpoint:
    """Size and root of a log."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def read_checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if (
        len(lines) < 4
        or lines[-1] != ""
        or any(not line or "\ud800" <= line <= "\udfff" for line in (lines[0], *lines[3:-1]))
    ):
        raise Wrong("it has no origin, size and root, each on a line")
    size, root = decimal(lines[1]), hash_of(lines[2])
    if size == 0 and root != sha256(b"").digest():
        raise Wrong("a log without events has one root only")
    return Checkpoint(lines[0], size, root, tuple(lines[3:-1]))
