"""The sides: what each counts, in points."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from fractions import Fraction

from .part_01_findings import Wrong
from .part_02_spellings import Json
from .part_13_tallies import Spans, merged
from .part_18_period import Period
from .part_19_points import Lacking, Step, given_by, marks_of, points_of
from .part_20_skating import calls_of, placings_of


@dataclass
class Side:
    """One side, tabulated, in the order of the couples."""

    name: str
    counts: Json
    raw: list[Fraction]
    points: list[Fraction]
    rests_on: Spans


@dataclass
class Counted:
    """What a measure counts, in the order of the couples."""

    raw: list[Fraction]
    stage: str
    rests_on: Spans


def count(counts: Json, period: Period, clause: str, steps: list[Step]) -> Counted:
    """What a measure gives each couple, after the steps of its own; raises Lacking."""
    stage = "scores" if counts["kind"] in ("marks", "placings", "calls") else "votes"
    rests_on = period.scores_rest_on
    match counts["kind"]:
        case "marks":
            raw = marks_of(period)
        case "placings":
            raw = placings_of(period, clause, steps)
        case "calls":
            raw = calls_of(period, clause, steps)
        case "votes":
            counted = [body for body in period.votes if fnmatchcase(body.body, counts["bodies"])]
            if not counted:
                raise Lacking("votes")
            raw = [Fraction(sum(body.votes[at] for body in counted)) for at in range(len(period.couples))]
            rests_on = merged(span for body in counted for span in body.rests_on)
        case "bodies":
            given = given_by(counts, period)
            raw = [sum((body.points[at] for body in given), Fraction(0)) for at in range(len(period.couples))]
            rests_on = merged(span for body in given for span in body.rests_on)
            for body in given:
                how = f"points from {body.body}"
                steps.append(Step("votes", clause, period.couples, body.points, (), how, body.rests_on))
        case kind:
            raise Wrong(f"the measure {kind} is not known")
    return Counted(raw, stage, rests_on)


def side_of(side: Json, period: Period, working: list[Step]) -> Side:
    """Count a side, and turn the count into points; raises Lacking."""
    counts, clause = side["counts"], f"sides.{side['name']}"
    steps: list[Step] = []
    found = count(counts, period, f"{clause}.counts", steps)
    raw, rests_on = found.raw, found.rests_on
    steps.append(Step(found.stage, f"{clause}.counts", period.couples, raw, (), counts["kind"], rests_on))
    working += steps
    points, how = points_of(side["points"], raw)
    working.append(Step("points", f"{clause}.points", period.couples, points, (), how, rests_on))
    return Side(side["name"], counts, raw, points, rests_on)
