"""The judges' side of a ballroom final: placings by the Skating System, Rules 1 to 11 (RULES 4)."""

from typing import ClassVar, Literal

from domain.exact import Exact, exact
from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.stages.measures.cards import Card, cards_of
from domain.stages.measures.counting import Counting
from domain.stages.skating.final import Final, decided
from domain.stages.skating.majority import Marks as MarksOfDance
from domain.stages.skating.ruling import Ruling, ordinal


class Placings(Counting):
    """Each judge orders the couples 1 to N in every dance; the Skating System makes one order of them.

    A couple's value is N + 1 less its place, so that higher is better: of six couples the winner has 6, and two who share
    second and third place have 4.5 each. A couple's first dance of the period is compared with the others' first, its
    second with their second. A card that is not a strict order goes back to the judge; it is never repaired (Rule 4).
    """

    kind: Literal["placings"] = "placings"
    stage: ClassVar[Literal["scores"]] = "scores"

    def of(self, period: ScoringPeriod) -> tuple[Exact, ...]:
        """N + 1 less the place, in the order of `period.couples`."""
        n = len(period.couples)
        return tuple(exact(n + 1 - place) for place in decided(_cards(period)).places)

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of the marks behind the placings."""
        return period.scores_rest_on

    def explain(self, period: ScoringPeriod, clause: str) -> tuple[Step, ...]:
        """Which rule placed each couple, dance by dance and then over all."""
        final = decided(_cards(period))
        steps: list[Step] = []
        for number, (rulings, places) in enumerate(zip(final.dance_rulings, final.dances, strict=True), start=1):
            steps += [_step(ruling, period, clause, f"dance {number}, ") for ruling in rulings]
            groups = _by_place(places, period)
            steps.append(
                Step(
                    stage="scores",
                    clause=clause,
                    about=period.couples,
                    values=places,
                    groups=groups,
                    how=f"places in dance {number}",
                )
            )
        steps += [_step(ruling, period, clause, "") for ruling in _over_all(final)]
        return tuple(steps)


def _over_all(final: Final) -> tuple[Ruling, ...]:
    return final.final_rulings if len(final.dances) > 1 else ()


def _step(ruling: Ruling, period: ScoringPeriod, clause: str, where: str) -> Step:
    named = tuple(period.couples[couple] for couple in ruling.about)
    groups = tuple(tuple(period.couples[couple] for couple in group) for group in ruling.groups)
    how = f"{where}Rule {ruling.rule}: {ruling.what}"
    return Step(
        stage="scores",
        clause=clause,
        about=named,
        values=ruling.values,
        groups=groups,
        how=how,
        rests_on=period.scores_rest_on,
    )


def _by_place(places: tuple[Exact, ...], period: ScoringPeriod) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(couple for couple, own in zip(period.couples, places, strict=True) if own == place)
        for place in sorted(set(places))
    )


def _cards(period: ScoringPeriod) -> tuple[MarksOfDance, ...]:
    """The marks of each dance, by couple; refuses what is not a set of full, strict cards."""
    return tuple(
        _in_strict_order(number, cards, period) for number, cards in enumerate(cards_of(period, "placings"), start=1)
    )


def _in_strict_order(number: int, cards: tuple[Card, ...], period: ScoringPeriod) -> MarksOfDance:
    """One dance: every judge's card, checked, then turned to be read by couple."""
    n = len(period.couples)
    columns: list[tuple[int, ...]] = []
    for card in cards:
        order = tuple(mark for mark in card.marks if isinstance(mark, int))
        if len(order) < len(card.marks) or sorted(order) != list(range(1, n + 1)):
            raise CannotTabulate(
                "a card in strict order",
                f"the card of {card.judge} for the {ordinal(number)} dance is {', '.join(map(str, card.marks))}, not each "
                f"place from 1 to {n} once; it goes back to the judge",
                period.couples,
            )
        columns.append(order)
    return tuple(zip(*columns, strict=True))
