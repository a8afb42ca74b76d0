"""What an exclusion analysis answers, as values."""

from dataclasses import dataclass
from typing import Literal

from domain.exact import Exact
from domain.tabulation.outcome import Outcome, Status

Each = Literal["batch", "channel", "gateway", "minute"]

Why = Literal[
    "batch voided", "channel voided", "votes substituted", "manifest replaced", "gateway given up", "after the seal",
    "outage", "all of these",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ending:
    """How a week ends: who is in the bottom set, who leaves, and in a finale who is placed where, the first place first."""

    status: Status
    bottom: tuple[str, ...]
    leaving: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]

    def same_as(self, other: "Ending") -> bool:
        """Whether the same couples leave, or are placed alike. The bottom set is another question."""
        mine, theirs = frozenset(self.leaving), frozenset(other.leaving)
        return (self.status, mine, self.places) == (other.status, theirs, other.places)


def ending_of(outcome: Outcome) -> Ending:
    """How an outcome ends."""
    places = tuple(tuple(sorted(group)) for group in outcome.order) if outcome.placed else ()
    return Ending(outcome.status, tuple(sorted(outcome.bottom)), outcome.leaving, places)


@dataclass(frozen=True, slots=True)
class Seen:
    """An ending, and how close it was. `gap` is the smallest distance in combined points across a line that decides (who is
    in danger, who leaves, each place of a finale). `votes_apart` is, where points go by the order of the votes, the
    smallest distance in votes between two neighbours in that order."""

    ending: Ending
    gap: Exact | None
    votes_apart: int | None


@dataclass(frozen=True, slots=True)
class Excluded:
    """The week without one item. `votes` are the accepted votes it has in the count."""

    week: int
    name: str
    votes: int
    same: bool
    same_bottom: bool
    without: Seen
    fewest_moved: int | None = None
    """At least so many votes must then move between couples to change who leaves; where it was asked for and is known."""


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was left out of the count or replaced, or that failed: the week with it and without it.

    `counted` says which of the two stands. For an outage `with_it` is the count as it stands and `without_it` leaves out what
    the channel delivered in those minutes; of the votes that never came nothing is known.
    """

    why: Why
    week: int
    name: str
    reason: str
    position: int | None
    votes: int
    counted: bool
    with_it: Seen
    without_it: Seen
    same: bool
    same_bottom: bool


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Every item of a kind left out in turn, one at a time. `items` are those with votes in the count; `changing` of them
    change who leaves. `listed` has all of them in order; of batches, only the first that change it and the closest."""

    season: str
    mode: str
    week: int
    each: Each
    stands: Seen
    items: int
    votes: int
    changing: int
    changing_bottom: int
    listed: tuple[Excluded, ...]
    made: tuple[Made, ...]
    tabulated: int
    """How often the week had to be tabulated again; for the others it is proven that nothing can differ."""

    def __repr__(self) -> str:
        return (
            f"<Week {self.week} of {self.season} without each {self.each}: {self.changing} of {self.items} change it>"
        )
