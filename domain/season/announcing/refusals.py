"""Refusals about what is said on air, and about a week that cannot close."""

from typing import ClassVar

from domain.refusals import Refusal


class WeekCannotClose(Refusal):
    """Something must be said before a week can close."""

    says: ClassVar = "Week {week} cannot close: {because}."
    fix: ClassVar = (
        "Announce the result first, and in a live season certify it before; where nobody leaves, two people say so: "
        "glitterball week cancel."
    )
    week: int
    because: str


class NotCertified(Refusal):
    """A live result is certified before it is announced (US season 29)."""

    says: ClassVar = "The outcome of week {week} {state}."
    fix: ClassVar = "Certify the outcome first, then announce it."
    week: int
    state: str


class NotAnnounced(Refusal):
    """Only something announced can be corrected or disputed."""

    says: ClassVar = "Nothing was announced as {what} in week {week}."
    fix: ClassVar = "Announce it instead."
    what: str
    week: int


class PlacesDoNotFit(Refusal):
    """Places run from 1 over the couples that dance, ties sharing a place."""

    says: ClassVar = "The places of week {week} do not fit: {because}."
    fix: ClassVar = "Name every couple still dancing once, from place 1; couples that tie share a place."
    week: int
    because: str


class SourceNeeded(Refusal):
    """A disputing claim must say whose it is."""

    says: ClassVar = "A dispute needs the source that makes the claim."
    fix: ClassVar = "Name the source."
