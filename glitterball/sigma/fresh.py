"""Blindings nobody can guess: for the bits of a proof, which no gateway has committed to."""

import secrets

from domain.commitments.committing import Opening
from domain.commitments.p256 import ORDER


def fresh_opening(value: int) -> Opening:
    """The value with a blinding nobody can guess."""
    return Opening(value, secrets.randbelow(ORDER))
