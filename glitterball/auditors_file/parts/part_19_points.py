"""Counts and points: marks and voting bodies; rank, share, table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import NamedTuple

from .part_02_spellings import Json, exact
from .part_13_tallies import Spans
from .part_18_period import Period


class Lacking(Exception):
    """The side cannot be computed; the text says what is needed."""


@dataclass
class Step:
    """One step of the working: what was compared for whom, what it decided (best first), and what it rests on."""

    stage: str
    clause: str
    about: Sequence[str]
    values: Sequence[Fraction | int]
    groups: Sequence[Sequence[str]]
    how: str
    rests_on: Spans = field(default_factory=list)

    def as_json(self) -> Json:
        compared = (
            [[couple, str(value)] for couple, value in zip(self.about, self.values, strict=True)] if self.values else []
        )
        return {
            "stage": self.stage,
            "clause": self.clause,
            "compared": compared,
            "about": list(self.about),
            "groups": [list(group) for group in self.groups],
            "how": self.how,
            "rests_on": [list(span) for span in self.rests_on],
        }


def marks_of(period: Period) -> list[Fraction]:
    """Every mark of every dance of the couple, a team dance in full for each of its couples, plus bonus points."""
    if period.unmarked:
        raise Lacking("scores")
    danced = [
        sum((dance.sum for dance in period.dances if couple in dance.couples), Fraction(0)) for couple in period.couples
    ]
    bonus = [sum((points for who, points in period.bonuses if who == couple), Fraction(0)) for couple in period.couples]
    return [marks + points for marks, points in zip(danced, bonus, strict=True)]


class BodyPoints(NamedTuple):
    """The points a voting body gives, in the order of the period's couples."""

    body: str
    points: list[Fraction]
    rests_on: Spans


def given_by(counts: Json, period: Period) -> list[BodyPoints]:
    """What each voting body gives: the table from its most votes down; equal couples as the clause says."""
    matching = [counted for counted in period.votes if fnmatchcase(counted.body, counts["bodies"])]
    if not matching:
        raise Lacking("votes")
    table = [exact(points) for points in counts["table"]]
    given = []
    for body, votes, spans in matching:
        other = [0] * len(votes)
        if "other" in counts:
            name = counts["other"].removesuffix("*") + body.removeprefix(counts["bodies"].removesuffix("*"))
            other = next((counted.votes for counted in period.votes if counted.body == name), other)
        merit = list(zip(votes, other, strict=True))
        points = []
        for own in merit:
            before = sum(1 for theirs in merit if theirs[0] > 0 and theirs > own)
            equal = merit.count(own)
            places = [table[place] if place < len(table) else Fraction(0) for place in range(before, before + equal)]
            if own[0] <= 0:
                points.append(Fraction(0))
                continue
            if len(set(places)) > 1 and counts["ties"] != "shared":
                raise Lacking("a tie rule")
            points.append(sum(places, Fraction(0)) / equal)
        given.append(BodyPoints(body, points, spans))
    return given


def points_of(conversion: Json, x: list[Fraction]) -> tuple[list[Fraction], str]:
    """A side's raw values as points, and how in a word or two."""
    n = len(x)
    kind = conversion["kind"]
    if kind == "raw":
        return x, "as they are"
    if kind == "share":
        if min(x, default=0) < 0 or sum(x) == 0:
            raise Lacking("a share")
        return [own / sum(x) for own in x], "share of the side"
    if kind == "table":
        return _from_table([exact(points) for points in conversion["table"]], x), "points table"
    ties = conversion["ties"]
    standard = [Fraction(n - sum(1 for d in x if d > own)) for own in x]
    low = [Fraction(n + 1 - sum(1 for d in x if d >= own)) for own in x]
    points = {
        "standard": standard,
        "low": low,
        "dense": [Fraction(n - len({d for d in x if d > own})) for own in x],
        "average": [(one + other) / 2 for one, other in zip(standard, low, strict=True)],
    }
    return points[ties], f"rank, {ties} ties"


def _from_table(table: list[Fraction], x: list[Fraction]) -> list[Fraction]:
    points = []
    for own in x:
        place = sum(1 for d in x if d > own)
        if place < len(table) and sum(1 for d in x if d == own) > 1:
            raise Lacking("a tie rule")
        points.append(table[place] if place < len(table) else Fraction(0))
    return points
