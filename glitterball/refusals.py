"""Refusals of the shell: what was asked for is not there."""

from typing import ClassVar

from domain.refusals import Refusal
from glitterball.proof.private_keys import NOT_SHOWN, holds_private_key

LONGEST_SHOWN = 80
"""Letters of a value that was typed, at most, in a sentence that refuses it."""


class SeasonUnknown(Refusal):
    """No season of that name is on record."""

    says: ClassVar = "There is no season {season!r} in this store; it holds: {has}.{hint}"
    fix: ClassVar = "Take one in with: glitterball season import NAME. Shipped {shipped:is|are}: {shipped}."
    season: str
    has: str
    shipped: str
    hint: str = ""


class SeasonTaken(Refusal):
    """A season of that name is on record already."""

    says: ClassVar = "Season {season!r} is in this store already."
    fix: ClassVar = "Give it another name with --as, or use another store."
    season: str


class WeekNotInSeason(Refusal):
    """The season has no such week."""

    says: ClassVar = "Week {week} of {season} has not been opened; it has {has:week|weeks}: {has}."
    fix: ClassVar = "Check the week's number."
    week: int
    season: str
    has: str


class NothingAtPosition(Refusal):
    """The log does not reach that far."""

    says: ClassVar = "There is no event at position {position}; the log runs from 1 to {last}."
    fix: ClassVar = "Ask as of a position in the log."
    position: int
    last: int


class SeasonNotYet(Refusal):
    """In the moment that was asked about nothing of the season was on record."""

    says: ClassVar = "Nothing of {season} was on record as of {moment}; it was opened {opened}, at position {position}."
    fix: ClassVar = (
        "Ask as of that position or a later moment; a time is when something was recorded here, not when it was danced."
    )
    season: str
    moment: str
    opened: str
    position: int


class FileUnreadable(Refusal):
    """A file cannot be read."""

    says: ClassVar = "{path} cannot be read: {because}."
    fix: ClassVar = "Check the path and its permissions."
    path: str
    because: str


class ValueNotValid(Refusal):
    """A value was typed that cannot stand where it was typed. `what` is what the place is called, such as `--reason`."""

    says: ClassVar = "{what} cannot be {shown}."
    fix: ClassVar = "{expected}."
    what: str
    said: object
    expected: str

    def facts(self) -> dict[str, object]:
        """The facts, and the value as a sentence can hold it: with what cannot be seen escaped, and not whole if it is long."""
        shown = repr(self.said)
        if holds_private_key(shown):
            return {**super().facts(), "said": NOT_SHOWN, "shown": NOT_SHOWN}
        return {**super().facts(), "shown": shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."}


class ValuesDoNotFit(Refusal):
    """Each value that was typed can stand where it was typed, and they do not fit together."""

    says: ClassVar = "What was typed does not fit together: {because}."
    fix: ClassVar = "Say it in another way; the command with --help has what each value is."
    because: str


class MovedOn(Refusal):
    """A command was to be decided on the season as it was seen, and the season has moved on since."""

    says: ClassVar = "{season} has moved on: its stream stands at {now}, and was seen at {seen}."
    fix: ClassVar = "Look at it again, and say it again if it still holds."
    season: str
    seen: int
    now: int
