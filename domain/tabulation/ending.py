"""The end of a week: who is selected from the order, whom the second stage keeps, and who leaves."""

from dataclasses import dataclass

from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.rulebook.forms import Form
from domain.tabulation.outcome import Need

Order = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Who is in danger (lowest last), who leaves (first out first), who is saved, and what is still needed."""

    bottom: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    immunity_holds: bool = False


def ending(
    form: Form,
    period: ScoringPeriod,
    order: Order,
    open_ties: dict[tuple[str, ...], Need],
    working: list[Step] | None,
) -> Ending:
    """How the week ends under its form. A cut that falls inside a tie is a need, never a choice."""
    clause = f"forms.{form.name}"
    if period.cancelled or form.select.kind == "nobody":
        how = "the elimination was cancelled" if period.cancelled else "nobody leaves"
        _note(working, Step("leave", clause, (), (), (), how, period.decisions_rest_on))
        return Ending()
    if form.select.kind == "everyone_placed":
        _note(working, Step("places", f"{clause}.select", (), (), order, "everyone is placed"))
        tied = () if form.select.shared_places else tuple(group for group in order if len(group) > 1)
        return Ending(needs=tuple(_need(open_ties, group) for group in tied))
    eligible = _without_immune(order, period, clause, working)
    size = form.select.size(sum(len(group) for group in eligible))
    bottom, across = _lowest(eligible, size)
    needs = [_need(open_ties, across)] if across else []
    _note(working, Step("select", f"{clause}.select", bottom, (), (bottom,), f"the lowest {size}"))
    if form.second_stage is None:
        go = min(form.leave, size)  # nobody leaves who was not selected
        leaving, across = _lowest(eligible, go)
        if across and _need(open_ties, across) not in needs:
            needs.append(_need(open_ties, across))
        _note(working, Step("leave", f"{clause}.leave", leaving, (), (leaving,), f"the lowest {go} leave"))
        saved = tuple(couple for couple in bottom if couple not in leaving) if not across else ()
        return Ending(bottom, tuple(reversed(leaving)), saved, tuple(needs), bool(period.immune))
    if needs:
        return Ending(bottom, (), (), tuple(needs), bool(period.immune))
    return _second_stage(form, period, eligible, bottom, open_ties, working)


def _second_stage(
    form: Form,
    period: ScoringPeriod,
    eligible: Order,
    bottom: tuple[str, ...],
    open_ties: dict[tuple[str, ...], Need],
    working: list[Step] | None,
) -> Ending:
    assert form.second_stage is not None
    clause = f"forms.{form.name}"
    at_once, across = _lowest(eligible, min(form.out_at_once, len(bottom)))
    if across:
        return Ending(bottom, (), (), (_need(open_ties, across),), bool(period.immune))
    if at_once:
        _note(working, Step("leave", f"{clause}.out_at_once", at_once, (), (at_once,), "the lowest leave at once"))
    candidates = tuple(couple for couple in bottom if couple not in at_once)
    places = len(candidates) - (form.leave - len(at_once))
    if places < 1:
        leaving = tuple(reversed(bottom))
        _note(working, Step("leave", f"{clause}.leave", bottom, (), (bottom,), "as many leave as are in danger"))
        return Ending(bottom, leaving, (), (), bool(period.immune))
    verdict = form.second_stage.keep(candidates, places, period)
    values = tuple(count for _, count in verdict.counted)
    second = f"{clause}.second_stage"
    out = tuple(couple for couple in candidates if couple not in verdict.kept)
    if verdict.needs:
        about = verdict.tied or candidates
        _note(working, Step("second stage", second, candidates, values, (), f"open: {verdict.needs}", verdict.rests_on))
        need = Need(verdict.needs, about, second, f"the second stage waits for {verdict.needs}")
        return Ending(bottom, tuple(reversed(at_once)), verdict.kept, (need,), bool(period.immune))
    _note(working, Step("second stage", second, candidates, values, (verdict.kept, out), verdict.how, verdict.rests_on))
    _note(working, Step("leave", f"{clause}.leave", out, (), (out,), "not saved", verdict.rests_on))
    return Ending(bottom, tuple(reversed(at_once)) + tuple(reversed(out)), verdict.kept, (), bool(period.immune))


def _without_immune(order: Order, period: ScoringPeriod, clause: str, working: list[Step] | None) -> Order:
    """The order without couples that are safe from elimination tonight."""
    if not period.immune:
        return order
    _note(working, Step("immunity", "immunity", period.immune, (), (), "cannot be selected", period.decisions_rest_on))
    kept = (tuple(couple for couple in group if couple not in period.immune) for group in order)
    return tuple(group for group in kept if group)


def _lowest(order: Order, size: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lowest `size` couples, lowest last, and the tied group the cut falls inside, if it does.

    Then only those certainly below the cut are returned.
    """
    taken: tuple[str, ...] = ()
    for group in reversed(order):
        if len(taken) == size:
            break
        if len(taken) + len(group) > size:
            return taken, group
        taken = group + taken
    return taken, ()


def _need(open_ties: dict[tuple[str, ...], Need], group: tuple[str, ...]) -> Need:
    """What would tell a tied group apart; without its immune couples it is part of the group that was tied."""
    return next(need for tied, need in open_ties.items() if set(group) <= set(tied))


def _note(working: list[Step] | None, step: Step) -> None:
    if working is not None:
        working.append(step)
