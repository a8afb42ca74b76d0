"""Tabulation: how a week's outcome follows from its marks and votes under a rulebook.

Reads down the page like a rulebook: sides to points, combine, order with the tie chain, select, second stage, leave.
The working returned with the outcome is written by the same lines that decide it.
"""

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult
from domain.period.ranges import merged
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Explains, Step
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import Form
from domain.tabulation.ending import ending
from domain.tabulation.order import ordered
from domain.tabulation.outcome import Need, Outcome


def tabulate(rulebook: Rulebook, period: ScoringPeriod, explain: bool = True) -> Outcome:
    """The outcome of the period. Refuses nothing: what cannot be computed comes back as `undecided` or `not tabulated`
    with its needs. `explain=False` leaves the working out and changes nothing else."""
    working: list[Step] | None = [] if explain else None
    form = rulebook.form(period.form)
    if form is None:
        need = Need("a form", period.couples, "forms", f"rulebook {rulebook.ref} has no form {period.form!r}")
        return _not_tabulated(rulebook, period, (), need, working)
    sides: list[SideResult] = []
    for side in rulebook.sides:
        clause = f"sides.{side.name}"
        try:
            raw = side.counts.of(period)
            rests_on = side.counts.rests_on(period)
            if working is not None:
                if isinstance(side.counts, Explains):
                    working.extend(side.counts.explain(period, f"{clause}.counts"))
                counted = side.counts.kind
                working.append(Step(side.counts.stage, f"{clause}.counts", period.couples, raw, (), counted, rests_on))
            points = side.points.of(raw)
            if working is not None:
                how = side.points.how
                working.append(Step("points", f"{clause}.points", period.couples, points, (), how, rests_on))
        except CannotTabulate as lack:
            need = Need(lack.needs, period.couples, clause, lack.why)
            return _not_tabulated(rulebook, period, tuple(sides), need, working)
        sides.append(SideResult(side.name, raw, points, rests_on, side.counts))
    known = Known(period, tuple(sides))
    combined = combine(sides, [side.weight for side in rulebook.sides])
    if working is not None:
        rests_on = merged(span for one in sides for span in one.rests_on)
        working.append(Step("combine", "sides", period.couples, combined, (), "weighted sum", rests_on))
    order, open_ties = ordered(rulebook.tie_chain, known, combined.values, working)
    return _ended(rulebook, period, form, known, combined, order, open_ties, working)


def combine(sides: list[SideResult], weights: list[Exact]) -> Scaled:
    """The weighted sum of the sides' points, over one denominator."""
    over = 1
    for side, weight in zip(sides, weights, strict=True):
        over *= side.points.over * weight.denominator
    totals = [0] * len(sides[0].raw)
    for side, weight in zip(sides, weights, strict=True):
        factor = weight.numerator * (over // (side.points.over * weight.denominator))
        for index, value in enumerate(side.points.values):
            totals[index] += value * factor
    return Scaled(tuple(totals), over)


def _ended(
    rulebook: Rulebook,
    period: ScoringPeriod,
    form: Form,
    known: Known,
    combined: Scaled,
    order: tuple[tuple[str, ...], ...],
    open_ties: dict[tuple[str, ...], Need],
    working: list[Step] | None,
) -> Outcome:
    end = ending(form, period, order, open_ties, working)
    return Outcome(
        period.week,
        rulebook.ref,
        form.name,
        "undecided" if end.needs else "decided",
        period.couples,
        known.sides,
        combined,
        order,
        end.bottom,
        end.leaving,
        end.saved,
        period.immune if end.immunity_holds else (),
        form.select.kind == "everyone_placed",
        end.needs,
        tuple(working or ()),
    )


def _not_tabulated(
    rulebook: Rulebook,
    period: ScoringPeriod,
    sides: tuple[SideResult, ...],
    need: Need,
    working: list[Step] | None,
) -> Outcome:
    return Outcome(
        period.week,
        rulebook.ref,
        period.form,
        "not tabulated",
        period.couples,
        sides,
        needs=(need,),
        working=tuple(working or ()),
    )
