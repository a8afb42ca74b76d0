"""Refusals about lines and channels."""

from typing import ClassVar

from domain.refusals import Refusal


class VotingState(Refusal):
    """The lines are not in the state this needs."""

    says: ClassVar = "Voting in week {week} {state}."
    fix: ClassVar = "Lines open once, and close once, in each week."
    week: int
    state: str


class NoSuchChannel(Refusal):
    """No channel of that name was opened."""

    says: ClassVar = "No channel {channel!r} was opened for week {week}; open {has:was|were}: {has}."
    fix: ClassVar = "Check the channel's name."
    channel: str
    week: int
    has: str


class TooMuchOutside(Refusal):
    """A statement about the window names every batch outside it, and an event has room for so many."""

    says: ClassVar = (
        "Within {opens} to {closes}, batches of week {week} would lie outside in {stretches} stretches; a statement names "
        "{most} at most."
    )
    fix: ClassVar = "Check the times. Where they are right, void the channel, or state what its gateway's votes are."
    week: int
    opens: str
    closes: str
    stretches: int
    most: int


class LinesReversed(Refusal):
    """Lines close after they open."""

    says: ClassVar = "The lines of week {week} would open at {opens} and close before that, at {closes}."
    fix: ClassVar = "Both times are in UTC; check the zone and the day."
    week: int
    opens: str
    closes: str


class OutageReversed(Refusal):
    """An outage ends after it began."""

    says: ClassVar = "The outage of {channel} would have begun at {began} and ended before that, at {ended}."
    fix: ClassVar = "Both times are in UTC; check the zone and the day."
    channel: str
    began: str
    ended: str


class OrderIncomplete(Refusal):
    """The order in which gateways send counts names every couple that dances in the week, and no other."""

    says: ClassVar = "Counts of week {week} would come in the order {stated}; dancing {dancing:is|are} {dancing}."
    fix: ClassVar = "Name each couple that dances in the week once."
    week: int
    stated: str
    dancing: str
