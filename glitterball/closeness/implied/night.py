"""A night whose public vote is secret: what is on record of it, and how a public place turns into a level."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import combinations
from typing import Literal

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook, Side
from domain.rulebook.forms import Form
from domain.stages.links import SidePoints, SideTotal
from domain.stages.measures import Votes
from domain.stages.points import RankPoints, RawPoints, SharePoints, TablePoints
from glitterball.closeness.implied.results import NotWorkedOut, refuse_other_counts

TieLink = tuple[Exact, ...] | Literal["public total", "public points"]
"""A link of the tie chain: each couple's value where it is on record, or a comparison of the secret side."""


@dataclass(frozen=True, slots=True)
class Night:
    """What is known. Couples are indices into `period.couples`.

    `fixed` are the combined points of the sides on record, `secret` the side whose votes nobody published (None when
    viewers count for nothing), `links` the tie chain up to the first link that waits for people.
    """

    rulebook: Rulebook
    period: ScoringPeriod
    form: Form
    fixed: tuple[Exact, ...]
    secret: Side | None
    links: tuple[TieLink, ...]

    @property
    def size(self) -> int:
        """How many couples dance."""
        return len(self.period.couples)

    @property
    def by_share(self) -> bool:
        """Whether shares of the public vote count rather than public places."""
        return self.secret is not None and isinstance(self.secret.points, SharePoints | RawPoints)


def night_of(rulebook: Rulebook, period: ScoringPeriod) -> Night:
    """The night as far as it is on record. Raises `NotWorkedOut` with a sentence where the method does not reach."""
    form = rulebook.form(period.form)
    if form is None:
        raise NotWorkedOut(f"rulebook {rulebook.ref} has no form {period.form}")
    refuse_other_counts(rulebook, form)
    period = replace(period, settlements=())
    secret = [side for side in rulebook.sides if _is_secret(side, period)]
    if len(secret) > 1:
        names = " and ".join(side.name for side in secret)
        raise NotWorkedOut(f"the sides {names} are both secret, and only one at a time can be worked out")
    known, fixed = _on_record(rulebook, period)
    side = secret[0] if secret else None
    if side is not None:
        _refuse_what_is_not_covered(side, rulebook)
    return Night(rulebook, period, form, fixed, side, _links(rulebook, known, side))


def _is_secret(side: Side, period: ScoringPeriod) -> bool:
    if not isinstance(side.counts, Votes):
        return False
    return not any(fnmatchcase(count.body, side.counts.bodies) for count in period.votes)


def _refuse_what_is_not_covered(side: Side, rulebook: Rulebook) -> None:
    if isinstance(side.points, RawPoints) and len(rulebook.sides) > 1:
        raise NotWorkedOut(f"side {side.name} adds raw votes to points, so its range has no end")
    if isinstance(side.points, TablePoints) and any(
        lower > higher for higher, lower in zip(side.points.table, side.points.table[1:], strict=False)
    ):
        raise NotWorkedOut(f"the points table of side {side.name} does not fall from place to place")


def _on_record(rulebook: Rulebook, period: ScoringPeriod) -> tuple[Known, tuple[Exact, ...]]:
    """The sides on record, with a blank for the secret one, and the sum of their weighted points."""
    sides: list[SideResult] = []
    fixed: list[Exact] = [0] * len(period.couples)
    for side in rulebook.sides:
        if _is_secret(side, period):
            blank = (0,) * len(period.couples)
            sides.append(SideResult(name=side.name, raw=blank, points=Scaled(blank), counts=side.counts))
            continue
        try:
            raw = side.counts.of(period)
            points = side.points.of(raw)
        except CannotTabulate as lack:
            raise NotWorkedOut(lack.why) from None
        sides.append(SideResult(name=side.name, raw=raw, points=points, counts=side.counts))
        fixed = [total + side.weight * points[index] for index, total in enumerate(fixed)]
    return Known(period, tuple(sides)), tuple(fixed)


def _links(rulebook: Rulebook, known: Known, secret: Side | None) -> tuple[TieLink, ...]:
    """The chain up to the first link that waits for a lot, a person or a split of marks that is not on record."""
    links: list[TieLink] = []
    everyone = tuple(range(len(known.period.couples)))
    for link in rulebook.tie_chain:
        if secret is not None and isinstance(link, SideTotal | SidePoints) and link.side == secret.name:
            links.append("public total" if isinstance(link, SideTotal) else "public points")
            continue
        division = link.divide(everyone, known)
        if division.needs:
            break
        links.append(division.values)
    return tuple(links)


def points_by_place(night: Night) -> tuple[Exact, ...]:
    """What the secret side gives the couple in each public place, weighted, the best place first.

    A public order is strict, so every tie convention gives n for the first place down to 1 for the last.
    """
    if night.secret is None:
        return (0,) * night.size
    conversion = night.secret.points
    if isinstance(conversion, RankPoints):
        given: tuple[Exact, ...] = tuple(range(night.size, 0, -1))
    else:
        assert isinstance(conversion, TablePoints)
        given = (*conversion.table, *(0,) * night.size)[: night.size]
    return tuple(night.secret.weight * points for points in given)


Levels = tuple[tuple[int, ...], ...]
"""`levels[couple][place]` (place from 0, the best): higher is better in the order, equal is an open tie.

A couple's level never rises from a better place to a worse one.
"""


def levels_of(night: Night) -> Levels:
    """Where each couple stands in each public place: by combined points, then link by link of the tie chain."""
    given = points_by_place(night)
    everyone, places = range(night.size), range(night.size)
    keys = [[_key(night, couple, place, given) for place in places] for couple in everyone]
    level = {key: number for number, key in enumerate(sorted({key for row in keys for key in row}))}
    return tuple(tuple(level[key] for key in row) for row in keys)


def _key(night: Night, couple: int, place: int, given: tuple[Exact, ...]) -> tuple[Exact, ...]:
    key: list[Exact] = [night.fixed[couple] + given[place]]
    for link in night.links:
        if link == "public total":
            key.append(-place)
        elif link == "public points":
            key.append(given[place])
        else:
            key.append(link[couple])
    return tuple(key)


def has_open_ties(levels: Levels) -> bool:
    """Whether two couples in different public places can be left equal by the chain."""
    standing: dict[int, list[tuple[int, int]]] = {}
    for couple, row in enumerate(levels):
        for place, level in enumerate(row):
            standing.setdefault(level, []).append((couple, place))
    return any(
        one[0] != other[0] and one[1] != other[1]
        for equal in standing.values()
        for one, other in combinations(equal, 2)
    )
