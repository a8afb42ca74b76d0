"""Judges' cards: what each judge wrote for a dance of all couples, for measures that need whole cards."""

from dataclasses import dataclass

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.scoring_period import Dance, ScoringPeriod


@dataclass(frozen=True, slots=True)
class Card:
    """What a judge wrote in one round, couple by couple in the order of the period's; a couple left out is missing."""

    judge: str
    marks: tuple[Exact, ...]


def cards_of(period: ScoringPeriod, what: str) -> tuple[tuple[Card, ...], ...]:
    """The cards of each round: a couple's first dance of the period belongs to the others' first, its second to their second.

    `what` names what the cards hold. Refuses what is not marks of single couples, all of whom danced as often.
    """
    if period.unmarked:
        raise CannotTabulate("scores", f"dances without a score: {', '.join(period.unmarked)}", period.couples)
    if period.bonuses:
        raise CannotTabulate("marks alone", f"bonus points have no place among {what}")
    danced = {couple: [dance for dance in period.dances if couple in dance.couples] for couple in period.couples}
    for dance in period.dances:
        if len(dance.couples) > 1:
            raise CannotTabulate(
                "a dance for each couple", f"{dance.dance} is a team dance; {what} are of single couples"
            )
        if dance.stated_total is not None:
            raise CannotTabulate(
                "the judges' cards", f"only the total of {dance.dance} is on record, not each judge's mark"
            )
    numbers = {len(dances) for dances in danced.values()}
    if len(numbers) != 1 or numbers == {0}:
        raise CannotTabulate(
            "the same dances for all", "every couple of a round dances the same number of dances, at least one"
        )
    return tuple(
        _of_round(number, [danced[couple][number] for couple in period.couples]) for number in range(numbers.pop())
    )


def _of_round(number: int, dances: list[Dance]) -> tuple[Card, ...]:
    judges = sorted({judge for dance in dances for judge, _ in dance.marks})
    if not judges:
        raise CannotTabulate("the judges' cards", f"no judge marked dance {number + 1}")
    return tuple(
        Card(judge, tuple(mark for dance in dances for marked_by, mark in dance.marks if marked_by == judge))
        for judge in judges
    )
