"""One week of a file of seasons, audited: what came out, on what it depends, what the vote must have been."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from glitterball.audit.week import WeekAudit
from glitterball.closeness.implied import Implied, PlaceRange, Reading, ShareRange
from glitterball.history.planning import WeekPlan
from glitterball.history.records import CoupleRecord
from glitterball.history.scripting import HistoricSeason
from projections.names import listed
from projections.numbers import lower_bound, upper_bound

Verdict = Literal["consistent", "inconsistent", "depends on an unpublished rule", "not worked out"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One week. Couples by their names; `places` the winner first.

    `depends_on` are the assumptions on whose reading it hangs, `gives` the readings under which some vote gives the result.
    `vote_must_have_been` holds for the first of them: of each couple that left (in a finale of each) the range of its
    public place or share. `orders` of `orders_in_all` public orders give the result (text, since readers of JSON
    turn large numbers into floats). `why` says what kept a week from being worked out. `rulebook_from` says why it is this
    rulebook, `counts_weeks` whose scores count, `assumed` what of who left is assumed and not stated.
    """

    season: int
    week: int
    rulebook: str
    form: str
    couples: int
    verdict: Verdict
    left: tuple[str, ...] = ()
    withdrew: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    vote_must_have_been: tuple[str, ...] = ()
    orders: str = ""
    orders_in_all: str = ""
    why: str = ""
    show: str = ""
    rulebook_from: str = ""
    counts_weeks: tuple[int, ...] = ()
    assumed: tuple[str, ...] = ()

    def line(self) -> str:
        """The week in one line."""
        told = f"{self.told()}: " if self.told() else ""
        return f"Season {self.season}, week {self.week}: {told}{self.verdict}{self._because()}."

    def told(self) -> str:
        """What happened."""
        parts = [f"{listed(list(self.withdrew))} withdrew"] if self.withdrew else []
        if self.places:
            parts.append(f"{self.places[0]} won")
        elif self.form == "finale":
            parts.append("the finale")
        elif self.left or (self.form and not parts):
            parts.append(f"{listed(list(self.left))} left")
        return "; ".join(parts)

    def implies(self) -> str:
        """What the vote must have been, in short."""
        parts = list(self.vote_must_have_been)
        if self.orders:
            parts.append(f"{int(self.orders):,} of {int(self.orders_in_all):,} public orders")
        return "; ".join(parts)

    def hangs(self) -> str:
        """On which assumptions it hangs, and under which readings some vote gives the result."""
        told = " or ".join(self.gives[:2]) + (
            f" or {len(self.gives) - 2} other readings" if len(self.gives) > 2 else ""
        )
        return f"{' and '.join(self.depends_on)}; some vote gives it under {told}" if self.depends_on else ""

    def _because(self) -> str:
        if self.verdict == "not worked out":
            return f" ({self.why})"
        hangs = f" ({self.hangs()})" if self.depends_on else ""
        told = self.implies() if self.verdict != "inconsistent" else self.why
        return f"{hangs}; {told}" if told else hangs


def row_of(season: HistoricSeason, week: WeekPlan, audit: WeekAudit) -> HistoryRow:
    """The row of an audited week."""
    found, names = audit.implied, dict(audit.names)

    def called(couples: list[CoupleRecord]) -> tuple[str, ...]:
        return tuple(names.get(one.slug, one.name) for one in couples)

    what = HistoryRow(
        season.plan.season.number, week.week, audit.rulebook, audit.form, len(audit.outcome.couples), "not worked out",
        left=called(week.left),
        withdrew=called(week.withdrew),
        places=() if week.doubt else called([couple for couple, _ in week.places]),
        show=season.said.show.name if season.said.show is not None else "",
        rulebook_from=season.rules_from,
        counts_weeks=week.scores_from,
        assumed=tuple(
            f"{names.get(one.slug, one.name)}: {season.plan.assumed[one.slug]}"
            for one in (*week.left, *week.withdrew) if one.slug in season.plan.assumed
        ),
    )  # fmt: skip
    return replace(what, **_verdict(audit, week, found, names))


def _verdict(audit: WeekAudit, week: WeekPlan, found: Implied | None, names: dict[str, str]) -> dict[str, Any]:
    """What the audit came to."""
    if week.doubt:
        return {"why": week.doubt}
    if found is None:
        lacking = [names.get(one.slug, one.name) for one in _unscored(week)]
        needs = [need.why for need in audit.outcome.needs if need.what != "votes"]
        why = f"no complete score of {listed(lacking)}" if lacking else "; ".join(needs)
        return {"why": why or f"the outcome is {audit.outcome.status}"}
    if found.verdict == "not worked out":
        return {"why": next(one.why for one in found.readings if one.possible == "not worked out")}
    if found.verdict == "inconsistent":
        return {"verdict": "inconsistent", "why": found.rulebook.why}
    reading = next(one for one in found.readings if one.possible == "consistent")
    told: dict[str, Any] = {"verdict": found.verdict, "vote_must_have_been": tuple(_ranges(reading, found, names))}
    if reading.orders is not None:
        told |= {"orders": str(reading.orders.giving), "orders_in_all": str(reading.orders.total)}
    if found.verdict == "depends on an unpublished rule":
        told |= {"depends_on": hangs_on(found), "gives": tuple(switched_text(one) for one in found.agreeing)}
    return told


def _unscored(week: WeekPlan) -> list[CoupleRecord]:
    """Couples in the competition whose scores of the week are not complete."""
    staying = [couple for couple in week.dancing if couple not in week.withdrew]
    return [one for one in staying if week.week not in one.weeks or one.weeks[week.week].lacks]


def hangs_on(found: Implied) -> tuple[str, ...]:
    """The assumptions whose reading alone, all others equal, turns the verdict; all that are ever switched if none does."""
    possible = {frozenset(one.switched): one.possible for one in found.readings if one.possible != "not worked out"}
    names = sorted({name for one in found.readings for name, _ in one.switched})
    turning = []
    for name in names:
        verdicts: dict[frozenset[tuple[str, str]], set[str]] = {}
        for switched, verdict in possible.items():
            others = frozenset(one for one in switched if one[0] != name)
            verdicts.setdefault(others, set()).add(verdict)
        if any(len(found) > 1 for found in verdicts.values()):
            turning.append(name)
    return tuple(turning or names)


def switched_text(switched: tuple[tuple[str, str], ...]) -> str:
    """A reading in words, by the assumptions it switches."""
    if not switched:
        return "the rulebook as it stands"
    return ", ".join(f"{name} = {reading}" for name, reading in switched)


def _ranges(reading: Reading, found: Implied, names: dict[str, str]) -> Iterator[str]:
    """The couples that left; in a finale everyone whose place or share is bound."""
    for place in reading.places:
        bound = len(place.possible) < len(reading.places)
        if place.couple in found.left or (not found.left and bound):
            yield f"{names.get(place.couple, place.couple)} {_place(place)}"
    for share in reading.shares:
        bound = share.least.share > 0 or share.most.share < 1
        if share.couple in found.left or (not found.left and bound):
            yield f"{names.get(share.couple, share.couple)} {_share(share)}"


def _place(one: PlaceRange) -> str:
    whole = one.possible == tuple(range(one.best, one.worst + 1))
    if one.best == one.worst:
        return f"public place {one.best}"
    return f"public place {one.best} to {one.worst}" if whole else f"public place {', '.join(map(str, one.possible))}"


def _share(one: ShareRange) -> str:
    upper = upper_bound(one.most.share, one.most.attained, f" ({one.most.share})")
    lower = lower_bound(one.least.share, one.least.attained, f" ({one.least.share})")
    if not one.least.share:
        return f"{upper} of the vote"
    if one.most.share == 1:
        return f"{lower} of the vote"
    return f"{lower} and {upper} of the vote"
