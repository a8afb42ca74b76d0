"""Tabulation: how a week's outcome follows from its marks and votes under a rulebook.

Reads down the page like a rulebook: sides to points, combine, order with the tie chain, select, second stage, leave.
The working returned with the outcome is written by the same lines that decide it.
"""

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult
from domain.period.ranges import Ranges, merged
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.rulebook.book import Rulebook, Side
from domain.stages.measures import in_working
from domain.tabulation.ending import ending
from domain.tabulation.order import ordered
from domain.tabulation.outcome import Need, Outcome


def tabulate(rulebook: Rulebook, period: ScoringPeriod, explain: bool = True) -> Outcome:
    """The outcome of the period. Refuses nothing: what cannot be computed comes back as `undecided` or `not tabulated`
    with its needs. `explain=False` leaves the working out and changes nothing else."""
    form = rulebook.form(period.form)
    if form is None:
        need = Need("a form", period.couples, "forms", f"rulebook {rulebook.ref} has no form {period.form!r}")
        return _not_tabulated(rulebook, period, (), need, ())
    sides: list[SideResult] = []
    steps: list[Step] = []
    for side in rulebook.sides:
        try:
            raw = side.counts.of(period)
            rests_on = side.counts.rests_on(period)
            if explain:
                steps.extend(_counted(side, period, raw, rests_on))
            points = side.points.of(raw)
        except CannotTabulate as lack:
            need = Need(lack.needs, period.couples, f"sides.{side.name}", lack.why)
            return _not_tabulated(rulebook, period, tuple(sides), need, tuple(steps))
        result = SideResult(name=side.name, raw=raw, points=points, rests_on=rests_on, counts=side.counts)
        sides.append(result)
        if explain:
            steps.append(_pointed(side, period, result))
    known = Known(period, tuple(sides))
    combined = combine(sides, [side.weight for side in rulebook.sides])
    in_order = ordered(rulebook.tie_chain, known, combined.values, explain)
    end = ending(form, known, in_order, explain)
    if explain:
        steps.extend((_combined(known, combined), *in_order.steps, *end.steps))
    return Outcome(
        week=period.week,
        rulebook=rulebook.ref,
        form=form.name,
        status="undecided" if end.needs else "decided",
        couples=period.couples,
        sides=known.sides,
        combined=combined,
        order=in_order.order,
        bottom=end.bottom,
        leaving=end.leaving,
        saved=end.saved,
        immune=period.immune if end.immunity_holds else (),
        placed=form.select.kind == "everyone_placed",
        needs=end.needs,
        working=tuple(steps),
    )


def combine(sides: list[SideResult], weights: list[Exact]) -> Scaled:
    """The weighted sum of the sides' points, over one denominator."""
    over = 1
    for side, weight in zip(sides, weights, strict=True):
        over *= side.points.over * weight.denominator
    totals = [0] * len(sides[0].raw)
    for side, weight in zip(sides, weights, strict=True):
        factor = weight.numerator * (over // (side.points.over * weight.denominator))
        totals = [total + value * factor for total, value in zip(totals, side.points.values, strict=True)]
    return Scaled(tuple(totals), over)


def _counted(side: Side, period: ScoringPeriod, raw: tuple[Exact, ...], rests_on: Ranges) -> tuple[Step, ...]:
    """What a side counts, after the steps of its own that a measure needs to be followed."""
    clause = f"sides.{side.name}.counts"
    counted = Step(
        stage=side.counts.stage,
        clause=clause,
        about=period.couples,
        values=raw,
        how=in_working(side.counts),
        rests_on=rests_on,
    )
    return (*side.counts.explain(period, clause), counted)


def _pointed(side: Side, period: ScoringPeriod, result: SideResult) -> Step:
    return Step(
        stage="points",
        clause=f"sides.{side.name}.points",
        about=period.couples,
        values=result.points,
        how=side.points.how,
        rests_on=result.rests_on,
    )


def _combined(known: Known, combined: Scaled) -> Step:
    return Step(
        stage="combine",
        clause="sides",
        about=known.period.couples,
        values=combined,
        how="weighted sum",
        rests_on=merged(span for side in known.sides for span in side.rests_on),
    )


def _not_tabulated(
    rulebook: Rulebook, period: ScoringPeriod, sides: tuple[SideResult, ...], need: Need, steps: tuple[Step, ...]
) -> Outcome:
    return Outcome(
        week=period.week,
        rulebook=rulebook.ref,
        form=period.form,
        status="not tabulated",
        couples=period.couples,
        sides=sides,
        needs=(need,),
        working=steps,
    )
