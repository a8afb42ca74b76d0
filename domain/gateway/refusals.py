"""The refusals at the vote gateway. Codes are stable for ever."""

from typing import ClassVar

from domain.refusals import Refusal


class GatewayNotExpected(Refusal):
    """The week's voting did not name this gateway."""

    says: ClassVar = "Gateway {gateway!r} is not expected in week {week}; expected {expected:is|are}: {expected}."
    fix: ClassVar = "Check the gateway's name, or that voting is open for it."
    gateway: str
    week: int
    expected: str


class ChannelNotCarried(Refusal):
    """The gateway does not carry that channel."""

    says: ClassVar = "Gateway {gateway} does not carry channel {channel!r} in week {week}; it carries: {carries}."
    fix: ClassVar = "Check the channel's name."
    gateway: str
    channel: str
    week: int
    carries: str


class VotesForUnknownCouple(Refusal):
    """Votes for a couple that is not dancing."""

    says: ClassVar = "Batch {batch} of {gateway} has votes for {couple!r}, who does not dance in week {week}."
    fix: ClassVar = "The gateway rejects such votes under a named reason and sends the batch again."
    batch: int
    gateway: str
    couple: str
    week: int


class VotesDoNotAddUp(Refusal):
    """Received must be accepted + rejected + late."""

    says: ClassVar = (
        "{what} of {gateway} does not add up: received {received}, but accepted + rejected + late is {sum}."
    )
    fix: ClassVar = "The gateway must account for every vote and send it again."
    what: str
    gateway: str
    received: int
    sum: int


class BatchRepeatsCouple(Refusal):
    """A couple or a reason is named once in a batch."""

    code: ClassVar = "batch-repeats"
    says: ClassVar = "Batch {batch} of {gateway} names {name!r} twice."
    fix: ClassVar = "Add the counts up and send it again."
    batch: int
    gateway: str
    name: str


class BatchContradicts(Refusal):
    """The same number with other contents: an alarm, never a retry."""

    says: ClassVar = "Batch {batch} of {gateway} is on record at position {position} with other contents."
    fix: ClassVar = "Stop the gateway and compare its files with the log."
    batch: int
    gateway: str
    position: int


class ManifestContradicts(Refusal):
    """A second manifest that is not the first: an alarm, never a retry."""

    says: ClassVar = (
        "Gateway {gateway} closed week {week} by a manifest of {batches} {batches:batch|batches}, "
        "and this manifest says otherwise."
    )
    fix: ClassVar = "Stop the gateway and compare its manifest with the log."
    gateway: str
    week: int
    batches: int


class GatewayIsClosed(Refusal):
    """After its manifest a gateway sends nothing more."""

    says: ClassVar = "Gateway {gateway} closed week {week} after batch {batches}; batch {batch} cannot be taken in."
    fix: ClassVar = "Compare the gateway's count with its manifest."
    gateway: str
    week: int
    batches: int
    batch: int


class BatchFarAhead(Refusal):
    """A number far beyond what has arrived is a mistake."""

    says: ClassVar = "Batch {batch} of {gateway} is far ahead of the last one received, {last}."
    fix: ClassVar = "Batches are numbered 1, 2, 3 and so on within a week."
    batch: int
    gateway: str
    last: int


class BatchIsVoided(Refusal):
    """A number that was voided before it came is not taken in any more."""

    says: ClassVar = "Batch {batch} of {gateway} was voided in week {week} before it arrived; it cannot be taken in."
    fix: ClassVar = "If it must count, the supervisor asks the gateway to send its votes again under a new number."
    batch: int
    gateway: str
    week: int


class WindowReversed(Refusal):
    """A window closes after it opens, or in the same moment."""

    says: ClassVar = "Batch {batch} of {gateway} closes before it opens."
    fix: ClassVar = "Check the gateway's clock and its time zone: both times are in UTC; then send the batch again."
    batch: int
    gateway: str


class OfAnotherOpening(Refusal):
    """It was signed for another opening of the season: that of a rehearsal, or of another season of the same name."""

    code: ClassVar = "delivery-of-another-opening"
    says: ClassVar = (
        "The delivery of {gateway} was made for a rehearsal of {season}, or for another season of that name: "
        "it names opening {found}, and this season's is {opening}."
    )
    fix: ClassVar = (
        "Hand it to the season it was made for; for this one the gateway signs its lines under this opening."
    )
    gateway: str
    season: str
    found: str
    opening: str


class OpeningNotNamed(Refusal):
    """A live season takes no signature that would be as good in its rehearsal."""

    says: ClassVar = (
        "The delivery of {gateway} does not say under its signature which opening of {season} it is for: "
        "it could be a rehearsal's, and the season is live."
    )
    fix: ClassVar = 'Sign it again under the heading {{"version":2,"opening":"{opening}"}}: glitterball votes sign.'
    gateway: str
    season: str
    opening: str


class OrderNotStated(Refusal):
    """Counts without names mean nothing where no order of couples was stated."""

    says: ClassVar = "Gateway {gateway} sends counts in an order of couples, and none was stated for week {week}."
    fix: ClassVar = (
        "Send batches with the couples' names; or open a week's lines with the order (votes open --in-order)."
    )
    gateway: str
    week: int


class CountsNotAligned(Refusal):
    """One count for each couple, in the order stated."""

    says: ClassVar = (
        "Batch {batch} of {gateway} has {counts} {counts:count|counts}, "
        "and the order of week {week} has {couples} {couples:couple|couples}."
    )
    fix: ClassVar = (
        "Send a count for every couple, 0 where there were no votes, in the order stated when the lines were opened."
    )
    batch: int
    gateway: str
    counts: int
    week: int
    couples: int


class CommitmentsMalformed(Refusal):
    """Commitments in a closing manifest that are not one point for each couple of each channel and body."""

    says: ClassVar = "The commitments in the closing manifest of {gateway} are not in their form: {why}."
    fix: ClassVar = "The gateway signs its manifest again (glitterball votes sign --in-order --commit)."
    gateway: str
    why: str


class BatchCommitmentsMalformed(Refusal):
    """Commitments of a vote batch that nobody asked for, or that are not one point for each couple."""

    says: ClassVar = "No commitments are taken from batch {batch} of {gateway}: {why}."
    fix: ClassVar = "The gateway signs the batch again for this season (glitterball votes sign --in-order)."
    batch: int
    gateway: str
    why: str
