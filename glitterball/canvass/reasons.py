"""Why a ballot does not count: one reason each, the first that applies in this order.

A ballot rejected for one reason takes no part in what follows: a repeated ballot does not use up the cap, a ballot
before the lines opened does not make a later one a repetition, and a save after they closed replaces nothing.
"""

NO_VOTER = "no voter"
NO_TIME = "no readable time"
NO_COUNT = "unusable count"
NO_BALLOT_ID = "no ballot id"
UNKNOWN_CHANNEL = "unknown channel"
UNKNOWN_COUPLE = "unknown couple"
UNKNOWN_BODY = "unknown voting body"
OUTSIDE = "outside the region"
EARLY = "before the lines opened"
LATE = "late"
REPEATED = "ballot repeated"
REPLACED = "replaced by a later save"
OVER = "over the cap"

ORDER = (
    NO_VOTER, NO_TIME, NO_COUNT, NO_BALLOT_ID, UNKNOWN_CHANNEL, UNKNOWN_COUPLE, UNKNOWN_BODY, OUTSIDE, EARLY, LATE,
    REPEATED, REPLACED, OVER,
)  # fmt: skip
"""All of them in the order of precedence. `late` is no rejection: a batch counts late ballots apart."""

CODE = {reason: code for code, reason in enumerate(ORDER, start=1)}
"""The number of each in the counting; 0 is a ballot that stands."""

STANDS = 0
WITHOUT_ZONE = 200
"""A time without a zone where none was declared: the whole file is refused."""

LARGEST_COUNT = 1_000_000
"""A count beyond this is a mistake of the file, not a voter's."""
