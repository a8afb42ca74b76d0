"""Why a claim about hidden counts is not compiled into a statement that can be proved."""

from domain.refusals import Refusal


class ClaimCannotBeCompiled(Refusal):
    """The rule counts something the statements do not know."""

    says = "What was announced cannot be put as a statement about hidden counts: {why}."
    fix = "The week can be certified without a proof; an adjudicator checks it from the counts."
    why: str


class ClaimPubliclyFalse(Refusal):
    """No counts whatever would make the claim true."""

    says = "{above} cannot stand above {below}, whatever the counts: what is public alone says otherwise."
    fix = "The groups announced, the marks or the rulebook are not those of this week."
    above: str
    below: str
