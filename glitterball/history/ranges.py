"""What each couple's public vote must have been, as numbers: one row a couple and week, for tables and pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from domain.exact import Exact, exact
from glitterball.closeness.implied import Implied, Reading
from glitterball.history.dances import total_of
from glitterball.history.planning import WeekPlan
from glitterball.history.rows import HistoryRow, switched_text
from glitterball.history.scripting import HistoricSeason

Result = Literal["stayed", "left", "withdrew", "placed"]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One couple in one week.

    `marks` is the judges' total of all that counts towards the week's outcome, empty where a score is missing. Under a rulebook
    that counts places, `best` and `worst` are the ends of the couple's public place, 1 the best; under one that counts
    shares, `least` and `most` those of its share of the public vote, from 0 to 1, each attained or only approached. All
    empty where the result bounds nothing, or the week was not worked out; `reading` is the reading they hold under.
    """

    show: str
    season: int
    week: int
    couple: str
    result: Result
    place: int | None
    marks: int | Fraction | None
    best: int | None = None
    worst: int | None = None
    least: int | Fraction | None = None
    most: int | Fraction | None = None
    least_attained: bool | None = None
    most_attained: bool | None = None
    verdict: str = ""
    reading: str = ""
    rulebook: str = ""


def range_rows(row: HistoryRow, week: WeekPlan, season: HistoricSeason, found: Implied | None) -> Iterator[RangeRow]:
    """The couples of an audited week, as they were cast."""
    reading = next((one for one in found.readings if one.possible == "consistent"), None) if found else None
    ends = _ends(reading) if reading is not None and row.verdict not in ("not worked out", "inconsistent") else {}
    places = {couple.slug: place for couple, place in week.places if not week.doubt}
    left, withdrew = {one.slug for one in week.left}, {one.slug for one in week.withdrew}
    for couple in week.dancing:
        slug = couple.slug
        result: Result = "withdrew" if slug in withdrew else "left" if slug in left else "stayed"
        told = RangeRow(
            show=row.show,
            season=row.season,
            week=row.week,
            couple=couple.name,
            result="placed" if slug in places else result,
            place=places.get(slug),
            marks=_marks(slug, week, season),
            verdict=row.verdict,
            rulebook=row.rulebook,
        )
        if slug in ends and reading is not None:
            told = replace(told, reading=switched_text(reading.switched), **ends[slug])
        yield told


def _ends(reading: Reading) -> Mapping[str, dict[str, Any]]:
    ends: dict[str, dict[str, Any]] = {one.couple: {"best": one.best, "worst": one.worst} for one in reading.places}
    for share in reading.shares:
        ends[share.couple] = {
            "least": exact(share.least.share),
            "most": exact(share.most.share),
            "least_attained": share.least.attained,
            "most_attained": share.most.attained,
        }
    return ends


def _marks(slug: str, week: WeekPlan, season: HistoricSeason) -> Exact | None:
    """The judges' total of all weeks that count; None where one is missing or not complete."""
    couple = next(one for one in season.plan.season.couples if one.slug == slug)
    total: Exact = 0
    for number in week.scores_from:
        card = couple.weeks.get(number)
        if card is None or card.lacks:
            return None
        total = exact(total + total_of(card, season.readings[number]))
    return total


def flat(row: RangeRow) -> dict[str, Any]:
    """A row for CSV and JSON: each exact number as a decimal to draw with, beside its numerator and denominator."""
    told: dict[str, Any] = {}
    for name in RangeRow.__dataclass_fields__:
        value = getattr(row, name)
        if name not in ("marks", "least", "most"):
            told[name] = value
            continue
        told[name] = value if value is None or isinstance(value, int) else float(value)
        told[f"{name}_numerator"] = None if value is None else value.numerator
        told[f"{name}_denominator"] = None if value is None else value.denominator
    return told
