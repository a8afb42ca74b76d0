"""The duplex sponge over SHAKE128 (draft-irtf-cfrg-fiat-shamir-03): what the prover said goes in, challenges come out."""

from hashlib import shake_128
from typing import Final

SESSION_BYTES: Final = 32
_RATE_BYTES = 168
_DERIVING = b"irtf-cfrg-fiat-shamir/session-id"


class Sponge:
    """Absorb and squeeze in any order; squeezing twice goes on where the first ended, until something is absorbed."""

    def __init__(self, session: bytes) -> None:
        assert len(session) == SESSION_BYTES, "a session identifier has 32 bytes"
        self._absorbed = shake_128(session + bytes(_RATE_BYTES - SESSION_BYTES))
        self._squeezed = 0

    def absorb(self, said: bytes) -> None:
        """Nothing absorbed changes nothing."""
        if said:
            self._absorbed.update(said)
            self._squeezed = 0

    def squeeze(self, length: int) -> bytes:
        """The next `length` bytes."""
        squeezed = self._absorbed.digest(self._squeezed + length)[self._squeezed :]
        self._squeezed += length
        return squeezed

    def squeeze_scalar(self, modulus: int) -> int:
        """`DecodeUint`: 16 bytes more than the modulus has, little end first, so that the remainder is uniform."""
        length = (modulus.bit_length() + 7) // 8 + 16
        return int.from_bytes(self.squeeze(length), "little") % modulus


def session_of(tag: bytes) -> bytes:
    """`DeriveSessionID`: 32 bytes that stand for an application's tag."""
    sponge = Sponge(_DERIVING)
    sponge.absorb(tag)
    return sponge.squeeze(SESSION_BYTES)
