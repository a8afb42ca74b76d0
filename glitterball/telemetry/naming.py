"""What types and refusals are called where everybody may read it: nothing from which it follows how a week ends, before air.

Pages keep ballots, settled ties, certificates and the decisions about them back until the outcome was said on air. A number that
went up by one at the same moment would tell the same, so that all of those are counted under one name; and a refusal of the
rules ("there is no such tie") is counted as another.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.refusals import Refusal
from glitterball.telemetry.happenings import Refused

OTHER = "other"
"""The code of refusals whose own may tell how a week stands."""

KEPT_AS = "kept-until-air"
"""The type under which what is kept until air is counted."""

KEPT = frozenset(
    (
        "judge-ballot-cast",
        "tie-settled",
        "cut-settled",
        "elimination-cancelled",
        "outcome-certified",
        "outcome-proved",
        "exclusion-proved",
        "decision-proposed",
        "decision-approved",
        "decision-rejected",
        "decision-withdrawn",
    )
)
"""Types, without their version, of what pages keep until air, and of decisions, some of which are about that."""

TOLD = (
    "domain.gateway.",
    "glitterball.addresses",
    "glitterball.evidence.ledger.",
    "glitterball.feeds.",
    "glitterball.files.",
    "glitterball.intake.",
    "glitterball.log.",
    "glitterball.operations.",
    "glitterball.proof.",
    "glitterball.snapshots.",
    "glitterball.sqlite_files.",
    "glitterball.views.",
    "glitterball.web.",
)
"""Where refusals stand whose codes are told: they are about files, deliveries, the store and the pages, not about a week."""


def kinds_told(types: Iterable[str]) -> Mapping[str, int]:
    """How many there are of each type of event, `vote-batch-received.v2` without its version."""
    return Counter(KEPT_AS if kind in KEPT else kind for kind in (name.partition(".")[0] for name in types))


def refused(refusal: Refusal) -> Refused:
    """What is told of a refusal: its code alone, and that only where it is about no week."""
    where = type(refusal).__module__
    return Refused(refusal.code if any(where.startswith(room) for room in TOLD) else OTHER)
