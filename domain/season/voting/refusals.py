"""Refusals about lines and channels."""

from dataclasses import dataclass
from typing import ClassVar

from domain.refusals import Refusal


@dataclass(eq=False)
class VotingState(Refusal):
    """The lines are not in the state this needs."""

    says: ClassVar = "Voting in week {week} {state}."
    fix: ClassVar = "Lines open once, and close once, in each week."
    week: int
    state: str


@dataclass(eq=False)
class NoSuchChannel(Refusal):
    """No channel of that name was opened."""

    says: ClassVar = "No channel {channel!r} was opened for week {week}; open {has:was|were}: {has}."
    fix: ClassVar = "Check the channel's name."
    channel: str
    week: int
    has: str


@dataclass(eq=False)
class LinesReversed(Refusal):
    """Lines close after they open."""

    says: ClassVar = "The lines of week {week} would open at {opens} and close before that, at {closes}."
    fix: ClassVar = "Both times are in UTC; check the zone and the day."
    week: int
    opens: str
    closes: str
