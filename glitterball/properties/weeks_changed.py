"""A week changed in one respect: other votes, other names, one couple fewer, other ballots. All else stays as it was."""

from dataclasses import replace
from functools import lru_cache

from domain.exact import Exact, exact
from domain.period.scoring_period import Ballot, BodyVotes, Dance, ScoringPeriod
from domain.record import Slug


def with_votes(period: ScoringPeriod, body: str, votes: tuple[int, ...]) -> ScoringPeriod:
    """The week with these votes of one body."""
    counts = tuple(BodyVotes(body, votes) if count.body == body else count for count in period.votes)
    return replace(period, votes=counts)


def times(period: ScoringPeriod, factor: int) -> ScoringPeriod:
    """The week with all votes multiplied."""
    counts = tuple(BodyVotes(one.body, tuple(votes * factor for votes in one.votes)) for one in period.votes)
    return replace(period, votes=counts)


def without(period: ScoringPeriod, couple: str, placings: bool = False) -> ScoringPeriod:
    """The week as if the couple had never danced in it. Where the judges give `placings`, those behind it move up by one."""
    at, gone = period.couples.index(couple), _places_of(period, couple)
    return replace(
        period,
        couples=tuple(one for one in period.couples if one != couple),
        dances=tuple(
            replace(
                dance,
                couples=tuple(one for one in dance.couples if one != couple),
                marks=_moved_up(dance, gone) if placings else dance.marks,
            )
            for dance in period.dances
            if dance.couples != (couple,)
        ),
        bonuses=tuple(bonus for bonus in period.bonuses if bonus.couple != couple),
        votes=tuple(BodyVotes(one.body, one.votes[:at] + one.votes[at + 1 :]) for one in period.votes),
        ballots=(),
        immune=tuple(one for one in period.immune if one != couple),
        running_order=tuple(one for one in period.running_order if one != couple),
    )


def _places_of(period: ScoringPeriod, couple: str) -> dict[tuple[str, str], Exact]:
    """The place of a couple from each judge in each round."""
    return {
        (_round(dance), judge): mark
        for dance in period.dances
        if dance.couples == (couple,)
        for judge, mark in dance.marks
    }


def _moved_up(dance: Dance, gone: dict[tuple[str, str], Exact]) -> tuple[tuple[Slug, Exact], ...]:
    return tuple(
        (judge, exact(mark - 1) if mark > gone.get((_round(dance), judge), mark) else mark)
        for judge, mark in dance.marks
    )


def _round(dance: Dance) -> str:
    return dance.dance.rpartition(".")[0]


def given_to(period: ScoringPeriod, couples: tuple[str, ...]) -> ScoringPeriod:
    """The week danced by these couples, as many as danced in it, each in the place of one."""
    names: dict[str, Slug] = dict(zip(period.couples, couples, strict=True))
    return _given_to(period, couples, names)


def renamed(period: ScoringPeriod, one: str, other: str) -> ScoringPeriod:
    """The week with the names of two couples exchanged, in everything that was given to them."""
    names: dict[str, Slug] = {couple: couple for couple in period.couples} | {one: other, other: one}
    return _given_to(period, period.couples, names)


def _given_to(period: ScoringPeriod, couples: tuple[str, ...], names: dict[str, Slug]) -> ScoringPeriod:
    back = {new: old for old, new in names.items()}
    was = [period.couples.index(back[couple]) for couple in couples]
    return replace(
        period,
        couples=couples,
        dances=tuple(
            replace(dance, dance=_of(dance.dance, names), couples=tuple(names[couple] for couple in dance.couples))
            for dance in period.dances
        ),
        bonuses=tuple(replace(bonus, couple=names[bonus.couple]) for bonus in period.bonuses),
        votes=tuple(BodyVotes(count.body, tuple(count.votes[at] for at in was)) for count in period.votes),
        ballots=tuple(replace(ballot, saves=names[ballot.saves]) for ballot in period.ballots),
        immune=tuple(sorted(names[couple] for couple in period.immune)),
        running_order=tuple(names[couple] for couple in period.running_order),
    )


def _of(dance: str, names: dict[str, str]) -> str:
    episode, round_, who = dance.split(".")
    return f"{episode}.{round_}.{names.get(who, who)}"


def with_ballots(period: ScoringPeriod, saves: tuple[str, ...]) -> ScoringPeriod:
    """The week with one ballot a judge present, in order of the panel."""
    ballots = tuple(Ballot(judge, couple) for judge, couple in zip(period.panel.judges, saves, strict=True))
    return replace(period, ballots=ballots)


@lru_cache(maxsize=10_000)
def levels(votes: tuple[int, ...]) -> tuple[int, ...]:
    """The order of the votes alone: 1 for the fewest, equal where equal."""
    rising = {value: level for level, value in enumerate(sorted(set(votes)), start=1)}
    return tuple(rising[value] for value in votes)
