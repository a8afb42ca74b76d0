"""One step of the working, and the stages that tell their own steps."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from domain.exact import Exact
from domain.period.ranges import Ranges
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod

Stage = Literal[
    "scores", "votes", "points", "combine", "tie", "order", "immunity", "select", "second stage", "leave", "places"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the working. `about` are the couples, `values` what each had (a number for each, or none), `groups`
    what the step decided, best first; couples in one group are still equal. `rests_on` are log positions."""

    stage: Stage
    clause: str
    how: str
    about: tuple[str, ...] = ()
    values: Scaled | tuple[Exact, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    rests_on: Ranges = ()

    def compared(self) -> tuple[tuple[str, Exact], ...]:
        """Each couple with its exact value."""
        values = self.values.exact() if isinstance(self.values, Scaled) else self.values
        return tuple(zip(self.about, values, strict=True)) if values else ()


@runtime_checkable
class Explains(Protocol):
    """A measure whose value needs more than one step to follow: each body's points, each dance's placings."""

    def explain(self, period: ScoringPeriod, clause: str) -> tuple[Step, ...]:
        """The steps that lead to the measure's values, in order."""
        ...
