"""What an announced result implies about votes nobody published, as values."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from domain.plurals import count_of
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import Form
from domain.rulebook.plug_ins import plug_ins_of

Possible = Literal["consistent", "inconsistent", "not worked out"]
"""Of one reading of the rules: some public vote gives what was announced, none does, or it was not worked out."""

Verdict = Literal["consistent", "inconsistent", "depends on an unpublished rule", "not worked out"]


class NotWorkedOut(Exception):
    """The method does not cover this rulebook and week; the message is a sentence that says what it would take."""


def refuse_other_counts(rulebook: Rulebook, form: Form) -> None:
    """Raises where more than the order of the couples says who is in danger (a wildcard has a count of its own), and where the
    rulebook names a stage kind of a package: how it answers other votes is known to the package alone."""
    if kinds := plug_ins_of(rulebook):
        raise NotWorkedOut(f"the rulebook names {', '.join(kinds)}, and the method covers only kinds that ship")
    if not form.by_order_alone:
        raise NotWorkedOut(f"under form {form.name} more than the order of the couples says who is in danger")


@dataclass(frozen=True, slots=True)
class Witness:
    """A concrete public vote that gives the announced outcome; `tabulate` confirmed it.

    `votes` are (couple, votes) in the order of the period's couples. Under rank points only their order matters.
    `kept` are the couples a second stage must keep for it, where the form has one and its ballots were free.
    """

    votes: tuple[tuple[str, int], ...]
    kept: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The couples by votes, most first."""
        return tuple(couple for couple, _ in sorted(self.votes, key=lambda entry: -entry[1]))


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """The public places of one couple (1 is best) over all public orders that give the announced outcome.

    `possible` are exactly the places that occur; `best` and `worst` its ends, each with a public vote that has it.
    """

    couple: str
    possible: tuple[int, ...]
    at_best: Witness
    at_worst: Witness

    @property
    def best(self) -> int:
        """The best possible place."""
        return self.possible[0]

    @property
    def worst(self) -> int:
        """The worst possible place."""
        return self.possible[-1]


@dataclass(frozen=True, slots=True)
class ShareEnd:
    """One end of a range of shares. `attained` says whether a vote has exactly this share or only comes near.

    `witness` has the share itself where it is attained, and is within a thousandth of the range's way to it otherwise.
    """

    share: Fraction
    attained: bool
    witness: Witness


@dataclass(frozen=True, slots=True)
class ShareRange:
    """The exact ends of one couple's share of the public vote over all votes that give the announced outcome."""

    couple: str
    least: ShareEnd
    most: ShareEnd


@dataclass(frozen=True, slots=True)
class Orders:
    """How many public orders give the announced outcome.

    `total` is n!. `giving` counts the orders under which the outcome is decided and is the announced one. `open_ties`
    counts those that would give it only after an open tie is settled (None: not counted). Of the `placings_total`
    ordered placings of the couples that left, `placings` are possible.
    """

    total: int
    giving: int
    open_ties: int | None
    placings: int
    placings_total: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What follows under one reading of the rulebook. `switched` names the assumptions that differ from it."""

    rulebook: str
    switched: tuple[tuple[str, str], ...]
    possible: Possible
    why: str = ""
    orders: Orders | None = None
    places: tuple[PlaceRange, ...] = ()
    shares: tuple[ShareRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Implied:
    """What an announced result implies, under the rulebook (the first reading) and under its other readings."""

    week: int
    couples: tuple[str, ...]
    left: tuple[str, ...]
    verdict: Verdict
    readings: tuple[Reading, ...]

    def __repr__(self) -> str:
        return f"<Implied by the result of week {self.week}: {self.verdict}, {count_of(len(self.readings), 'reading')}>"

    @property
    def rulebook(self) -> Reading:
        """Under the rulebook as it stands."""
        return self.readings[0]

    @property
    def agreeing(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The readings under which some vote gives the announced result."""
        return tuple(one.switched for one in self.readings if one.possible == "consistent")

    @property
    def contradicting(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The readings under which no vote gives it."""
        return tuple(one.switched for one in self.readings if one.possible == "inconsistent")
