"""The three hashes of RFC 6962 section 2.1, with SHA-256. The first byte keeps leaves and nodes apart."""

from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves: the hash of nothing."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry): hash the stored bytes, never a re-serialised object."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()
