"""One step of the working."""

from dataclasses import dataclass
from typing import Literal

from domain.exact import Exact
from domain.period.ranges import Ranges
from domain.period.scaled import Scaled

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
