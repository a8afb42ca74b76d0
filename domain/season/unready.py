"""The reasons for NOT READY, and what one should know of a week: each a code with facts, and its English."""

from domain.findings import FindingKind

NO_DANCE = FindingKind("no-dance-scheduled", "no dance is scheduled")
SCORES_MISSING = FindingKind("scores-missing", "scores are missing: {judges}")
VOTES_UNPUBLISHED = FindingKind(
    "votes-not-published", "votes were not published: a historic season is audited, not certified"
)
PROPOSAL_OPEN = FindingKind("proposal-open", "proposal {decision} ({command}) waits for a second person")
VOTING_NOT_OPENED = FindingKind("voting-not-opened", "voting was not opened")
VOTING_OPEN = FindingKind("voting-open", "voting is still open")
BATCHES_MISSING = FindingKind("batches-missing", "batches {batches} had not arrived when voting closed")
MANIFEST_MISSING = FindingKind("manifest-missing", "the closing manifest has not arrived")
MORE_THAN_SENT = FindingKind("more-batches-than-sent", "batch {last} arrived, but the manifest says {sent} were sent")
MANIFEST_DIFFERS = FindingKind("manifest-differs", "the manifest says {stated} {what}, the batches say {counted}")
NEEDS_DECISION = FindingKind("needs-a-decision", "{couples}: {why}")

UNSIGNED = FindingKind(
    "deliveries-unsigned", "deliveries are taken in unsigned from {gateways}: no key was introduced", "note"
)
AFTER_THE_SEAL = FindingKind("after-the-seal", "batches after the seal, not counted: {batches}", "warning")
PADDLE_DIFFERS = FindingKind(
    "paddle-differs", "{judge}'s paddle showed {paddle}, the score submitted is {mark} and stands", "warning"
)
SIGNED_WITHOUT_OPENING = FindingKind(
    "signed-without-opening",
    "{deliveries} of its signatures do not name the season's opening: they would fit a rehearsal as well",
    "warning",
)

KINDS = (
    NO_DANCE,
    SCORES_MISSING,
    VOTES_UNPUBLISHED,
    PROPOSAL_OPEN,
    VOTING_NOT_OPENED,
    VOTING_OPEN,
    BATCHES_MISSING,
    MANIFEST_MISSING,
    MORE_THAN_SENT,
    MANIFEST_DIFFERS,
    NEEDS_DECISION,
    UNSIGNED,
    AFTER_THE_SEAL,
    PADDLE_DIFFERS,
    SIGNED_WITHOUT_OPENING,
)
