"""Why a week's outcome cannot be proved, or a proof is not about it."""

from typing import ClassVar, Literal

from domain.refusals import Refusal

Obstacle = Literal[
    "order-not-stated", "not-committed", "batch-voided", "counts-stated", "others-voted-for", "rule-not-provable",
    "not-announced", "tied-in-a-body",
]  # fmt: skip
"""What stands against a proof. The codes are for ever (decision 0026)."""


class CannotBeProved(Refusal):
    """What counted is not what was committed to, or the rule is none a statement can be made of, or nothing was announced."""

    says: ClassVar = "The outcome of week {week} cannot be proved [{obstacle}]: {why}."
    fix: ClassVar = "The certificate stands without a proof; an adjudicator checks it from the openings."
    week: int
    obstacle: Obstacle
    why: str


class ProofDoesNotFit(Refusal):
    """A proof is recorded of the last certification, as long as it holds, and of what was announced."""

    says: ClassVar = "A proof of week {week} does not fit what is on record: {why}."
    fix: ClassVar = "Make the proof from the record as it stands: glitterball week prove."
    week: int
    why: str
