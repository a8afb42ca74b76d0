"""Refusals about who may say what, alone or as the second person."""

from dataclasses import dataclass
from typing import ClassVar

from domain.refusals import Refusal


@dataclass(eq=False)
class RoleMayNot(Refusal):
    """Somebody speaks outside their capacity."""

    says: ClassVar = "{name} as {role} may not {what}; it takes: {roles}."
    fix: ClassVar = "Ask somebody in that role."
    name: str
    role: str
    what: str
    roles: str


@dataclass(eq=False)
class NeedsSecondPerson(Refusal):
    """One person cannot do this alone."""

    says: ClassVar = "One person cannot {what} alone: it takes {second}."
    fix: ClassVar = "Propose it, and have it approved."
    what: str
    second: str


@dataclass(eq=False)
class SamePerson(Refusal):
    """The second person must be another, where said of another role."""

    says: ClassVar = "{name} ({role}) cannot approve this: it was proposed by {proposer} and takes {second}."
    fix: ClassVar = "Ask somebody else."
    name: str
    role: str
    proposer: str
    second: str


@dataclass(eq=False)
class NoSuchProposal(Refusal):
    """No open proposal of that number."""

    says: ClassVar = "There is no open proposal {decision}; open {has:is|are}: {has}."
    fix: ClassVar = "Check the number."
    decision: int
    has: str
