"""Refusals about ballots, ties and certificates."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class BallotOutOfPlace(Refusal):
    """A ballot saves one of those in danger, in a form with a second stage."""

    says: ClassVar = "{judge}'s ballot for {saves} has no place in week {week}: {because}."
    fix: ClassVar = "Check the week's form and who is in danger."
    judge: str
    saves: str
    week: int
    because: str


class NoSuchTie(Refusal):
    """Only a tie that is open can be settled, by the link that calls for it."""

    says: ClassVar = (
        "There is no tie between {couples} in week {week} that waits for {link}; open {open_ties:is|are}: {open_ties}."
    )
    fix: ClassVar = "Name exactly the tied couples, best first."
    couples: str
    week: int
    link: str
    open_ties: str


class NoSuchCut(Refusal):
    """Only a cut that is open can be settled, for exactly the couples equal at it, and somebody must go on."""

    says: ClassVar = "That {couples} {decided} in week {week} is not to be decided: {because}."
    fix: ClassVar = "Run the week's check for the couples equal at the cut."
    couples: str
    decided: str
    week: int
    because: str


class WeekNotReady(Refusal):
    """An outcome is certified only when the week is ready."""

    says: ClassVar = "Week {week} is NOT READY: {first}."
    fix: ClassVar = "Run the week's check for all that is missing."
    week: int
    first: str
    findings: tuple[Finding, ...]


class AlreadyCertified(Refusal):
    """An outcome is certified once; another certificate needs something that has changed since."""

    says: ClassVar = (
        "The outcome of week {week} is certified at position {position}, and nothing it rests on has changed since."
    )
    fix: ClassVar = "Nothing more is needed."
    week: int
    position: int
