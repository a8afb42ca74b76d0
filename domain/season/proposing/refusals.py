"""Refusals about who may say what, alone or as the second person."""

from typing import ClassVar

from domain.refusals import Refusal


class RoleMayNot(Refusal):
    """Somebody speaks outside their capacity."""

    says: ClassVar = "{name} as {role} may not {what}; it takes: {roles}."
    fix: ClassVar = "Ask somebody in that role."
    name: str
    role: str
    what: str
    roles: str


class NeedsSecondPerson(Refusal):
    """One person cannot do this alone."""

    says: ClassVar = "One person cannot {what} alone: it takes {second}."
    fix: ClassVar = "Propose it, and have it approved."
    what: str
    second: str


class SamePerson(Refusal):
    """The second person must be another, where said of another role."""

    says: ClassVar = "{name} ({role}) cannot approve this: it was proposed by {proposer} and takes {second}."
    fix: ClassVar = "Ask somebody else."
    name: str
    role: str
    proposer: str
    second: str


class NoSuchProposal(Refusal):
    """No open proposal of that number."""

    says: ClassVar = "There is no open proposal {decision}; open {has:is|are}: {has}."
    fix: ClassVar = "Check the number."
    decision: int
    has: str


class NotSigned(Refusal):
    """In a season with a roster decisions of two people are signed, so that anybody can check them."""

    says: ClassVar = "{name} did not sign: in this season nobody can {what} without a key or a passkey."
    fix: ClassVar = (
        "Name the key file: glitterball --sign FILE, before the command; or, to answer a proposal, "
        "what a passkey gave: --assertion FILE, behind it."
    )
    name: str
    what: str


class ExpiryTooLate(Refusal):
    """A proposal that stays open for long is approved by somebody who has forgotten what it was about."""

    says: ClassVar = "A proposal to {do} open until {expires} would be open for too long; at most is {most}."
    fix: ClassVar = "State an earlier moment; propose it again when that has passed."
    do: str
    expires: str
    most: str


class ProposalExpired(Refusal):
    """What was proposed is approved in time, or proposed again."""

    says: ClassVar = "Proposal {decision} was open until {expires}; it is {at} now."
    fix: ClassVar = "Propose it again, and have its proposer take this one back, or reject it."
    decision: int
    expires: str
    at: str


class FollowsOtherwise(Refusal):
    """Both people sign what follows; when it has become something else, neither has seen it."""

    says: ClassVar = "What follows from proposal {decision} ({do}) is not what was shown when it was proposed."
    fix: ClassVar = "Look again (glitterball decision show), have it taken back or reject it, and propose it again."
    decision: int
    do: str


class NotItsProposer(Refusal):
    """Only its proposer takes a proposal back; others turn it down."""

    says: ClassVar = "Proposal {decision} is not {name}'s to take back: it was made by {proposer}."
    fix: ClassVar = "Reject it, in a role that may."
    decision: int
    name: str
    proposer: str
