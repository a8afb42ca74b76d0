"""The outcome of a week with its ordered working: what was compared at each step, under which clause, and what it decided."""

from dataclasses import dataclass
from typing import Literal

from domain.exact import Exact
from domain.period.known import SideResult
from domain.period.scaled import Scaled
from domain.period.step import Step

Status = Literal["decided", "undecided", "not tabulated"]
Result = Literal["safe", "immune", "in danger", "saved", "leaves", "placed", "not known"]


@dataclass(frozen=True, slots=True)
class Need:
    """What an outcome waits for: `what` (a drawn lot, ballots, votes), for which couples, under which clause."""

    what: str
    couples: tuple[str, ...]
    clause: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One couple's line of the standings. `place` counts from 1; `shared` when others have the same place."""

    couple: str
    raw: tuple[Exact, ...]
    points: tuple[Exact, ...]
    combined: Exact | None
    place: int | None
    shared: bool
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from a scoring period under a rulebook.

    `order` is best first, couples not told apart in one group. `bottom` are those selected, lowest last. `needs` say
    what keeps the outcome from being decided; the engine never picks.
    """

    week: int
    rulebook: str
    form: str
    status: Status
    couples: tuple[str, ...]
    sides: tuple[SideResult, ...] = ()
    combined: Scaled | None = None
    order: tuple[tuple[str, ...], ...] = ()
    bottom: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    immune: tuple[str, ...] = ()
    placed: bool = False
    needs: tuple[Need, ...] = ()
    working: tuple[Step, ...] = ()

    def __repr__(self) -> str:
        return f"<Outcome of week {self.week} under {self.rulebook}, {self.form}: {self.status}>"

    @property
    def bottom_settled(self) -> bool:
        """Whether who is selected is settled: if anything is waited for, then only the second stage among them."""
        return self.status != "not tabulated" and all(need.clause.endswith(".second_stage") for need in self.needs)

    def standings(self) -> tuple[Standing, ...]:
        """Every couple, best first; a couple's result is `not known` while the outcome is undecided about it."""
        index = {couple: number for number, couple in enumerate(self.couples)}
        groups = self.order or (self.couples,)
        rows: list[Standing] = []
        for group in groups:
            place = len(rows) + 1
            for couple in sorted(group):
                at = index[couple]
                rows.append(
                    Standing(
                        couple=couple,
                        raw=tuple(side.raw[at] for side in self.sides),
                        points=tuple(side.points[at] for side in self.sides),
                        combined=self.combined[at] if self.combined is not None else None,
                        place=place if self.order else None,
                        shared=bool(self.order) and len(group) > 1,
                        result=self._result(couple),
                    )
                )
        return tuple(rows)

    def _result(self, couple: str) -> Result:
        waiting = {name for need in self.needs for name in need.couples}
        if couple in self.leaving:
            return "leaves"
        if couple in waiting:
            return "not known"
        if self.status == "not tabulated":
            return "not known"
        if self.placed:
            return "placed"
        if couple in self.saved:
            return "saved"
        if couple in self.bottom:
            return "in danger"
        return "immune" if couple in self.immune else "safe"
