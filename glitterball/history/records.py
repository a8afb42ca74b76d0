"""What a file with many seasons holds, whichever its layout: seasons, couples, what the judges gave them week by week."""

from dataclasses import dataclass, field
from typing import Literal

from domain.findings import Finding
from glitterball.history.averages import Average

Ended = Literal["placed", "eliminated", "withdrew", "not said"]


@dataclass(frozen=True, slots=True)
class Fate:
    """How a couple's season ended, as the file words it. `number` is a place, or a week, where it gives one."""

    ended: Ended
    number: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """What each judge gave, in scoring order: for one dance, or on average for all dances of a week."""

    marks: tuple[tuple[str, Average], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A couple's scores of one week. `lacks` says why they are not complete, where they are not."""

    where: str
    performances: tuple[Performance, ...]
    lacks: str = ""


@dataclass(slots=True, eq=False)
class CoupleRecord:
    """One couple of a season. `weeks` has a card for each week it was scored in."""

    where: str
    celebrity: str
    professional: str
    fate: Fate = field(default_factory=lambda: Fate("not said"))
    place: int | None = None
    weeks: dict[int, Card] = field(default_factory=dict)
    slug: str = ""

    @property
    def last(self) -> int:
        """The last week it was scored in; 0 when it never was."""
        return max(self.weeks, default=0)

    @property
    def name(self) -> str:
        """As said in messages."""
        return f"{self.celebrity} & {self.professional}" if self.professional else self.celebrity


@dataclass(slots=True)
class SeasonRecord:
    """One season. `problem` is why nothing in it can be worked out, where that is so; `judges` what the file calls them."""

    number: int
    couples: list[CoupleRecord] = field(default_factory=list)
    judges: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def final(self) -> int:
        """Its last week with a score."""
        return max((couple.last for couple in self.couples), default=0)


@dataclass(slots=True)
class History:
    """A file of seasons, and what is odd about it. Nothing is left out without a finding."""

    where: str
    layout: Literal["one row a couple", "one row a score"]
    seasons: dict[int, SeasonRecord] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def season(self, number: int) -> SeasonRecord:
        """The season of that number, new if there is none."""
        return self.seasons.setdefault(number, SeasonRecord(number))
