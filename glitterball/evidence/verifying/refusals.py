"""Why a verification cannot begin: what an auditor gave besides the bundle."""

from glitterball.proof.refusals import ProofRefusal


class PinsMalformed(ProofRefusal):
    """Pins that cannot be used."""

    exit_code = 3
    code = "pins-malformed"
    says = "The pins cannot be used, {where}: {reason}."
    fix = "One pin a line: rulebook SHA256, or gateway VKEY."
    where: str
    reason: str
