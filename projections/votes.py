"""Votes: what was delivered for each couple, and what counts after voids and substitutions."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from domain.exact import Exact, exact
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from projections.alone import alone
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.results import weeks_of


@dataclass(frozen=True, slots=True)
class Row:
    """One couple's votes of one voting body in one week, by themselves: nothing is carried in."""

    week: int
    """The week, as viewers count."""
    body: str
    """The voting body, `viewers` where the rulebook names no other."""
    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    delivered: int
    """Accepted votes in batches before the seal."""
    counted: int
    """Those that count: without voided batches and channels, with substitutions in place."""
    share: Exact | None
    """Of all counted votes of the body, 0 to 1; absent while there are none."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, body and couple, each in order of identifier."""
    return tuple(row for number in weeks_of(season, week) for row in _week(season, number))


def _week(season: SeasonFold, week: int) -> tuple[Row, ...]:
    if rulebook_of(season.state, week) is None:
        return ()
    delivered: Counter[tuple[str, str]] = Counter()
    if week in season.tallies:
        for gateway in season.tallies[week].gateways.values():
            for (_, body), channel in gateway.channels.items():
                for couple, votes in channel.votes.items():
                    delivered[body, couple] += votes
    period = period_of(alone(season.state, week), week, season.tallies)
    names = couple_names(season.state, week)
    return tuple(
        Row(
            week=week,
            body=counted.body,
            couple=couple,
            name=names[couple],
            delivered=delivered[counted.body, couple],
            counted=votes,
            share=exact(Fraction(votes, sum(counted.votes))) if sum(counted.votes) else None,
        )
        for counted in period.votes
        for couple, votes in zip(period.couples, counted.votes, strict=True)
    )
