"""What a file with many seasons holds, whichever its layout: seasons, couples, what the judges gave them week by week."""

from dataclasses import dataclass, field
from typing import Literal

from domain.exact import Exact, exact
from domain.findings import Finding
from domain.rulebook import Rulebook
from glitterball.history.averages import Average
from glitterball.history.known import Show, show_of_rulebook
from glitterball.history.together import Together

Ended = Literal["placed", "eliminated", "withdrew", "stays", "not said"]


@dataclass(frozen=True, slots=True)
class Fate:
    """How a couple's season ended, as the file words it. `number` is a place, or a week, where it gives one."""

    ended: Ended
    number: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """What each judge gave, in scoring order: for one dance, or on average for all dances of a week.

    `total` is the panel's, where the file states one; without marks it is all there is.
    """

    marks: tuple[tuple[str, Average], ...]
    total: Average | None = None

    @property
    def sum(self) -> Exact:
        """The panel's total: the sum of the marks, or what is stated where there are none."""
        if not self.marks and self.total is not None:
            return self.total.value
        return exact(sum(average.value for _, average in self.marks))


@dataclass(frozen=True, slots=True)
class Card:
    """A couple's scores of one week. `lacks` says why they are not complete, where they are not; `stand_in` who danced
    instead of the couple's pro."""

    where: str
    performances: tuple[Performance, ...]
    lacks: str = ""
    stand_in: str = ""


@dataclass(slots=True, eq=False)
class CoupleRecord:
    """One couple of a season. `weeks` has a card for each week it was scored in. Without a pro it is the celebrity."""

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


Layout = Literal["one row a couple", "one row a score", "one row a dance"]


@dataclass(frozen=True, slots=True)
class ShowSaid:
    """Whose seasons they are, and who says so. `show` is None where nobody does."""

    show: Show | None = None
    source: str = ""
    assumed: bool = False


@dataclass(slots=True)
class History:
    """A file of seasons, and what is odd about it. Nothing is left out without a finding.

    `says_who_left` is False where no column says how any couple's season ended.
    """

    where: str
    layout: Layout
    seasons: dict[int, SeasonRecord] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    said: ShowSaid = field(default_factory=ShowSaid)
    together: tuple[Together, ...] = ()
    says_who_left: bool = True

    def season(self, number: int) -> SeasonRecord:
        """The season of that number, new if there is none."""
        return self.seasons.setdefault(number, SeasonRecord(number))

    def show_under(self, rulebook: Rulebook | None) -> ShowSaid:
        """Whose seasons they are, where a rulebook was named: what is said counts before the rulebook, and the rulebook
        before what is assumed."""
        if self.said.show is not None and not self.said.assumed:
            return self.said
        if rulebook is None:
            return self.said
        show = show_of_rulebook(rulebook)
        return ShowSaid(show, f"rulebook {rulebook.ref} is this show's" if show else "")
