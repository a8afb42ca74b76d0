"""Fiat-Shamir: a sponge over SHAKE128, whose bytes are the challenges (draft-irtf-cfrg-fiat-shamir-03).

What was said goes in, and what comes out could not be known before. So nobody has to ask, and nobody can choose his question.
"""

from __future__ import annotations

from hashlib import shake_128

SHAKE128_RATE = 168
SESSION_LENGTH = 32


class Sponge:
    """SHAKE128 that has absorbed a session, filled up to a block; absorb and squeeze in any order."""

    def __init__(self, session: bytes) -> None:
        self.state = shake_128(session.ljust(SHAKE128_RATE, b"\x00"))
        self.given = 0

    def absorb(self, octets: bytes) -> None:
        """Squeezing begins anew behind it; nothing absorbed is as if it had not been asked for."""
        if octets:
            self.state.update(octets)
            self.given = 0

    def squeeze(self, length: int) -> bytes:
        """The bytes behind those that were squeezed last."""
        self.given += length
        return self.state.digest(self.given)[-length:] if length else b""

    def challenge(self, order: int) -> int:
        """`DecodeUint`: 16 bytes more than the order has, the least first, so that no remainder is likelier than another."""
        return int.from_bytes(self.squeeze((order.bit_length() + 7) // 8 + 16), "little") % order


def session_of_tag(tag: bytes) -> bytes:
    """`DeriveSessionID`: what stands for the text that says what a proof is about."""
    sponge = Sponge(b"irtf-cfrg-fiat-shamir/session-id")
    sponge.absorb(tag)
    return sponge.squeeze(SESSION_LENGTH)
