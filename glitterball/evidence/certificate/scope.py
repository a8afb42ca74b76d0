"""What a certificate does not vouch for, said as plainly as what it does."""

from collections.abc import Sequence

from domain.season.people.roster import founded_late
from domain.season.state import SeasonState
from glitterball.audit.week import WeekAudit
from glitterball.closeness.margins import Margins
from glitterball.evidence.certificate.exclusions import Exclusion
from glitterball.evidence.certificate.people import named
from glitterball.evidence.certificate.proofs import Proof
from glitterball.evidence.certificate.publishing import Published

ALWAYS = (
    "What happened before the gateways delivered: raw ballots, phone networks, web forms. The log holds what a gateway "
    "reported, with the digest of its file where it gave one.",
    "Who voted, and whether anybody voted more often than allowed. No voter is named in the log.",
    "The signatures on gateways' deliveries, and that the log is unaltered: the verifier named below checks both from the "
    "bundle.",
    "Whether the judges meant the scores submitted, or what a paddle showed. The score submitted is the official one.",
)

AS_TYPED = (
    "That the people named are who they say: this season has no roster, and names are as typed. Names that look the same are "
    "one person's wherever it takes two. A signature under this certificate is checked with the signer's key."
)
BEFORE_THE_ROSTER = (
    "That the people named are who they say: this outcome was certified before the season had a roster, which was founded at "
    "event {position}, and names are as typed. Names that look the same are one person's wherever it takes two. A signature "
    "under this certificate is checked with the signer's key."
)
TYPED_UNTIL = (
    "That the people named of what was said before event {position} are who they say: the season had no roster yet, and "
    "these names are as typed."
)
ON_THE_ROSTER = (
    "That the people on the roster are who it says: {founder} named the first of them, at event {position}, and two people "
    "whoever came later. What two people decided is signed with their keys; what one person said is not signed."
)

OF_A_REHEARSAL = (
    "That the people on the roster are anybody: the season is a rehearsal, and its people are a rehearsal's. {founder} named the "
    "first of them, at event {position}. What two of them decided is signed with their keys; what one of them said is not signed."
)

OF_THE_PROOF = (
    "Whether the proof recorded at event {position} holds: the verifier named below checks it, from {file} of the bundle. It is "
    "experimental, not reviewed by an outside cryptographer; what it leaves open is said where it is told."
)


def not_checked(
    audit: WeekAudit,
    checkpoints: Sequence[Published],
    margins: Margins | None,
    exclusions: Sequence[Exclusion],
    certified_at: int,
    sealed: bool,
    state: SeasonState,
    proofs: Sequence[Proof],
) -> tuple[str, ...]:
    """The scope, from what always holds to what is lacking this time."""
    lacking = [*ALWAYS, *_of_people(state, certified_at), *_of_the_log(checkpoints, certified_at)]
    lacking += [OF_THE_PROOF.format(position=proof.event.position, file=proof.file) for proof in proofs]
    if audit.assumptions:
        named = ", ".join(assumption.name for assumption in audit.assumptions)
        lacking.append(f"The points of the rules that no public source settles, assumed as the rulebook says: {named}.")
    lacking += [f"Not on record: {what}." for what in audit.not_published]
    for exclusion in exclusions:
        if exclusion.differs is None:
            lacking.append(
                f"Whether the outcome of week {exclusion.week} would differ with {exclusion.what} that came after the seal."
            )
    if sealed:
        lacking.append(
            "The vote counts: they are sealed and not shown here. An adjudicator who has the openings can check."
        )
    elif margins is None:
        lacking.append("How close it was: no margin was worked out.")
    return tuple(lacking)


def _of_people(state: SeasonState, certified_at: int) -> list[str]:
    """What a name stands for: a person of the roster, or whatever somebody typed, as all was before the roster's founding."""
    founded = state.founded
    if founded is None:
        return [AS_TYPED]
    if certified_at < founded.position:
        return [BEFORE_THE_ROSTER.format(position=founded.position)]
    words = OF_A_REHEARSAL if state.mode == "rehearsal" else ON_THE_ROSTER
    on_it = words.format(founder=named(founded.actor), position=founded.position)
    return [on_it, *([TYPED_UNTIL.format(position=founded.position)] if founded_late(state) else [])]


def _of_the_log(checkpoints: Sequence[Published], certified_at: int) -> list[str]:
    if not checkpoints:
        return ["That there is only one history: no checkpoint of the log was given."]
    lacking = []
    if all(checkpoint.where is None for checkpoint in checkpoints):
        lacking.append("That there is only one history: no checkpoint was published when this was made.")
    if not any(checkpoint.covers(certified_at) for checkpoint in checkpoints):
        lacking.append(
            f"The events after the last checkpoint: it does not reach the certified outcome, event {certified_at}."
        )
    return lacking
