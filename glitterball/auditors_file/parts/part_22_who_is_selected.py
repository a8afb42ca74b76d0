"""Selection: who of the order is in danger."""

from __future__ import annotations

from collections.abc import Mapping

from .part_02_spellings import Json
from .part_13_tallies import spans_at
from .part_18_period import Period
from .part_19_points import Lacking, Step
from .part_21_sides import count
from .part_22_tie_chain import NOT_SETTLED, Need, Outcome, by_value, settled


def need_of(open_ties: list[Need], group: list[str]) -> Need:
    """What would tell a tied group apart; without its immune couples it is part of the group that was tied."""
    return next(need for need in open_ties if set(group) <= set(need.couples))


def lowest(order: list[list[str]], size: int) -> tuple[list[str], list[str]]:
    """The lowest `size` couples, lowest last, and the tied group the cut falls inside, if it does."""
    taken: list[str] = []
    for group in reversed(order):
        if len(taken) == size:
            break
        if len(taken) + len(group) > size:
            return taken, group
        taken = group + taken
    return taken, []


def most(couples: list[str], count: Mapping[str, Json], places: int) -> tuple[list[str], list[str]]:
    """Those sure of a place, most first, and those tied for the last places."""
    kept: list[str] = []
    for group in by_value(couples, count.__getitem__):
        if len(kept) + len(group) > places:
            return kept, group if len(kept) < places else []
        kept = kept + group
    return kept, []


class Selection:
    """Who is selected; what is found goes into the outcome, and where the cut is open nobody is picked."""

    def __init__(self, form: Json, period: Period, outcome: Outcome, open_ties: list[Need]) -> None:
        self.select, self.leave = form["select"], form["leave"]
        self.period, self.outcome, self.open = period, outcome, open_ties
        self.clause = f"forms.{form['name']}.select"

    def of(self, eligible: list[list[str]]) -> tuple[list[list[str]], int]:
        """Those who may leave, in order, and how many of them do where no second stage decides."""
        if self.select["kind"] == "wildcard":
            left = self._but_for_wildcards(eligible)
            return left, min(self.leave, len(self.outcome.bottom))
        if self.select["kind"] == "called_back":
            self._not_called_back(eligible)
            return eligible, len(self.outcome.bottom)
        there, couples = sum(map(len, eligible)), self.select["couples"]
        size = min(couples, there) if self.select["kind"] == "lowest" else max(there - couples, 0)
        self.outcome.bottom, across = lowest(eligible, size)
        self.outcome.needs = [need_of(self.open, across)] if across else []
        self._note(self.outcome.bottom, f"the lowest {size}")
        return eligible, min(self.leave, size)

    def _not_called_back(self, eligible: list[list[str]]) -> None:
        """Whoever does not go on; couples equal at the cut do all or none, by decision alone."""
        there, outcome = sum(map(len, eligible)), self.outcome
        outcome.bottom, across = lowest(eligible, max(there - self.select["couples"], 0))
        if across:
            clear = there - len(outcome.bottom) - len(across)
            made = settled(self.period, across, ("all go on", "none goes on"))
            if made is None or (made.link == "none goes on" and not clear):
                outcome.needs = [Need("a decision by the chairman", across, f"{self.clause}.couples")]
                return
            outcome.bottom = [*across, *outcome.bottom] if made.link == "none goes on" else outcome.bottom
            how, rests_on = f"equal at the cut, {made.link} by decision", spans_at([made.position])
            outcome.working.append(Step("select", f"{self.clause}.couples", across, (), [across], how, rests_on))
        on = [couple for group in eligible for couple in group if couple not in outcome.bottom]
        self._note(on, f"{len(on)} go on")

    def _but_for_wildcards(self, eligible: list[list[str]]) -> list[list[str]]:
        """The rest, without the best of it by the wildcard's count; nobody, while that is open."""
        there, wildcards = sum(map(len, eligible)), self.select["wildcards"]
        rest, across = lowest(eligible, max(there - self.select["couples"], 0))
        if across:
            self.outcome.needs = [need_of(self.open, across)]
            return []
        first = [couple for group in eligible for couple in group if couple not in rest]
        self._note(first, f"the first {self.select['couples']}")
        if len(rest) <= wildcards:
            return []
        others = self._without_the_best(rest, wildcards)
        if others:
            self.outcome.bottom = others
            self._note(others, f"the other {len(others)}")
        kept = [[couple for couple in group if couple in others] for group in eligible]
        return [group for group in kept if group]

    def _without_the_best(self, rest: list[str], wildcards: int) -> list[str]:
        told: list[Step] = []
        try:
            found = count(self.select["counts"], self.period, f"{self.clause}.counts", told)
        except Lacking as lack:
            self.outcome.needs = [Need(str(lack), rest, f"{self.clause}.counts")]
            return []
        value = dict(zip(self.period.couples, found.raw, strict=True))
        best, tied = most(rest, value, wildcards)
        if tied and (decided := settled(self.period, tied, ("lot", "authority"))):
            best, tied = [*best, *decided.order[: wildcards - len(best)]], []
        others = [] if tied else [couple for couple in rest if couple not in best]
        how = f"of the rest, the best {wildcards} by {self.select['counts']['kind']}"
        compared, groups = [value[couple] for couple in rest], [] if tied else [best, others]
        self.outcome.working += told
        self.outcome.working.append(
            Step("select", f"{self.clause}.wildcards", rest, compared, groups, how, found.rests_on)
        )
        if tied:
            self.outcome.needs = [Need(f"a decision by {NOT_SETTLED['who']}", tied, f"{self.clause}.wildcards")]
        return others

    def _note(self, about: list[str], how: str) -> None:
        self.outcome.working.append(Step("select", self.clause, about, (), [about], how))
