"""The reasons for NOT READY, and what one should know of a week: each a code with facts, and its English."""

from domain.findings import FindingKind

NO_DANCE = FindingKind("no-dance-scheduled", "no dance is scheduled")
NO_COUPLE = FindingKind("no-couple-competes", "no couple competes: all withdrew, left before or have a bye")
DANCES_NOWHERE = FindingKind(
    "couple-without-a-dance",
    "no dance of {couple} is scheduled in week {counted}, which counts towards the outcome: "
    "say what holds (glitterball week bye)",
)
DANCES_LESS = FindingKind(
    "couple-dances-less",
    "{couple}: {dances} of {most} {most:dance|dances} in week {counted}: schedule what is missing, "
    "or say that there are no further marks (glitterball week bye --no-marks)",
)
TOO_FEW_LEAVE = FindingKind(
    "fewer-leave-than-the-form-says",
    "form {form} lets {leave} leave, and {leaving} can (immune: {couples}): that takes a decision, "
    "such as that nobody leaves (glitterball week cancel)",
)
SCORES_MISSING = FindingKind("scores-missing", "{judges:a score is|scores are} missing: {judges}", more=("dance",))
STAGE_KINDS_OF_PACKAGES = FindingKind(
    "stage-kinds-of-packages",
    "its rules name {kinds}, which no verifier knows: nothing is certified by stage kinds of packages. "
    "Under a rulebook of kinds that ship it can be (glitterball season adopt)",
)
VOTES_UNPUBLISHED = FindingKind(
    "votes-not-published", "votes were not published: a historic season is audited, not certified"
)
PROPOSAL_OPEN = FindingKind("proposal-open", "proposal {decision} ({command}) waits for a second person")
VOTING_NOT_OPENED = FindingKind("voting-not-opened", "voting was not opened", more=("week",))
VOTING_OPEN = FindingKind("voting-open", "voting is still open", more=("week",))
BATCHES_MISSING = FindingKind(
    "batches-missing",
    "{batches:batch|batches} {batches} had not arrived when voting closed",
    more=("week", "gateway"),
)
MANIFEST_MISSING = FindingKind("manifest-missing", "the closing manifest has not arrived", more=("week", "gateway"))
MORE_THAN_SENT = FindingKind(
    "more-batches-than-sent",
    "batch {last} arrived, but the manifest says {sent} {sent:was|were} sent",
    more=("week", "gateway"),
)
OUTSIDE_THE_WINDOW = FindingKind(
    "batches-outside-the-window",
    "{batches:batch|batches} {batches} of channel {channel} {batches:is of a time|are of times} outside the lines on record, "
    "{opens} to {closes}: two people void {batches:it|them} (glitterball votes void batch), or put a wrong window right "
    "(glitterball votes window)",
    more=("week", "gateway"),
)
MANIFEST_DIFFERS = FindingKind(
    "manifest-differs",
    "the manifest says {stated} {what}, the batches say {counted}",
    more=("week", "gateway", "channel"),
)
COMMITMENTS_DIFFER = FindingKind(
    "commitments-differ",
    "the manifest's commitments of channel {channel} ({body}) {what}: as the week stands it would be proved of other counts",
    more=("week", "gateway"),
)
BATCH_COMMITMENTS_DIFFER = FindingKind(
    "batch-commitments-differ",
    "the commitments of {batches:batch|batches} {batches} of channel {channel} ({body}) are not those of "
    "{batches:its|their} counts: two people void {batches:it|them} (glitterball votes void batch)",
    more=("week", "gateway"),
)
NEEDS_DECISION = FindingKind("needs-a-decision", "{couples}: {why}", more=("clause",))

UNSIGNED = FindingKind(
    "deliveries-unsigned", "deliveries are taken in unsigned from {gateways}: no key was introduced", "note"
)
NO_WINDOW = FindingKind(
    "no-window-on-record",
    "no opening and closing time of the lines is on record (glitterball votes open --opens --closes): "
    "batches count whatever their times",
    "warning",
)
REPEATED = FindingKind(
    "batches-repeat",
    "{batches:batch|batches} {batches} of channel {channel} {batches:has|have} the window and counts, or the raw file, of a "
    "batch just before: {batches:was it|were they} sent twice?",
    "warning",
)
ONE_RAW_FILE = FindingKind(
    "one-raw-file-for-two-gateways", "{gateways} were counted from one and the same raw file", "warning"
)
NO_VOTES = FindingKind("couple-without-votes", "no batch has a vote for {couple}, and none is counted", "warning")
AFTER_THE_SEAL = FindingKind("after-the-seal", "batches after the seal, not counted: {batches}", "warning")
CANNOT_BE_PROVED = FindingKind(
    "cannot-be-proved",
    "who leaves cannot be proved from what gateways commit to: {why}",
    "warning",
    more=("obstacle",),
)
FIRST_FORM = FindingKind(
    "batches-of-the-first-form",
    "counts stand in the line itself (batches: {batches}): in a sealed bundle only its hash hides them, and whoever knows the "
    "rest can guess at them; no proof starts from them. Let the gateway sign in the second form "
    "(glitterball votes sign --in-order)",
    "warning",
    more=("gateway",),
)
PADDLE_DIFFERS = FindingKind(
    "paddle-differs", "{judge}'s paddle showed {paddle}, the score submitted is {mark} and stands", "warning"
)
SIGNED_WITHOUT_OPENING = FindingKind(
    "signed-without-opening",
    "{deliveries} of its signatures {deliveries:does|do} not name the season's opening: "
    "{deliveries:it|they} would fit a rehearsal as well",
    "warning",
)

KINDS = (
    NO_COUPLE,
    NO_DANCE,
    DANCES_NOWHERE,
    DANCES_LESS,
    TOO_FEW_LEAVE,
    SCORES_MISSING,
    STAGE_KINDS_OF_PACKAGES,
    VOTES_UNPUBLISHED,
    PROPOSAL_OPEN,
    VOTING_NOT_OPENED,
    VOTING_OPEN,
    BATCHES_MISSING,
    MANIFEST_MISSING,
    MORE_THAN_SENT,
    OUTSIDE_THE_WINDOW,
    MANIFEST_DIFFERS,
    COMMITMENTS_DIFFER,
    BATCH_COMMITMENTS_DIFFER,
    NEEDS_DECISION,
    UNSIGNED,
    NO_WINDOW,
    REPEATED,
    ONE_RAW_FILE,
    NO_VOTES,
    AFTER_THE_SEAL,
    CANNOT_BE_PROVED,
    FIRST_FORM,
    PADDLE_DIFFERS,
    SIGNED_WITHOUT_OPENING,
)
COUPLES = ("couple", "couples")
"""The facts that name couples, by identifier; several with commas between."""
