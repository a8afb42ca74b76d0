"""Margins as values (RULES 6). Every number comes with the concrete change that shows it, confirmed by `tabulate`.

A change can leave the question open (an unsettled tie, ballots that no longer decide, a share of nothing). So each margin
is told twice: `disturbed` counts every answer that is no longer the same, open ones too; `overturned` only those that
are decided and different. Where they agree, no tie stands between.
"""

from dataclasses import dataclass
from typing import Literal

from domain.exact import Exact
from domain.plurals import count_of
from domain.tabulation.outcome import Outcome

Unit = Literal["added", "moved", "removed"]
"""Votes added for one couple, taken from some and given to others, or removed (a voided batch)."""

QuestionName = Literal["who leaves", "who is in the bottom set", "who wins", "who is placed where"]

Answer = tuple[tuple[str, ...], ...] | None
"""The couples asked about; a finale's in groups from the first place down, else one group. None: open."""


@dataclass(frozen=True, slots=True)
class VoteWitness:
    """Votes that change the answer: `changes` are (couple, votes more or fewer), `votes` all counts as they would be."""

    changes: tuple[tuple[str, int], ...]
    votes: tuple[tuple[str, int], ...]
    after: Answer
    outcome: Outcome

    @property
    def changed(self) -> int:
        """How many votes were changed: those given where any were given, else those taken away."""
        given = sum(change for _, change in self.changes if change > 0)
        return given or -sum(change for _, change in self.changes)


@dataclass(frozen=True, slots=True)
class Margin:
    """The fewest votes of one unit. `at_least` is proven: fewer never suffice (None: no number does). `witness` shows that
    `at_most` suffice. Where both are one number the margin is exact; else it lies between, and `why` says what is lacking."""

    at_least: int | None
    witness: VoteWitness | None
    why: str = ""

    @property
    def at_most(self) -> int | None:
        """Votes that certainly suffice; None where no change was found."""
        return self.witness.changed if self.witness else None

    @property
    def exact(self) -> bool:
        """Whether the number is proven: one fewer does not do it."""
        return self.at_least == self.at_most

    @property
    def votes(self) -> int | None:
        """The margin where it is exact; None where nothing changes the answer or only bounds are known."""
        return self.at_most if self.exact else None


@dataclass(frozen=True, slots=True)
class UnitMargins:
    """One unit's margin, told twice: any other answer, or one that is decided."""

    unit: Unit
    disturbed: Margin
    overturned: Margin

    @property
    def differ(self) -> bool:
        """Whether an open outcome is nearer than another decided one."""
        return (self.disturbed.at_least, self.disturbed.at_most) != (self.overturned.at_least, self.overturned.at_most)


@dataclass(frozen=True, slots=True)
class MarkWitness:
    """One judge's mark changed. `judge` is None where only the total of the dance is on record; then `was` and `becomes`
    are totals, and that some judge's mark can change so much is not checked against the scale's ends."""

    dance: str
    couples: tuple[str, ...]
    judge: str | None
    was: Exact
    becomes: Exact
    after: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class MarkMargin:
    """The smallest change of one mark, found by trying every mark on the scale: exact. None: no one mark does it."""

    change: Exact | None
    witness: MarkWitness | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class QuestionMargins:
    """Everything about one question. `now` is the answer as things stand; with `now` None the question is open, and the
    margins are the fewest votes that settle it. `added_for` holds the `added` margins couple by couple."""

    question: QuestionName
    says: str
    now: Answer
    units: tuple[UnitMargins, ...]
    added_for: tuple[tuple[str, UnitMargins], ...]
    mark_disturbed: MarkMargin
    mark_overturned: MarkMargin

    def unit(self, unit: Unit) -> UnitMargins | None:
        """The margins in one unit; None where the votes were not worked out."""
        return next((one for one in self.units if one.unit == unit), None)


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of one week. With a second stage (or a danger set larger than the number leaving) there are two questions,
    in a finale the winner and the places. `why` says why there are none, or none in votes."""

    week: int
    rulebook: str
    form: str
    votes: tuple[tuple[str, int], ...]
    outcome: Outcome
    questions: tuple[QuestionMargins, ...]
    why: str = ""

    def __repr__(self) -> str:
        return f"<Margins of week {self.week} under {self.rulebook}: {self.why or count_of(len(self.questions), 'question')}>"

    def question(self, name: QuestionName) -> QuestionMargins | None:
        """One question's margins."""
        return next((one for one in self.questions if one.question == name), None)
