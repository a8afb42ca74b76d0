"""A public order that gives the announced result: found, then shuffled as far as the result allows."""

from random import Random

from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook import Rulebook
from domain.season.state import Announced
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate

CLIMB = 20_000
"""Steps of the search for a first order. Season 33 takes a few dozen."""

SHUFFLES = 400


class NoVoteGives(Exception):
    """No public order was found under which the rulebook gives the announced result."""

    def __init__(self, week: int) -> None:
        super().__init__(f"no synthetic vote was found that gives the announced result of week {week}")
        self.week = week


def public_order(rulebook: Rulebook, period: ScoringPeriod, said: Announced, chance: Random) -> tuple[str, ...]:
    """Couples from most votes to fewest, chosen by `chance` among orders that give what was announced."""
    order = list(period.couples)
    chance.shuffle(order)
    distance = _distance(_outcome(rulebook, period, order), said)
    for _ in range(CLIMB):
        if distance == 0:
            break
        swapped = _swapped(order, chance)
        reached = _distance(_outcome(rulebook, period, swapped), said)
        if reached <= distance:
            order, distance = swapped, reached
    if distance:
        raise NoVoteGives(period.week)
    for _ in range(SHUFFLES):
        swapped = _swapped(order, chance)
        if _distance(_outcome(rulebook, period, swapped), said) == 0:
            order = swapped
    return tuple(order)


def _outcome(rulebook: Rulebook, period: ScoringPeriod, order: list[str]) -> Outcome:
    votes = tuple(len(order) - order.index(couple) for couple in period.couples)
    return tabulate(rulebook, with_votes(period, votes), explain=False)


def with_votes(period: ScoringPeriod, votes: tuple[int, ...]) -> ScoringPeriod:
    """The period with the viewers' votes given."""
    return ScoringPeriod(
        week=period.week,
        form=period.form,
        couples=period.couples,
        dances=period.dances,
        bonuses=period.bonuses,
        votes=(BodyVotes("viewers", votes),),
        panel=period.panel,
        immune=period.immune,
        running_order=period.running_order,
        previous_points=period.previous_points,
        cancelled=period.cancelled,
    )


def _swapped(order: list[str], chance: Random) -> list[str]:
    one, other = chance.sample(range(len(order)), 2)
    swapped = list(order)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _distance(outcome: Outcome, said: Announced) -> int:
    """How far a computed outcome is from the announced one: places apart, summed; 0 when it is the same."""
    place = {couple: number for number, group in enumerate(outcome.order) for couple in group}
    apart = 0
    if said.places is not None:
        apart += sum(abs(place[couple] + 1 - wanted) for couple, wanted in said.places)
    for wanted in (said.eliminated, said.danger):
        lowest = len(outcome.couples) - len(wanted or ())
        apart += sum(max(lowest - place[couple], 0) for couple in wanted or ())
    if outcome.status != "decided" and not apart:
        apart = 1
    return apart
