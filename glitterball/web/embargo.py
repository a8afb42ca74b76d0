"""The embargo: what of a withheld season is on record and was not yet said on air.

What decides a week (ballots, ties and cuts settled, an elimination cancelled, certified outcomes and the proofs of them), and
what two people propose of it, is kept back until the outcome is announced as certified, or the week is closed. What was told once
stays told. All of it follows from the log up to a position alone, so that a page as of a position says the same for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.record import Recorded
from domain.season import events as e
from domain.season.evolve import evolve
from domain.season.proposing.facts import asked_for, week_asked_about
from domain.season.state import Announcing, SeasonState, WeekState, announced

DECIDES = (
    e.JudgeBallotCast,
    e.TieSettled,
    e.CutSettled,
    e.EliminationCancelled,
    e.OutcomeCertified,
    e.OutcomeProved,
    e.ExclusionProved,
)
"""Facts from which it can be read how a week ends, or that this is decided."""

ASKS = frozenset(
    ("certify-outcome", "settle-tie", "settle-cut", "cancel-elimination", "correct-announcement", "correct-places")
)
"""Proposals from which the same can be read."""


@dataclass
class _Kept:
    """What is kept back of the weeks so far, by position, and the decisions proposed whose settling is kept with them."""

    by_week: dict[int, list[Recorded[Any]]] = field(default_factory=dict)
    proposed: dict[int, int] = field(default_factory=dict)

    def week_of(self, fact: Any) -> int | None:
        """The week with which a fact is kept back; none where it is not."""
        if isinstance(fact, DECIDES):
            return fact.week
        if isinstance(fact, e.DecisionProposed) and asked_for(fact) in ASKS:
            self.proposed[fact.decision] = week = week_asked_about(fact) or 0
            return week
        if isinstance(fact, e.DecisionApproved | e.DecisionRejected | e.DecisionWithdrawn):
            return self.proposed.get(fact.decision)
        return None


def kept_until_air(events: Iterable[Recorded[Any]]) -> tuple[SeasonState, frozenset[int]]:
    """The season after its own events, and the positions of those that were not yet told."""
    state, kept = SeasonState(), _Kept()
    for event in events:
        state = evolve(state, event)
        week = kept.week_of(event.fact)
        if week is not None:
            kept.by_week.setdefault(week, []).append(event)
        elif isinstance(event.fact, Announcing | e.WeekClosed):
            number = event.fact.week
            if is_told(state.weeks[number], kept.by_week.get(number, ())):
                kept.by_week.pop(number, None)
    return state, frozenset(event.position for events in kept.by_week.values() for event in events)


def is_told(week: WeekState, kept: Iterable[Recorded[Any]]) -> bool:
    """Whether what is kept back of a week is told by now: it is closed, or all that certificates name was announced."""
    if week.closed is not None:
        return True
    said = announced(week)
    placed, out = set(said.places or ()), set(said.eliminated or ())
    outcomes = [event.fact for event in kept if isinstance(event.fact, e.OutcomeCertified)]
    return (said.eliminated is not None or said.places is not None) and all(
        set(outcome.leaving) <= out | {couple for couple, _ in placed}
        and {(given.couple, given.place) for given in getattr(outcome, "placed", None) or ()} <= placed
        for outcome in outcomes
    )
