"""The file of a proof: a line that names the suite, then the proof of each statement, without separators (decision 0026).

How long each is follows from the statements, which whoever verifies has compiled himself.
"""

from collections.abc import Sequence
from typing import Final

from domain.claims.statement import Statement
from glitterball.sigma.refusals import ProofFileRefused
from glitterball.sigma.relations import SUITE
from glitterball.sigma.statements import proof_bytes

HEADING: Final = b"glitterball proof v1 " + SUITE + b"\n"


def joined(proofs: Sequence[bytes]) -> bytes:
    """The file of the proofs of some statements, in their order."""
    return HEADING + b"".join(proofs)


def parted(octets: bytes, statements: Sequence[Statement]) -> list[bytes]:
    """The proof of each statement. Refuses another suite, and a byte more or less than the statements have."""
    if not octets.startswith(HEADING):
        raise ProofFileRefused("it does not begin as a proof of this suite")
    lengths = [proof_bytes(statement) for statement in statements]
    if len(octets) != len(HEADING) + sum(lengths):
        raise ProofFileRefused(f"it has {len(octets):,} bytes, and such a proof has {len(HEADING) + sum(lengths):,}")
    found, at = [], len(HEADING)
    for length in lengths:
        found.append(octets[at : at + length])
        at += length
    return found
