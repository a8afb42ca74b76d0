"""What an audit of a week can find: each a code with facts, and its English."""

from domain.findings import FindingKind

LEFT_THOUGH_NOBODY_DOES = FindingKind(
    "left-though-nobody-leaves", "{announced} announced as leaving in a week in which nobody leaves"
)
LEAVING_DIFFERS = FindingKind("leaving-differs", "announced as leaving: {announced}; computed: {computed}")
PLACES_DIFFER = FindingKind("places-differ", "places announced: {announced}; computed: {computed}")
DANGER_DIFFERS = FindingKind("danger-differs", "announced in danger: {announced}; computed: {computed}", "warning")
SAVED_DIFFERS = FindingKind("saved-differs", "announced as saved: {announced}; computed: {computed}", "warning")
ANNOUNCEMENT_CORRECTED = FindingKind(
    "announcement-corrected", "the announcement of {what} was corrected to {couples}: {reason}", "note"
)
CERTIFICATE_STALE = FindingKind("certificate-stale", "the certificate is stale: event {event} changed what it rests on")
CERTIFIED_NOT_COMPUTABLE = FindingKind(
    "certified-not-computable", "there is a certificate, but the outcome cannot be computed from the events"
)
CERTIFICATE_DIFFERS = FindingKind("certificate-differs", "{field} as certified and as recomputed differ{how}")
RULEBOOK_HASH_WRONG = FindingKind(
    "rulebook-hash-wrong", "the hash recorded with the rulebook is not the hash of its text"
)
ANNOUNCED_UNCERTIFIED = FindingKind("announced-uncertified", "the result was announced before it was certified")
VOID_TOO_LARGE = FindingKind(
    "void-too-large",
    "voided batches restate {votes} {votes:vote|votes} for {couple}; the channel delivered {delivered}",
)
VOIDS_NOT_COMPARED = FindingKind(
    "voids-not-compared",
    "that each voided batch held what the void restates is checked on the log's own events, not here",
    "note",
)

KINDS = (
    LEFT_THOUGH_NOBODY_DOES,
    LEAVING_DIFFERS,
    PLACES_DIFFER,
    DANGER_DIFFERS,
    SAVED_DIFFERS,
    ANNOUNCEMENT_CORRECTED,
    CERTIFICATE_STALE,
    CERTIFIED_NOT_COMPUTABLE,
    CERTIFICATE_DIFFERS,
    RULEBOOK_HASH_WRONG,
    ANNOUNCED_UNCERTIFIED,
    VOID_TOO_LARGE,
    VOIDS_NOT_COMPARED,
)
