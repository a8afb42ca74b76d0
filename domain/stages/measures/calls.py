"""The judges' side of a round before a final: how many judges called a couple back (Skating System, Rules 1 to 4; RULES 4)."""

from typing import ClassVar, Literal

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.stages.measures.cards import Card, cards_of
from domain.stages.measures.counting import Counting
from domain.stages.skating.ruling import ordinal

CALLED = 1
"""What a call counts; a couple that is not called has 0."""


class Calls(Counting):
    """Each judge calls back so many couples in every dance; a couple has as many as it was called by judges, all dances together.

    A judge calls as many as all others do (Rule 2): a card with another number goes back to the judge and is never repaired.
    """

    kind: Literal["calls"] = "calls"
    stage: ClassVar[Literal["scores"]] = "scores"

    def of(self, period: ScoringPeriod) -> tuple[Exact, ...]:
        """How often each couple was called back, in the order of `period.couples`."""
        calls = [0] * len(period.couples)
        for cards in _called(period):
            for card in cards:
                for at, mark in enumerate(card.marks):
                    calls[at] += mark == CALLED
        return tuple(calls)

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of the cards behind the calls."""
        return period.scores_rest_on

    def explain(self, period: ScoringPeriod, clause: str) -> tuple[Step, ...]:
        """Who was called back by whom, dance by dance."""
        return tuple(
            Step(
                stage="scores",
                clause=clause,
                about=period.couples,
                values=card.marks,
                how=f"dance {number}, called back by {card.judge}",
                rests_on=period.scores_rest_on,
            )
            for number, cards in enumerate(_called(period), start=1)
            for card in cards
        )


def _called(period: ScoringPeriod) -> tuple[tuple[Card, ...], ...]:
    """The cards of each dance; refuses a mark that is no call and a card with more or fewer calls than the others."""
    rounds = cards_of(period, "calls")
    for number, cards in enumerate(rounds, start=1):
        where = f"in the {ordinal(number)} dance"
        for card in cards:
            if len(card.marks) != len(period.couples) or not set(card.marks) <= {0, CALLED}:
                why = f"{where} the card of {card.judge} does not say of each couple whether it is called back; it goes back"
                raise CannotTabulate("cards of calls", why, period.couples)
        if len({sum(card.marks) for card in cards}) > 1:
            counts = ", ".join(f"{card.judge} {sum(card.marks)}" for card in cards)
            why = f"{where} judges call different numbers of couples ({counts}); a card goes back to its judge"
            raise CannotTabulate("cards with as many calls", why, period.couples)
    return rounds
