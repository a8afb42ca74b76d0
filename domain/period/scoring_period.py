"""A scoring period: everything that counts towards one week's outcome, gathered from the events.

Plain values, built by `domain.season.gathering` from the log, by a what-if, or by a test. Sequences named by
couple run in the order of `ScoringPeriod.couples`.
"""

from dataclasses import dataclass

from domain.exact import Exact, exact
from domain.period.ranges import Ranges


@dataclass(frozen=True, slots=True)
class Dance:
    """One performance: by one couple, or by several as a team. `marks` are (judge, mark) as submitted.

    `stated_total` is the total where the split between the judges is not public; then `marks` is empty.
    """

    dance: str
    couples: tuple[str, ...]
    marks: tuple[tuple[str, Exact], ...] = ()
    stated_total: Exact | None = None

    @property
    def total(self) -> Exact:
        """The sum of the marks, or the stated total."""
        return exact(self.summed())

    def summed(self) -> Exact:
        """The total as it comes of adding, perhaps a fraction that is whole: for sums of totals, which are put right once."""
        if self.stated_total is not None:
            return self.stated_total
        total: Exact = 0
        for _, mark in self.marks:
            total += mark
        return total


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points added to a couple's judges' total."""

    couple: str
    points: Exact


@dataclass(frozen=True, slots=True)
class BodyVotes:
    """Accepted votes of one voting body (`viewers`; a country; `instant` for a save vote), by couple."""

    body: str
    votes: tuple[int, ...]
    rests_on: Ranges = ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judge's vote in the second stage: the couple the judge saves."""

    judge: str
    saves: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """A tie settled by lot or by a named authority: the tied couples, best first."""

    link: str
    order: tuple[str, ...]
    by: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """The judges present, who heads them, and who holds the casting vote."""

    judges: tuple[str, ...]
    head: str | None = None
    casting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPeriod:
    """All that counts towards the outcome of one week. `couples` are those still dancing, in order of identifier."""

    week: int
    form: str
    couples: tuple[str, ...]
    dances: tuple[Dance, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    votes: tuple[BodyVotes, ...] = ()
    panel: Panel = Panel(())
    ballots: tuple[Ballot, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    immune: tuple[str, ...] = ()
    running_order: tuple[str, ...] = ()
    previous_points: tuple[tuple[str, Exact], ...] = ()
    unmarked: tuple[str, ...] = ()
    """Dances that were scheduled and have no complete score."""
    cancelled: bool = False
    """The elimination was cancelled: nobody leaves, whatever the form."""
    scores_rest_on: Ranges = ()
    decisions_rest_on: Ranges = ()
    """Positions of immunity, cancellation, substitution and withdrawal events that bear on this period."""
