"""The way out of each reason for NOT READY: the commands that settle it, by what they are called, the likeliest first.

No reason is without one but that of history: a season whose votes were never published is audited and not certified.
"""

from domain.findings import Finding
from domain.season import unready

WAYS: dict[str, tuple[str, ...]] = {
    unready.NO_COUPLE.code: ("state-bye", "cancel-elimination", "close-week", "take-back-withdrawal"),
    unready.NO_DANCE.code: ("schedule-dance", "state-bye", "restate-week"),
    unready.DANCES_NOWHERE.code: ("state-bye", "schedule-dance", "restate-week"),
    unready.DANCES_LESS.code: ("state-bye", "schedule-dance", "restate-week"),
    unready.TOO_FEW_LEAVE.code: ("cancel-elimination", "restate-week"),
    unready.SCORES_MISSING.code: ("give-score", "mark-judge-absent", "state-bye", "seat-panel", "restate-week"),
    unready.STAGE_KINDS_OF_PACKAGES.code: ("adopt-rulebook",),
    unready.VOTES_UNPUBLISHED.code: (),
    unready.PROPOSAL_OPEN.code: ("approve", "reject"),
    unready.VOTING_NOT_OPENED.code: ("open-voting", "restate-week"),
    unready.VOTING_OPEN.code: ("close-voting", "restate-week"),
    unready.BATCHES_MISSING.code: ("void-batch", "give-up-gateway", "replace-manifest"),
    unready.MANIFEST_MISSING.code: ("give-up-gateway", "replace-manifest"),
    unready.MORE_THAN_SENT.code: ("give-up-gateway", "replace-manifest"),
    unready.OUTSIDE_THE_WINDOW.code: ("void-batch", "state-window", "replace-manifest", "give-up-gateway"),
    unready.MANIFEST_DIFFERS.code: ("replace-manifest", "give-up-gateway"),
    unready.COMMITMENTS_DIFFER.code: ("replace-manifest", "give-up-gateway", "void-channel"),
    unready.BATCH_COMMITMENTS_DIFFER.code: ("void-batch", "replace-manifest", "void-channel"),
}
"""By the code of the reason; what needs a decision is told apart by its clause, in `ways_of`."""

BY_CLAUSE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (".select.couples", ("settle-cut",)),
    (".second_stage", ("cast-ballot", "settle-tie", "cancel-elimination", "restate-week")),
    (".lot", ("settle-tie",)),
    (".authority", ("settle-tie",)),
    (".plug_in", ("adopt-rulebook",)),
    (".wildcards", ("settle-tie",)),
    ("tie_chain", ("settle-tie",)),
    (".counts", ("replace-manifest", "substitute-input", "restate-week", "adopt-rulebook")),
    ("forms", ("restate-week", "adopt-rulebook")),
)
"""What a decision is called for by, as its clause ends."""

OF_A_SIDE = ("replace-manifest", "substitute-input", "schedule-dance", "restate-week", "adopt-rulebook")
"""Where a side cannot be counted, such as shares of nothing: votes that are stated, a dance that is judged, other weeks that
count (the votes of a closed one cannot be stated any more), or other rules."""


def ways_of(reason: Finding) -> tuple[str, ...]:
    """The commands that settle a reason for NOT READY. Nothing for a finding that keeps no week from being certified."""
    if reason.severity != "error":
        return ()
    if reason.code != unready.NEEDS_DECISION.code:
        return WAYS.get(reason.code, ())
    clause = str(reason.facts["clause"])
    return next((ways for end, ways in BY_CLAUSE if clause.endswith(end)), OF_A_SIDE)
