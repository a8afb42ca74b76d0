"""The refusals of the interface for machines."""

from typing import ClassVar

from domain.refusals import Refusal


class CursorDoesNotFit(Refusal):
    """A list is gone on with by a cursor that is of no page of it any more."""

    says: ClassVar = "The cursor {cursor!r} is of no page of this list as it may be shown now."
    fix: ClassVar = "Begin the list again without a cursor; go on by the link that an answer has (rel=next)."
    cursor: str


class IdempotencyKeyAsked(Refusal):
    """A command over HTTP is said under an idempotency key, so that it can be said again whatever became of the answer."""

    says: ClassVar = "The command came without a key of its own: {because}."
    fix: ClassVar = "Send Idempotency-Key: KEY, 1 to 200 characters without white space; say it again under the same."
    because: str


class MediaNotTaken(Refusal):
    """What was sent is not of the kind that is read there."""

    says: ClassVar = "{address} takes {takes}, and not {said}."
    fix: ClassVar = "Send Content-Type: {takes}."
    address: str
    takes: str
    said: str


class SeasonNotSaid(Refusal):
    """A person or program sends deliveries of a season in which it does nothing."""

    says: ClassVar = "{name} sends nothing for {season}."
    fix: ClassVar = "Have the people file name the season for it."
    name: str
    season: str


class SignatureAsked(Refusal):
    """A delivery for a live season comes without a signature, by a way that anybody can send on."""

    says: ClassVar = "Deliveries of a live season are taken here with a signature alone, and {gateway}'s has none."
    fix: ClassVar = "Introduce a key of the gateway and sign with it; take a file in with: glitterball votes import."
    gateway: str
