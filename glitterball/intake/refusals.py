"""The refusals of deliveries. Codes are stable for ever."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class DeliveryMalformed(Refusal):
    """The message is not lines, or lines with one signature."""

    says: ClassVar = "The delivery is not one message: {because}."
    fix: ClassVar = "Send a heading and lines that each end in a newline, then an empty line and one signature line."
    because: str


class LinesUnreadable(Refusal):
    """Lines that are neither a batch nor a manifest. `findings` hold all of them."""

    says: ClassVar = "The delivery cannot be taken in: {first} ({found} found)."
    fix: ClassVar = "Mend the lines and sign the delivery again."
    first: str
    found: int
    findings: tuple[Finding, ...]


class CountImpossible(LinesUnreadable):
    """A number of votes below nothing, or beyond what there are telephones."""

    says: ClassVar = "The delivery has a count no gateway can have: {first} ({found} found)."


class NotCanonical(Refusal):
    """What was signed must be rebuilt from the log byte for byte, so there is one way to write a line."""

    says: ClassVar = "Line {line} of the delivery is not in the one form it can be signed in."
    fix: ClassVar = "Write compact JSON in the order of the format, leave out what is absent, and sign it again."
    line: int


class DeliveryMixed(Refusal):
    """One delivery is of one gateway, for one week."""

    says: ClassVar = "Line {line} is of {found}, the first line of {first}."
    fix: ClassVar = "Send a delivery for each gateway and week."
    line: int
    found: str
    first: str


class NotConsecutive(Refusal):
    """A delivery's batches go on from one another, and the manifest counts them."""

    says: ClassVar = "Line {line} of the delivery of {gateway} has number {found}; it should have {expected}."
    fix: ClassVar = "A delivery is one run of batches without a gap; send others as a delivery of their own."
    line: int
    gateway: str
    found: int
    expected: int


class DeliveryElsewhere(Refusal):
    """It is for another season or week than the one it was handed to."""

    says: ClassVar = "The delivery is for {found}, not for {wanted}."
    fix: ClassVar = "Hand it to the season and week it is for."
    found: str
    wanted: str


class DeliveryUnsigned(Refusal):
    """A gateway that has a key signs everything."""

    says: ClassVar = "Gateway {gateway} has a key, and this is not signed."
    fix: ClassVar = "Sign it with the gateway's key: glitterball votes sign."
    gateway: str


class SignatureWrong(Refusal):
    """The signature is not one of that key over these bytes: an alarm."""

    code: ClassVar = "delivery-signature-wrong"
    exit_code: ClassVar[int] = 5
    says: ClassVar = "The signature of {gateway} with key {key} does not fit the delivery."
    fix: ClassVar = "It was altered on its way, or signed by somebody else: fetch it from the gateway again."
    gateway: str
    key: str


class GatewayKeyUnknown(Refusal):
    """No such key was introduced."""

    says: ClassVar = (
        "The delivery of {gateway} is signed with key {key}, which this season does not know; it has: {has}."
    )
    fix: ClassVar = "Introduce the gateway's key first, or check with which key it signs."
    gateway: str
    key: str
    has: str


class KeyOfAnotherGateway(Refusal):
    """One gateway does not speak for another."""

    says: ClassVar = "The delivery of {gateway} is signed with key {key}, which is that of {owner}."
    fix: ClassVar = "Find out why one gateway signs in another's name."
    gateway: str
    key: str
    owner: str


class KeyRetired(Refusal):
    """The gateway signs with a newer key."""

    says: ClassVar = "The delivery of {gateway} is signed with key {key}, retired at position {position}."
    fix: ClassVar = "Sign with the gateway's present key."
    gateway: str
    key: str
    position: int


class KeyRevoked(Refusal):
    """The key may be in other hands."""

    says: ClassVar = "The delivery of {gateway} is signed with key {key}, revoked at position {position}: {reason}."
    fix: ClassVar = "Introduce a new key, and sign with that."
    gateway: str
    key: str
    position: int
    reason: str


class DeliveryOverlaps(Refusal):
    """A batch is signed for once: a delivery is new as a whole, or on record as a whole."""

    says: ClassVar = "Of the delivery of {gateway}, {first} to {last}, some are on record already: {known}."
    fix: ClassVar = "Send those that are not as a delivery of their own."
    gateway: str
    first: int
    last: int
    known: str


class HiddenPartsMissing(Refusal):
    """In the second form each line has its hidden part behind the signature."""

    says: ClassVar = (
        "The delivery has {lines} {lines:line|lines} of the second form and {hidden} hidden {hidden:part|parts}."
    )
    fix: ClassVar = (
        "Send the hidden part of each line, in the lines' order, behind an empty line: docs/formats/deliveries.md."
    )
    lines: int
    hidden: int


class HiddenPartsUnasked(Refusal):
    """Lines of the first form have no hidden parts."""

    says: ClassVar = "The delivery has {hidden} hidden parts, and its lines are of the first form."
    fix: ClassVar = "Send lines of one form: docs/formats/deliveries.md."
    hidden: int


class NotInTheOrder(Refusal):
    """Counts without names come in the order stated, and a couple that is not in it has no place there."""

    says: ClassVar = "Batch {batch} has votes for {couple!r}, who is not in the order of the lines: {order}."
    fix: ClassVar = "Check the couple's name, or reject such votes under a named reason."
    batch: int
    couple: str
    order: str


class SentTwiceAtOnce(Refusal):
    """A batch, or the manifest, stands twice in what is handed in at once: which of the two was meant is not known."""

    says: ClassVar = "{what} of {gateway} stands twice in what was handed in, with {contents} contents."
    fix: ClassVar = "Ask the gateway which of the two holds, and hand in that one alone with the rest."
    what: str
    gateway: str
    contents: str


class NightIncomplete(Refusal):
    """A manifest commits to the counts of all batches, so all of them are needed to make it."""

    says: ClassVar = (
        "The manifest of {gateway} says {sent} {sent:batch was|batches were} sent; to commit to their counts all of them "
        "are needed, and {given} {given:is|are} given."
    )
    fix: ClassVar = "Name the file of the batches signed before (glitterball votes sign --commit --earlier FILE)."
    gateway: str
    sent: int
    given: int
