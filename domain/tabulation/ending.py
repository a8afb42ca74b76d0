"""The end of a week: who is selected from the order, whom the second stage keeps, and who leaves."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.period.known import Known
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.rulebook.forms import Form
from domain.stages.second_stages import SecondStage
from domain.tabulation.order import Order, Ordered
from domain.tabulation.outcome import Need
from domain.tabulation.selecting import Selected, lowest, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Who is in danger (lowest last), who leaves (first out first), who is saved, and what is still needed."""

    bottom: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    immunity_holds: bool = False
    steps: tuple[Step, ...] = ()


class Parting(NamedTuple):
    """What becomes of those in danger: who leaves (first out first), who is saved, what is still needed, and the steps."""

    leaving: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()


def ending(form: Form, known: Known, ordered: Ordered, explain: bool = True) -> Ending:
    """How the week ends under its form. A cut that falls inside a tie is a need, never a choice.

    Without `explain` nobody asks for the steps, and those of a plain week are not told.
    """
    clause, period = f"forms.{form.name}", known.period
    if period.cancelled or form.select.kind == "nobody":
        how = "the elimination was cancelled" if period.cancelled else "nobody leaves"
        return Ending(steps=(Step(stage="leave", clause=clause, how=how, rests_on=period.decisions_rest_on),))
    if form.select.kind == "everyone_placed":
        placed = Step(stage="places", clause=f"{clause}.select", groups=ordered.order, how="everyone is placed")
        tied = () if form.select.shared_places else tuple(group for group in ordered.order if len(group) > 1)
        return Ending(needs=tuple(ordered.need(group) for group in tied), steps=(placed,))
    selected = select(form, known, ordered, _without_immune(ordered.order, period), explain)
    if form.second_stage is None:
        parting = _lowest_leave(selected, clause, ordered, explain)
    elif selected.needs:
        parting = Parting()
    else:
        parting = _second_stage(form, form.second_stage, period, selected, ordered)
    return Ending(
        bottom=selected.bottom,
        leaving=parting.leaving,
        saved=parting.saved,
        needs=(*[need for need in selected.needs if need not in parting.needs], *parting.needs),
        immunity_holds=bool(period.immune),
        steps=(*_immunity(period), *selected.steps, *parting.steps),
    )


def _lowest_leave(selected: Selected, clause: str, ordered: Ordered, explain: bool) -> Parting:
    """No second stage: the lowest leave, and nobody leaves who was not selected."""
    go, bottom = selected.go, selected.bottom
    leaving, across = lowest(selected.eligible, go)
    return Parting(
        leaving=leaving[::-1],
        saved=() if across else tuple([couple for couple in bottom if couple not in leaving]),
        needs=(ordered.need(across),) if across else (),
        steps=(_left(f"{clause}.leave", leaving, f"the lowest {go} leave"),) if explain else (),
    )


def _left(clause: str, leaving: tuple[str, ...], how: str) -> Step:
    return Step(stage="leave", clause=clause, about=leaving, groups=(leaving,), how=how)


def _second_stage(
    form: Form, stage: SecondStage, period: ScoringPeriod, selected: Selected, ordered: Ordered
) -> Parting:
    """Who leaves at once leaves; of the others the second stage keeps as many as may stay."""
    clause, bottom = f"forms.{form.name}", selected.bottom
    at_once, across = lowest(selected.eligible, min(form.out_at_once, len(bottom)))
    if across:
        return Parting(needs=(ordered.need(across),))
    candidates = tuple(couple for couple in bottom if couple not in at_once)
    places = len(candidates) - (form.leave - len(at_once))
    if places < 1:
        how = "as many leave as are in danger"
        parting = Parting(
            leaving=tuple(reversed(bottom)),
            steps=(Step(stage="leave", clause=f"{clause}.leave", about=bottom, groups=(bottom,), how=how),),
        )
    else:
        parting = _kept(stage, clause, candidates, places, period)
        parting = parting._replace(leaving=(*reversed(at_once), *parting.leaving))
    if not at_once:
        return parting
    how = "the lowest leave at once"
    first = Step(stage="leave", clause=f"{clause}.out_at_once", about=at_once, groups=(at_once,), how=how)
    return parting._replace(steps=(first, *parting.steps))


def _kept(stage: SecondStage, clause: str, candidates: tuple[str, ...], places: int, period: ScoringPeriod) -> Parting:
    """The second stage between those who did not leave at once."""
    verdict = stage.keep(candidates, places, period)
    second = f"{clause}.second_stage"
    out = tuple(couple for couple in candidates if couple not in verdict.kept)
    decided = Step(
        stage="second stage",
        clause=second,
        about=candidates,
        values=tuple(count for _, count in verdict.counted),
        groups=() if verdict.needs else (verdict.kept, out),
        how=f"open: {verdict.needs}" if verdict.needs else verdict.how,
        rests_on=verdict.rests_on,
    )
    if verdict.needs:
        why = f"the second stage waits for {verdict.needs}"
        need = Need(verdict.needs, verdict.tied or candidates, second, why)
        return Parting(saved=verdict.kept, needs=(need,), steps=(decided,))
    leave = Step(
        stage="leave",
        clause=f"{clause}.leave",
        about=out,
        groups=(out,),
        how="not saved",
        rests_on=verdict.rests_on,
    )
    return Parting(leaving=tuple(reversed(out)), saved=verdict.kept, steps=(decided, leave))


def _without_immune(order: Order, period: ScoringPeriod) -> Order:
    """The order without couples that are safe from elimination tonight."""
    if not period.immune:
        return order
    kept = (tuple(couple for couple in group if couple not in period.immune) for group in order)
    return tuple(group for group in kept if group)


def _immunity(period: ScoringPeriod) -> tuple[Step, ...]:
    if not period.immune:
        return ()
    how = "cannot be selected"
    immune = period.immune
    return (Step(stage="immunity", clause="immunity", about=immune, how=how, rests_on=period.decisions_rest_on),)
