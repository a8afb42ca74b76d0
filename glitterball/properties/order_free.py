"""Order-free: vote batches in any order or split give the same outcome, and a replay gives what was seen live.

Source: DESIGN 1 and RULES 8: gateways deliver as they can, and the figure may not depend on who was quicker (ITV 2005-07).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.period.scoring_period import ScoringPeriod
from domain.season.gathering import period_of
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.drawn_weeks import drawn_weeks
from glitterball.properties.floor import Floor, all_weeks, every, no_public_vote
from glitterball.properties.played import GATEWAY, Delivered, in_one, play, season_name
from glitterball.properties.property import Property
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Cases, Violation, draw, forms_that, go_through
from glitterball.testing.plain_log import PlainLog, replayed

OTHER_GATEWAY = "web"
BOTH = "Both were played as seasons."
MOST = 2
EACH = 30
"""Outcomes one week is reckoned as: it is played as a season several times."""


def _one_couple_a_batch(period: ScoringPeriod) -> tuple[Delivered, ...]:
    """Last couple first, from two gateways in turn."""
    single = [
        Delivered((GATEWAY, OTHER_GATEWAY)[at % 2], count.body, ((couple, votes),))
        for count in period.votes
        for at, (couple, votes) in enumerate(zip(period.couples, count.votes, strict=True))
    ]
    return tuple(reversed(single))


def _halves(period: ScoringPeriod) -> tuple[Delivered, ...]:
    """Half of everybody's votes from one gateway, then the other half from the other."""
    half = [tuple(votes // 2 for votes in count.votes) for count in period.votes]
    rest = [
        tuple(all_ - part for all_, part in zip(count.votes, parts, strict=True))
        for count, parts in zip(period.votes, half, strict=True)
    ]
    return tuple(
        Delivered(gateway, count.body, tuple(zip(period.couples, votes, strict=True)))
        for gateway, parts in ((OTHER_GATEWAY, half), (GATEWAY, rest))
        for count, votes in zip(period.votes, parts, strict=True)
    )


def _ways(period: ScoringPeriod) -> Iterator[tuple[str, tuple[Delivered, ...]]]:
    yield "one couple a batch, last couple first, from two gateways", _one_couple_a_batch(period)
    yield "half of the votes from one gateway, half from another", _halves(period)


@dataclass(frozen=True, slots=True)
class OrderMatters:
    """The same votes, delivered otherwise or read again, give another outcome."""

    replayed: bool

    def says(self) -> str:
        """The sentence."""
        if self.replayed:
            return "A replay of the log gives another outcome than was seen live."
        return "The same votes, delivered otherwise, give another outcome."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """One week; the same votes of every body in both seasons, or the same log; and other outcomes."""
        one, other = shown
        same = one.period == other.period and _counted(one) == _counted(other)
        if self.replayed:
            same = same and one.played().events == other.played().events
        return same and _essence(one) != _essence(other)


def _counted(shown: Shown) -> list[tuple[str, tuple[int, ...]]]:
    """The votes of the week as its season has them."""
    log = shown.played()
    return [(count.body, count.votes) for count in period_of(log.state, 1, log.tallies).votes]


def _shown(trial: Trial, what: str, period: ScoringPeriod, log: PlainLog) -> Shown:
    trial.play()
    trial.count()
    outcome = trial.rules.outcome_in(log.state, 1, log.tallies)
    return Shown(what, period, outcome, trial.rulebook, log)


def _compared(trial: Trial, period: ScoringPeriod) -> Violation | None:
    """The two deliveries that differ, and how."""
    trial.compared += 1
    names = [season_name(trial.rulebook, "order-free", part) for part in (1, 2)]
    batches = in_one(period)
    first = _shown(trial, "all votes in one batch", period, play(trial.rulebook, period, batches, season=names[0]))
    for what, batches in _ways(period):
        other = _shown(trial, what, period, play(trial.rulebook, period, batches, season=names[1]))
        if _essence(other) != _essence(first):
            return Violation(OrderMatters(replayed=False), BOTH, shown=(first, other))
    log = first.played()
    again = _shown(trial, "the same log replayed", period, replayed(log.events, log.season))
    if _essence(again) != _essence(first):
        return Violation(OrderMatters(replayed=True), BOTH, shown=(first, again))
    return None


def _essence(shown: Shown) -> tuple[object, ...]:
    one = shown.outcome
    return one.status, one.order, one.bottom, one.leaving, one.saved, tuple(side.raw for side in one.sides)


def _search(trial: Trial) -> Counterexample | None:
    forms = forms_that(trial.rulebook, lambda form: form.select.kind != "nobody")

    def look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
        return _compared(trial, period)

    def cases(floor: Floor) -> Cases | None:
        if floor.n > 3:
            return None
        count = len(floor.all_judged(most=MOST)) * len(floor.all_voted(MOST))
        weeks = all_weeks(floor, most_judged=MOST, most_voted=MOST)
        return Cases(weeks, count, every(floor, MOST, MOST), whole=False, each=EACH)

    found = go_through(trial, "order-free", forms, cases, look)
    return found or draw(trial, "order-free", drawn_weeks(trial.rulebook, forms), look)


ORDER_FREE = Property(
    "order-free",
    "Vote batches in any order or split give the same outcome, and a replay gives what was seen live.",
    "RULES 5 and 8; ITV 2005 to 2007, where votes that came late decided nothing",
    "Small weeks, then weeks drawn at random, each played as a season: all votes in one batch, a batch for each couple in "
    "reverse from two gateways, half and half; then the log is replayed.",
    _search,
    no_public_vote,
)
