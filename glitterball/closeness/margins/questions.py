"""The questions a margin answers, and what must hold of the order for another answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.forms import EveryonePlaced, Form, Nobody
from domain.tabulation.outcome import Outcome
from glitterball.closeness.margins.results import Answer, QuestionName

MOST_BOTTOM_SETS = 20_000

Pair = tuple[int, int]
"""(couple that must stand higher, couple that must stand lower)."""

Target = tuple[Pair, ...]
"""Pairs that must all stand so; whoever wants another answer needs one of a question's targets."""


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` reads an outcome. `targets` lists what may be brought about: every outcome that is decided and differs
    holds one of them strictly, every one that differs or is open holds one of those or of `ties` at least as a tie.
    None: too many to list."""

    name: QuestionName
    says: str
    answer: Callable[[Outcome], Answer]
    targets: Callable[[Outcome], Iterator[Target] | None]
    ties: Callable[[Outcome], Iterator[Target]]
    when_open: bool = False
    """Whether `targets` also holds while the question is open."""
    sharing: bool = False
    """Whether couples left equal share a place, so that a tie is an answer too."""


def questions_of(form: Form, period: ScoringPeriod) -> tuple[Question, ...]:
    """What can be asked of a week that ends so. Nothing where nobody is selected or the elimination was cancelled, nor where
    more than the order says who is selected."""
    if period.cancelled or isinstance(form.select, Nobody) or not form.by_order_alone:
        return ()
    if isinstance(form.select, EveryonePlaced):
        shared = bool(form.select.shared_places)
        return (_winner(period, shared), _places(period, shared))
    eligible = len(period.couples) - len(period.immune)
    size = form.select.size(eligible)
    leave = min(form.leave, size)
    bottom = _bottom(period, size)
    if not leave:
        return (bottom,)
    if form.second_stage is None:
        leaving = _leaving(period, leave)
        return (leaving,) if leave == size else (leaving, bottom)
    return (_after_second_stage(form, period, size), bottom)


def _index(period: ScoringPeriod) -> dict[str, int]:
    return {couple: at for at, couple in enumerate(period.couples)}


def _across(low: tuple[str, ...], period: ScoringPeriod) -> Iterator[Target]:
    """One of the low set above one of the others: for any other low set of the same size some such pair must stand."""
    index = _index(period)
    for couple in sorted(low):
        for other in period.couples:
            if other not in low and other not in period.immune:
                yield ((index[couple], index[other]),)


def _no_ties(outcome: Outcome) -> Iterator[Target]:
    yield from ()


def _bottom(period: ScoringPeriod, size: int) -> Question:
    def answer(outcome: Outcome) -> Answer:
        whole = outcome.status != "not tabulated" and len(outcome.bottom) == size
        return (tuple(sorted(outcome.bottom)),) if whole else None

    return Question(
        "who is in the bottom set",
        f"The lowest {size}, before any second stage.",
        answer,
        lambda outcome: _across(outcome.bottom, period),
        _no_ties,
    )


def _who_leaves(outcome: Outcome) -> Answer:
    return (tuple(sorted(outcome.leaving)),) if outcome.status == "decided" else None


def _leaving(period: ScoringPeriod, leave: int) -> Question:
    """Without a second stage the lowest leave. A tie only over who is named in danger beside them does not open that; it opens
    the question of the bottom set."""

    def answer(outcome: Outcome) -> Answer:
        whole = outcome.status != "not tabulated" and len(outcome.leaving) == leave
        return (tuple(sorted(outcome.leaving)),) if whole else None

    return Question(
        "who leaves",
        f"The lowest {leave} leave.",
        answer,
        lambda outcome: _across(outcome.leaving, period),
        _no_ties,
    )


def _winner(period: ScoringPeriod, shared: bool) -> Question:
    index = _index(period)

    def answer(outcome: Outcome) -> Answer:
        if not outcome.order or (len(outcome.order[0]) > 1 and not shared):
            return None
        return (tuple(sorted(outcome.order[0])),)

    def targets(outcome: Outcome) -> Iterator[Target]:
        first = outcome.order[0]
        for winner in first:
            for other in period.couples:
                if other != winner:
                    yield ((index[other], index[winner]),)

    return Question("who wins", "Who is placed first.", answer, targets, _no_ties, sharing=shared)


def _places(period: ScoringPeriod, shared: bool) -> Question:
    index = _index(period)

    def answer(outcome: Outcome) -> Answer:
        return tuple(tuple(sorted(group)) for group in outcome.order) if outcome.status == "decided" else None

    def targets(outcome: Outcome) -> Iterator[Target]:
        for number, group in enumerate(outcome.order):
            for here in group:
                for lower in (*group, *(outcome.order[number + 1] if number + 1 < len(outcome.order) else ())):
                    if lower != here:
                        yield ((index[lower], index[here]),)

    return Question("who is placed where", "The places of all couples.", answer, targets, _no_ties, sharing=shared)


def _after_second_stage(form: Form, period: ScoringPeriod, size: int) -> Question:
    """Who leaves once the second stage has kept somebody, its ballots or save votes as they were cast."""
    index = _index(period)
    eligible = tuple(couple for couple in period.couples if couple not in period.immune)
    at_once = min(form.out_at_once, size)

    def layerings(outcome: Outcome, wanted: bool) -> Iterator[Target]:
        now = _who_leaves(outcome)
        for bottom in combinations(eligible, size):
            for first in combinations(bottom, at_once):
                here = leaving_from(form, period, first, bottom)
                same = set(bottom) == set(outcome.bottom) and set(first) == set(outcome.leaving[:at_once])
                if (here != now) is wanted and not same:
                    yield _layered(first, bottom, eligible, index)

    def targets(outcome: Outcome) -> Iterator[Target] | None:
        if comb(len(eligible), size) * comb(size, at_once) > MOST_BOTTOM_SETS:
            return None
        return layerings(outcome, wanted=True)

    return Question(
        "who leaves",
        "Who leaves after the second stage, given the ballots as cast.",
        _who_leaves,
        targets,
        lambda outcome: layerings(outcome, wanted=False),
        when_open=True,
    )


def _layered(
    first: tuple[str, ...], bottom: tuple[str, ...], eligible: tuple[str, ...], index: dict[str, int]
) -> Target:
    pairs = [(index[high], index[low]) for low in bottom for high in eligible if high not in bottom]
    pairs += [(index[high], index[low]) for low in first for high in bottom if high not in first]
    return tuple(pairs)


def leaving_from(form: Form, period: ScoringPeriod, at_once: tuple[str, ...], bottom: tuple[str, ...]) -> Answer:
    """Who leaves from a bottom set of which some leave at once, by the ballots on record; None where they leave it open."""
    assert form.second_stage is not None
    candidates = tuple(couple for couple in bottom if couple not in at_once)
    places = len(candidates) - (form.leave - len(at_once))
    if places < 1:
        return (tuple(sorted(bottom)),)
    verdict = form.second_stage.keep(candidates, places, period)
    if verdict.needs:
        return None
    return (tuple(sorted(couple for couple in bottom if couple not in verdict.kept)),)
