"""Refusals around the end of a season's openings."""

from typing import ClassVar

from domain.refusals import Refusal


class OpeningsAreDestroyed(Refusal):
    """A season whose openings are destroyed is over: what would be said of it could rest on nothing."""

    says: ClassVar = (
        "The openings of season {season} were destroyed at event {position}, and nothing more is recorded of it."
    )
    fix: ClassVar = "Begin another season; what was certified, proved and bundled before stands."
    season: str
    position: int


class OpeningsStillNeeded(Refusal):
    """Openings are kept while somebody may still have to look at a count."""

    says: ClassVar = "The openings cannot be destroyed while {because}: whoever settles that has to see the votes."
    fix: ClassVar = "{first}, and then destroy them."
    because: str
    first: str


class NoSuchDispute(Refusal):
    """What two people call settled is a dispute on record."""

    says: ClassVar = "Event {position} is no dispute of this season; {has:is|are}: {has}."
    fix: ClassVar = "Name the positions of disputes, as glitterball events list shows them."
    position: int
    has: str


class HistoryHidesNothing(Refusal):
    """A historic season is from the public record."""

    says: ClassVar = "Season {season} is historic: nothing of it is hidden, so there are no openings to destroy."
    fix: ClassVar = "Name a season with votes of its own."
    season: str
