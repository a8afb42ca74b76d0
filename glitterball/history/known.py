"""What is known of single seasons beside the file: the rulebook, the year, weeks that are carried, half points.

Each entry names its source. What stands in no table here is not known, and each week then counts alone, by assumption.
"""

from dataclasses import dataclass
from fractions import Fraction

from domain.rulebook import Rulebook
from glitterball.rulebooks import shipped_rulebook

RULEBOOKS: tuple[tuple[int, int, str], ...] = (
    (1, 2, "us-1-2"),
    (3, 27, "us-3-27"),
    (28, 29, "us-28-29"),
    (30, 31, "us-30-31"),
    (32, 33, "us-33"),
    (34, 34, "us-34"),
)
"""First season, last season, shipped rulebook. Each rulebook says what in it is known and what is assumed."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A week whose outcome also counts earlier weeks' scores and votes."""

    season: int
    week: int
    counts: tuple[int, ...]
    source: str


CARRIED: tuple[Carried, ...] = (
    Carried(33, 2, (1, 2), "public record of season 33's episodes: scores and votes of weeks 1 and 2 count together"),
    Carried(33, 9, (8, 9), "public record of season 33's episodes: scores and votes of weeks 8 and 9 count together"),
    Carried(
        28, 4, (3, 4), "season 28 (2019): a withdrawal cancelled the elimination; its scores and votes were carried on"
    ),
)

VOTES_BEFORE: tuple[int, ...] = (17, 22)
"""Seasons in which the votes of one week met the scores of the next."""

VOTES_BEFORE_SOURCE = "seasons 17 and 22: last period's votes met this period's scores"

HALF_POINTS: dict[int, str] = {
    15: "the judges could award whole and half points (announced on 24 September 2012)",
}
"""Seasons whose judges gave half points although their rulebook's scale has none."""


def rulebook_of_season(number: int) -> Rulebook | None:
    """The shipped rulebook of a US season; None for a season nobody has written one for."""
    for first, last, name in RULEBOOKS:
        if first <= number <= last:
            return shipped_rulebook(name)
    return None


def step_of_season(number: int, rulebook: Rulebook) -> int | Fraction:
    """In what steps the judges marked."""
    return Fraction(1, 2) if number in HALF_POINTS else rulebook.scale.step


def year_of_season(number: int) -> int:
    """The year of a US season: one in 2005, two a year from 2006 (2 and 3) to 2018 (26 and 27), one a year from 2019 (28)."""
    if number <= 1:
        return 2005
    return 2006 + (number - 2) // 2 if number <= 27 else 1991 + number


def carried_into(season: int, week: int) -> Carried | None:
    """What is known to count towards a week beside itself."""
    return next((one for one in CARRIED if (one.season, one.week) == (season, week)), None)
