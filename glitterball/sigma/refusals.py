"""Why a number or a proof of the sigma suite is not believed."""

from glitterball.proof.refusals import ProofRefusal


class RelationRefused(ProofRefusal):
    """A relation that says nothing, or speaks of what it does not have."""

    code = "relation-refused"
    says = "The relation cannot be proved or verified: {reason}."
    fix = "A relation has equations, each with an image and terms over its own scalars and elements."
    reason: str


class SigmaNotProved(ProofRefusal):
    """The proof does not hold for the relation."""

    code = "sigma-not-proved"
    says = "The proof does not hold: {reason}."
    fix = "The proof, the commitments or what is said to be proved was altered, or is not true."
    reason: str


class StatementNotTrue(ProofRefusal):
    """The counts do not fulfil what is to be proved of them."""

    code = "statement-not-true"
    says = "No proof exists, because it is not so that {why}."
    fix = "What was announced does not follow from these counts under this rulebook."
    why: str


class ProofFileRefused(ProofRefusal):
    """Bytes that are not the file of a proof of these statements."""

    code = "proof-file-refused"
    says = "The file is no proof of this outcome: {reason}."
    fix = "Ask for the bundle again; the proof in it was altered, or is of another outcome."
    reason: str
