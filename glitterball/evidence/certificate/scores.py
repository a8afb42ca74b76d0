"""The judges' side of a certificate: every score as submitted, what stands, and each correction with those who made it."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.exact import Exact, exact
from domain.season import events as e
from domain.season.state import DanceState, SeasonState, WeekState, judges_present, stated_dances
from glitterball.evidence.certificate.people import Answerable, answerable
from projections.names import judge_names


@dataclass(frozen=True, slots=True)
class Mark:
    """One judge's mark: as submitted, and as it stands after corrections."""

    judge: str
    submitted: Exact
    stands: Exact
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Danced:
    """One dance. Without marks `stated_total` is all that is on record, for all of `dances` together."""

    week: int
    episode: int
    round: str
    dances: tuple[str, ...]
    style: str | None
    couples: tuple[str, ...]
    marks: tuple[Mark, ...]
    stated_total: Exact | None

    @property
    def total(self) -> Exact:
        """What counts."""
        return exact(sum(mark.stands for mark in self.marks)) if self.stated_total is None else self.stated_total


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Points added to a couple's total."""

    week: int
    couple: str
    points: Exact
    reason: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A mark that was changed. `after_the_lock`: when voting had closed, which takes two people."""

    week: int
    dance: str
    couples: tuple[str, ...]
    judge: str
    was: Exact
    becomes: Exact
    reason: str
    people: Answerable
    position: int
    time: str
    after_the_lock: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores that count towards the week."""

    judges: tuple[tuple[str, str], ...]
    danced: tuple[Danced, ...]
    bonuses: tuple[Bonus, ...]
    corrections: tuple[Correction, ...]


def scores_of(state: SeasonState, week: int) -> Scores:
    """The scores of every week that counts towards this one, in the order danced."""
    numbers = [number for number in state.weeks[week].opened.fact.scores_from if number in state.weeks]
    weeks = [(number, state.weeks[number]) for number in numbers]
    return Scores(
        tuple(judge_names(*(one for _, one in weeks)).items()),
        tuple(danced for number, one in weeks for danced in _danced(number, one)),
        tuple(
            Bonus(
                week=number,
                couple=event.fact.couple,
                points=event.fact.points,
                reason=event.fact.reason,
                position=event.position,
            )
            for number, one in weeks
            for event in one.bonuses
        ),
        tuple(correction for number, one in weeks for correction in _corrections(state, number, one)),
    )


def _danced(number: int, week: WeekState) -> Iterator[Danced]:
    stated = stated_dances(week)
    for event in week.totals:
        fact = week.dances[event.fact.dances[0]].scheduled.fact
        dances, total = event.fact.dances, event.fact.total
        yield Danced(
            week=number,
            episode=fact.episode,
            round=fact.round,
            dances=dances,
            style=fact.style,
            couples=fact.couples,
            marks=(),
            stated_total=total,
        )
    for name, dance in week.dances.items():
        if name not in stated:
            fact = dance.scheduled.fact
            judges = judges_present(week, fact.episode)
            yield Danced(
                week=number,
                episode=fact.episode,
                round=fact.round,
                dances=(name,),
                style=fact.style,
                couples=fact.couples,
                marks=(*_marks(dance, judges), *_calls(week, dance, judges)),
                stated_total=None,
            )


def _calls(week: WeekState, dance: DanceState, judges: tuple[str, ...]) -> Iterator[Mark]:
    """Of a round before a final: 1 where the judge's card calls the couple back and 0 where it does not, first and last card."""
    fact = dance.scheduled.fact
    for judge in judges:
        cards = [
            card
            for card in week.calls
            if (card.fact.episode, card.fact.round, card.fact.judge) == (fact.episode, fact.round, judge)
        ]
        if cards and judge not in dance.marks:
            first, last = (int(set(fact.couples) <= set(card.fact.couples)) for card in (cards[0], cards[-1]))
            yield Mark(judge, first, last, cards[0].position)


def _marks(dance: DanceState, judges: tuple[str, ...]) -> Iterator[Mark]:
    for judge in judges:
        given = [event for event in dance.history if event.fact.judge == judge]
        if given:
            yield Mark(judge, given[0].fact.mark, given[-1].fact.mark, given[0].position)


def _corrections(state: SeasonState, number: int, week: WeekState) -> Iterator[Correction]:
    for name, dance in week.dances.items():
        for event in dance.history:
            fact = event.fact
            if isinstance(fact, e.ScoreCorrected):
                yield Correction(
                    week=number,
                    dance=name,
                    couples=dance.scheduled.fact.couples,
                    judge=fact.judge,
                    was=fact.was,
                    becomes=fact.mark,
                    reason=fact.reason,
                    people=answerable(state, event),
                    position=event.position,
                    time=event.time,
                    after_the_lock=week.seal is not None and event.position > week.seal.position,
                )
