"""The pre-air report as values."""

from dataclasses import dataclass
from fractions import Fraction

from domain.exact import Exact
from domain.findings import Finding
from domain.plurals import count_of

Votes = tuple[tuple[str, int], ...]
"""An example: (couple, votes) in the order of the period's couples. Under rank points only their order matters."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What one couple needs of the public for one thing, such as staying out of the bottom set.

    By places (rank points, points tables): `may` is the worst public place (1 is best) with which it can still be had, if the
    other places fall well; `surely` the worst with which it is had however they fall. By shares: `may` is the least share,
    `surely` the share above which it is certain. None: no place or share does. `attained` says whether exactly the share
    `may` is enough, `surely_attained` whether exactly the share `surely` is; places always are.
    `example` are votes that give it, `against` votes that do not, each confirmed by `tabulate`.
    """

    by: str
    may: int | Fraction | None
    surely: int | Fraction | None
    attained: bool
    surely_attained: bool
    example: Votes | None
    against: Votes | None

    @property
    def possible(self) -> bool:
        """Whether some public vote gives it."""
        return self.example is not None

    @property
    def certain(self) -> bool:
        """Whether every public vote gives it (one that leaves a tie open does not)."""
        return self.against is None


@dataclass(frozen=True, slots=True)
class Prospect:
    """One couple tonight. `judges` are its points from all sides on record, weighted.

    `out_of_danger`: not in the bottom set. `staying`: not among those who leave without a second stage to keep them, `unharmed`:
    out of the reach of anything that could send it home, the second stage included. In a finale only `first` is told.
    """

    couple: str
    judges: Exact
    first: Needs
    out_of_danger: Needs | None = None
    staying: Needs | None = None
    unharmed: Needs | None = None

    @property
    def savable(self) -> bool:
        """Whether some public vote lets it stay (where there is a second stage: or leaves that to it)."""
        return self.staying is None or self.staying.possible

    @property
    def safe(self) -> bool:
        """Whether no public vote sends it home."""
        return self.unharmed is None or self.unharmed.certain

    @property
    def can_win(self) -> bool:
        """Whether some public vote puts it first."""
        return self.first.possible


@dataclass(frozen=True, slots=True)
class JudgesTie:
    """Couples with equal totals on a side on record, and the points each gets for it."""

    side: str
    couples: tuple[str, ...]
    total: Exact
    points: Exact


@dataclass(frozen=True, slots=True)
class PreAirReading:
    """The report under one reading of the rulebook; `switched` names the assumptions that differ. `why` is set where it was
    not worked out. `open_ties`: two couples can end equal and the tie chain would not tell them apart."""

    switched: tuple[tuple[str, str], ...]
    prospects: tuple[Prospect, ...]
    ties: tuple[JudgesTie, ...]
    open_ties: bool
    why: str = ""

    def prospect(self, couple: str) -> Prospect:
        """One couple's prospects."""
        return next(one for one in self.prospects if one.couple == couple)


@dataclass(frozen=True, slots=True)
class PreAir:
    """Tonight's marks, before any vote: under the rulebook as it stands (the first reading) and under its other readings."""

    week: int
    rulebook: str
    form: str
    in_danger: int
    """How many couples are in the bottom set."""
    leave: int
    readings: tuple[PreAirReading, ...]
    warnings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"<Prospects of week {self.week} under {self.rulebook}, {count_of(len(self.readings), 'reading')}>"

    @property
    def reading(self) -> PreAirReading:
        """Under the rulebook as it stands."""
        return self.readings[0]

    @property
    def unsavable(self) -> tuple[str, ...]:
        """Couples for whom every vote is worthless tonight: no vote keeps them out of the bottom set."""
        return tuple(
            one.couple
            for one in self.reading.prospects
            if one.out_of_danger is not None and not one.out_of_danger.possible
        )

    @property
    def safe(self) -> tuple[str, ...]:
        """Couples no vote can send home, where somebody leaves."""
        leaving = self.leave > 0
        return tuple(one.couple for one in self.reading.prospects if leaving and one.unharmed and one.safe)

    @property
    def can_win(self) -> tuple[str, ...]:
        """Couples some vote puts first."""
        return tuple(one.couple for one in self.reading.prospects if one.can_win)
