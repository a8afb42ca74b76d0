"""Selection: who of the order is in danger. A cut that falls inside a tie is a need, never a choice."""

from dataclasses import dataclass, replace

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult, divide
from domain.period.ranges import Ranges, at, merged
from domain.period.scoring_period import ScoringPeriod, Settlement
from domain.period.step import Step
from domain.rulebook.forms import CalledBack, Form, PlugInSelect, Wildcard
from domain.stages.measures import Measure, in_working
from domain.stages.plugged import Candidates, answered
from domain.tabulation.order import EXHAUSTED, Order, Ordered
from domain.tabulation.outcome import Need

Couples = tuple[str, ...]

ALL_GO_ON, NONE_GOES_ON = "all go on", "none goes on"
CUT_DECISIONS = (ALL_GO_ON, NONE_GOES_ON)
"""How a chairman's decision on a cut stands among the settlements of a scoring period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The bottom set, lowest last; `go` of those `eligible` leave, or stay open, where no second stage decides."""

    eligible: Order
    go: int
    bottom: Couples = ()
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()


def select(form: Form, known: Known, ordered: Ordered, eligible: Order, explain: bool = True) -> Selected:
    """Who is selected of those that can be; an open cut selects only those certainly below it."""
    period = known.period
    if isinstance(form.select, Wildcard):
        return _but_for_wildcards(form, form.select, period, ordered, eligible)
    if isinstance(form.select, CalledBack):
        return _not_called_back(form, form.select, period, eligible)
    if isinstance(form.select, PlugInSelect):
        return _by_a_package(form, form.select, known, ordered, eligible)
    return _the_lowest(form, ordered, eligible, explain)


def _the_lowest(form: Form, ordered: Ordered, eligible: Order, explain: bool) -> Selected:
    size = form.select.size(_many(eligible))
    bottom, across = lowest(eligible, size)
    return Selected(
        eligible=eligible,
        go=min(form.leave, size),
        bottom=bottom,
        needs=(ordered.need(across),) if across else (),
        steps=(_selected(f"forms.{form.name}.select", bottom, f"the lowest {size}"),) if explain else (),
    )


def _by_a_package(form: Form, plugged: PlugInSelect, known: Known, ordered: Ordered, eligible: Order) -> Selected:
    """The lowest by the numbers of a package, those with equal ones as they stand in the week. Nobody while it gives none."""
    couples, clause = tuple(couple for group in eligible for couple in group), f"forms.{form.name}.select"
    asked = Candidates(couples, replace(known.period, votes=()), known.sides)
    try:
        numbers = answered(plugged.name, "selection", plugged.parameters, asked, len(couples))
    except CannotTabulate as lack:
        need = Need(lack.needs, couples, f"{clause}.plug_in", lack.why)
        return Selected(eligible=(), go=0, needs=(need,))
    divided = divide(tuple(range(len(couples))), numbers.__getitem__)
    parts = (tuple(couples[at] for at in group) for group in divided.groups)
    in_order = tuple(group for part in parts for group in _only(eligible, part))
    selected = _the_lowest(form, ordered, in_order, explain=True)
    counted = Step(
        stage="select",
        clause=clause,
        about=couples,
        values=numbers,
        groups=in_order,
        how=plugged.name,
        rests_on=_all_of(known.period, known.sides),
    )
    return replace(selected, steps=(counted, *selected.steps))


def _all_of(period: ScoringPeriod, sides: tuple[SideResult, ...]) -> Ranges:
    """What of it was looked at, the package alone knows."""
    return merged([*period.scores_rest_on, *(span for side in sides for span in side.rests_on)])


def _not_called_back(form: Form, called: CalledBack, period: ScoringPeriod, eligible: Order) -> Selected:
    """Whoever does not go on. Of couples equal at the cut all go on or none, which only the chairman can say."""
    clause = f"forms.{form.name}.select"
    bottom, across = lowest(eligible, called.size(_many(eligible)))
    if not across:
        return _left_behind(clause, eligible, bottom, ())
    clear = _many(eligible) - len(bottom) - len(across)
    decision = cut_decision(period, across)
    if decision is None or (decision.link == NONE_GOES_ON and not clear):
        fewer = (
            f"{clear} go{'es' if clear == 1 else ''} on, or {clear + len(across)}"
            if clear
            else f"all {len(across)} go on"
        )
        why = f"equal at the cut of {called.couples}: {fewer}, as the chairman decides"
        need = Need("a decision by the chairman", across, f"{clause}.couples", why)
        return Selected(eligible=eligible, go=len(bottom), bottom=bottom, needs=(need,))
    if decision.link == NONE_GOES_ON:
        bottom = (*across, *bottom)
    decided = Step(
        stage="select",
        clause=f"{clause}.couples",
        about=across,
        groups=(across,),
        how=f"equal at the cut, {decision.link} by decision",
        rests_on=at(decision.position),
    )
    return _left_behind(clause, eligible, bottom, (decided,))


def _left_behind(clause: str, eligible: Order, bottom: Couples, steps: tuple[Step, ...]) -> Selected:
    on = tuple(couple for group in eligible for couple in group if couple not in bottom)
    going_on = _selected(clause, on, f"{len(on)} go on")
    return Selected(eligible=eligible, go=len(bottom), bottom=bottom, steps=(*steps, going_on))


def cut_decision(period: ScoringPeriod, across: Couples) -> Settlement | None:
    """What was decided of exactly these couples, the last of it."""
    made = [
        settlement
        for settlement in period.settlements
        if settlement.link in CUT_DECISIONS and sorted(settlement.order) == sorted(across)
    ]
    return made[-1] if made else None


def _but_for_wildcards(
    form: Form, wildcard: Wildcard, period: ScoringPeriod, ordered: Ordered, eligible: Order
) -> Selected:
    """The rest, without the best of it by the wildcard's count. Nobody of the rest is selected while that is open."""
    clause = f"forms.{form.name}.select"
    rest, across = lowest(eligible, max(_many(eligible) - wildcard.couples, 0))
    if across:
        return Selected(eligible=(), go=0, needs=(ordered.need(across),))
    first = tuple(couple for group in eligible for couple in group if couple not in rest)
    steps: tuple[Step, ...] = (_selected(clause, first, f"the first {wildcard.couples}"),)
    if len(rest) <= wildcard.wildcards:
        return Selected(eligible=(), go=0, steps=steps)
    try:
        values, told = _counted(wildcard.counts, period, clause)
    except CannotTabulate as lack:
        return Selected(eligible=(), go=0, needs=(Need(lack.needs, rest, f"{clause}.counts", lack.why),), steps=steps)
    best, tied = _best(rest, wildcard.wildcards, values, period)
    others = tuple(couple for couple in rest if couple not in best)
    rests_on = wildcard.counts.rests_on(period)
    drawn = Step(
        stage="select",
        clause=f"{clause}.wildcards",
        about=rest,
        values=tuple(values[couple] for couple in rest),
        groups=() if tied else (best, others),
        how=f"of the rest, the best {wildcard.wildcards} by {in_working(wildcard.counts)}",
        rests_on=rests_on,
    )
    steps = (*steps, *told, drawn)
    if tied:
        why = f"tied for the last wildcard; the rulebook calls for a decision by {EXHAUSTED.who}"
        need = Need(f"a decision by {EXHAUSTED.who}", tied, f"{clause}.wildcards", why)
        return Selected(eligible=(), go=0, needs=(need,), steps=steps)
    endangered = _only(eligible, others)
    return Selected(
        eligible=endangered,
        go=min(form.leave, len(others)),
        bottom=others,
        steps=(*steps, _selected(clause, others, f"the other {len(others)}")),
    )


def _counted(measure: Measure, period: ScoringPeriod, clause: str) -> tuple[dict[str, Exact], tuple[Step, ...]]:
    """What a count of the form's own gives each couple, and the steps that lead there."""
    values = dict(zip(period.couples, measure.of(period), strict=True))
    return values, measure.explain(period, f"{clause}.counts")


def _best(rest: Couples, many: int, values: dict[str, Exact], period: ScoringPeriod) -> tuple[Couples, Couples]:
    """The best of the rest, and those tied for the last of the wildcards unless people have settled who goes before whom."""
    at = {couple: index for index, couple in enumerate(period.couples)}
    by_value = divide(tuple(at[couple] for couple in rest), lambda index: values[period.couples[index]])
    best: Couples = ()
    for group in by_value.groups:
        named = tuple(period.couples[index] for index in group)
        wanted = many - len(best)
        if wanted < len(named) and wanted:
            settled = EXHAUSTED.divide(group, Known(period, ()))
            if settled.needs:
                return best, named
            named = tuple(period.couples[part[0]] for part in settled.groups)
        best = (*best, *named[:wanted])
    return best, ()


def _selected(clause: str, couples: Couples, how: str) -> Step:
    return Step(stage="select", clause=clause, about=couples, groups=(couples,), how=how)


def _only(order: Order, couples: Couples) -> Order:
    kept = (tuple(couple for couple in group if couple in couples) for group in order)
    return tuple(group for group in kept if group)


def _many(order: Order) -> int:
    return sum(map(len, order))


def lowest(order: Order, size: int) -> tuple[Couples, Couples]:
    """The lowest `size` couples, lowest last, and the tied group the cut falls inside, if it does.

    Then only those certainly below the cut are returned.
    """
    taken: Couples = ()
    for group in reversed(order):
        if len(taken) == size:
            break
        if len(taken) + len(group) > size:
            return taken, group
        taken = group + taken
    return taken, ()
