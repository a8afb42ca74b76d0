"""What trying a property on a rulebook found, and how far it was searched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from domain.plurals import count_of
from domain.rulebook.promises import PromiseName
from glitterball.properties.counterexample import Counterexample

Verdict = Literal["broken", "exhaustive", "not broken", "not tested", "does not apply", "could not be asked"]
"""`exhaustive`: no violation among all weeks of the sizes named; `not broken`: none in the weeks tried, which proves nothing;
`not tested`: the work was spent, or nothing could be concluded, before the search was at its end; `does not apply`: there is
nothing in the rulebook, or in any week tried, that could keep or break it; `could not be asked`: a week of it was refused."""

UNTESTED: tuple[Verdict, ...] = ("not tested", "does not apply", "could not be asked")
"""The verdicts under which a promise was not put to the test."""


@dataclass(frozen=True, slots=True)
class Covered:
    """All small weeks of one size and form were gone through: `every` says of what kind. `whole` when weeks of that kind
    are all there are, apart from their number of dances; else the numbers were kept small."""

    form: str
    couples: int
    weeks: int
    every: str
    whole: bool
    counted: str = "weeks"


@dataclass(frozen=True, slots=True)
class Result:
    """One property on one rulebook."""

    name: PromiseName
    promise: str
    rulebook: str
    verdict: Verdict
    counterexample: Counterexample | None = None
    covered: tuple[Covered, ...] = ()
    drawn: int = 0
    """Weeks drawn at random, after those gone through one by one."""
    unsettled: int = 0
    """Weeks in which nothing could be concluded: too large to try every vote, or without a second week."""
    outcomes: int = 0
    compared: int = 0
    """How often there was something to compare; searched weeks without are no evidence."""
    seed: int = 0
    cut_short: bool = False
    notes: tuple[str, ...] = ()
    promised: bool = False
    waived: str | None = None

    @property
    def breaks_a_promise(self) -> bool:
        """Whether the rulebook promised what does not hold."""
        return self.promised and self.verdict == "broken"

    @property
    def leaves_a_promise_untested(self) -> bool:
        """Whether the rulebook promised what was not put to the test, or not to the end of it."""
        return self.promised and self.verdict in UNTESTED

    def searched(self) -> str:
        """How far it was searched, in a sentence."""
        parts = [*sizes_of(self.covered)]
        if self.drawn:
            parts.append(f"{count_of(self.drawn, 'week')} drawn at random (seed {self.seed})")
        if self.unsettled:
            parts.append(f"{count_of(self.unsettled, 'time')} nothing could be concluded")
        said = "; ".join(parts) or "nothing"
        said += f". {count_of(self.outcomes, 'outcome')} computed."
        return f"{said} The work was spent before the search was at its end." if self.cut_short else said


def sizes_of(covered: Iterable[Covered]) -> list[str]:
    """One clause a form and kind: for which sizes all weeks were gone through."""
    by_kind: dict[tuple[str, str], list[Covered]] = {}
    for weeks in covered:
        by_kind.setdefault((weeks.form, weeks.every), []).append(weeks)
    told = []
    for (form, every), many in by_kind.items():
        sizes = sorted({one.couples for one in many})
        couples = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
        told.append(f"{form}: {every}, for {couples} couples ({sum(one.weeks for one in many):,} {many[0].counted})")
    return told
