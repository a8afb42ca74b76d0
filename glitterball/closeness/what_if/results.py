"""What-if as values. Every one says that it is hypothetical, in its type and in its text."""

from dataclasses import dataclass
from typing import Literal

from domain.plurals import count_of
from domain.tabulation.outcome import Outcome

Hypothetical = Literal["all", "some", "none", "not worked out"]
"""For how many of the public votes that fit the announced result something would have been so."""

Votes = Literal["on record", "secret"]


@dataclass(frozen=True, slots=True)
class HypotheticalLine:
    """One couple: what came of it, and what would have. `changed` marks a difference; None where one of the two is open."""

    couple: str
    actual: str
    hypothetical: str
    changed: bool | None


@dataclass(frozen=True, slots=True)
class HypotheticalFate:
    """One couple, its votes secret. `leaves`, `in_danger` (the bottom set) and `wins` say for how many of the fitting votes."""

    couple: str
    leaves: Hypothetical
    in_danger: Hypothetical
    wins: Hypothetical


@dataclass(frozen=True, slots=True)
class HypotheticalFates:
    """What the votes that fit the announced result would have led to. Votes that leave two couples exactly equal are left out
    of account. `sets` are the sets of couples that could have been lowest (in a finale: the winner alone); `same` says for how
    many of the votes the result would have been the announced one (of a finale: the same winner). `why` is set where it is not
    worked out, or only in part."""

    fates: tuple[HypotheticalFate, ...]
    sets: tuple[tuple[str, ...], ...]
    same: Hypothetical
    why: str = ""

    def of(self, couple: str) -> HypotheticalFate:
        """One couple's fate."""
        return next(one for one in self.fates if one.couple == couple)


@dataclass(frozen=True, slots=True)
class HypotheticalWeek:
    """One week under another rulebook, beside what happened.

    `form` is how it ended, `hypothetical_form` how it would have: the form of the other rulebook in which as many leave. Without
    one (None) there is nothing to compare, and `why` says so. `outcome` is the hypothetical outcome where the votes are on
    record, `fates` what can be said where they are secret.
    """

    season: str
    week: int
    rulebook: str
    hypothetical_rulebook: str
    form: str
    hypothetical_form: str | None
    votes: Votes
    actual_leaving: tuple[str, ...]
    actual_places: tuple[tuple[str, int], ...]
    outcome: Outcome | None
    lines: tuple[HypotheticalLine, ...]
    fates: HypotheticalFates | None
    why: str = ""
    hypothetical: Literal[True] = True

    def __repr__(self) -> str:
        return f"<HYPOTHETICAL: week {self.week} of {self.season} under {self.hypothetical_rulebook}>"

    @property
    def says(self) -> str:
        """The heading."""
        return f"HYPOTHETICAL: week {self.week} of {self.season} under {self.hypothetical_rulebook} instead of {self.rulebook}"

    @property
    def changed(self) -> bool | None:
        """Whether anybody's result would have changed; None where that is open or depends on the votes."""
        if self.fates is not None:
            return {"all": False, "none": True}.get(self.fates.same)
        marks = {line.changed for line in self.lines}
        return True if True in marks else None if None in marks or not marks else False


@dataclass(frozen=True, slots=True)
class HypotheticalSeason:
    """A season, week by week, each week with the couples that really danced in it: a couple that would have left earlier is
    still there, and one that would have stayed is not."""

    season: str
    hypothetical_rulebook: str
    weeks: tuple[HypotheticalWeek, ...]
    hypothetical: Literal[True] = True

    def __repr__(self) -> str:
        weeks = count_of(len(self.weeks), "week")
        return f"<HYPOTHETICAL: {self.season} under {self.hypothetical_rulebook}, {weeks}>"

    @property
    def says(self) -> str:
        """The heading."""
        return (
            f"HYPOTHETICAL: season {self.season} under {self.hypothetical_rulebook}, each week with the couples that really "
            "danced in it"
        )
