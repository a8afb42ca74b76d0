"""What a property is tried on: a rulebook with the way it is computed, and the trial that counts what was asked of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.gateway.tally import Tallies
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.season.gathering import period_of
from domain.season.state import SeasonState, rulebook_of
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.properties.counterexample import Counterexample
from glitterball.properties.result import Covered

Tabulate = Callable[[Rulebook, ScoringPeriod], Outcome]
OutcomeOf = Callable[[SeasonState, int, Tallies], Outcome]


def _tabulated(rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
    return tabulate(rulebook, period, explain=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """A rulebook and how it is computed: by the engine, unless a function of your own is to be tried in its place.

    `tabulate` gives a week's outcome from its scoring period, `outcome_of` from a season and its votes.
    """

    rulebook: Rulebook
    tabulate: Tabulate = _tabulated
    outcome_of: OutcomeOf | None = None

    def outcome_in(self, state: SeasonState, week: int, tallies: Tallies) -> Outcome:
        """The outcome of a week of a season."""
        if self.outcome_of is not None:
            return self.outcome_of(state, week, tallies)
        rulebook = rulebook_of(state, week)
        assert rulebook is not None, "a season that is tried has a rulebook"
        return self.tabulate(rulebook, period_of(state, week, tallies))


def as_rules(rulebook: Rulebook | Rules) -> Rules:
    """A rulebook as the engine computes it."""
    return rulebook if isinstance(rulebook, Rules) else Rules(rulebook)


@dataclass(frozen=True, slots=True)
class Budget:
    """How far one property is searched: at most `outcomes` while going through all small weeks, then `max_examples`
    weeks drawn at random from `seed`, and no more than `work` in all.

    Work is counted, never timed: an outcome computed is one, a season played `PLAYED`. So the same seed finds the same
    on any machine, however busy; a result that ends with its work says so, and is never called searched.
    """

    max_examples: int = 100
    seed: int = 0
    outcomes: int = 20_000
    work: int = 60_000


PLAYED = 10
"""Outcomes a season is reckoned as that is played command by command."""


class OutOfWork(BaseException):
    """The work is spent. Not an `Exception`, so that no search takes it for something found."""


MOST_REMEMBERED = 100_000


@dataclass(slots=True)
class Trial:
    """One property tried on one rulebook: answers outcomes, remembers them, and counts what was asked of it."""

    rules: Rules
    budget: Budget
    outcomes: int = 0
    """Outcomes computed so far; one asked for again is not computed again."""
    work: int = 0
    """What was spent so far of the budget's work."""
    covered: list[Covered] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    """The forms to be searched; only when each was gone through for some sizes does a result speak for the rulebook."""
    left_out: set[str] = field(default_factory=set)
    """The forms of which not even the fewest couples were gone through, since the budget did not reach so far."""
    drawn: int = 0
    drawn_forms: set[str] = field(default_factory=set)
    compared: int = 0
    """Weeks in which there was anything to compare; where there is none, the property says nothing of the rulebook."""
    unsettled: int = 0
    notes: list[str] = field(default_factory=list)
    found: Counterexample | None = None
    """The smallest found so far, in case the work is spent while it is made smaller."""
    _known: dict[ScoringPeriod, Outcome] = field(default_factory=dict)
    _lately: list[tuple[ScoringPeriod, Outcome]] = field(default_factory=list)
    """The two weeks asked for last: a week is compared with many, and finding it among all takes reading it whole."""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook tried."""
        return self.rules.rulebook

    def outcome(self, period: ScoringPeriod) -> Outcome:
        """The outcome of a week."""
        for week, outcome in self._lately:
            if week is period:
                return outcome
        found = self._known.get(period)
        if found is None:
            found = self.under(self.rulebook, period)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[period] = found
        self._lately = [*self._lately[-1:], (period, found)]
        return found

    def under(self, rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
        """The outcome of a week under another rulebook, computed the same way."""
        self.count()
        return self.rules.tabulate(rulebook, period)

    def play(self) -> None:
        """A season is about to be played. Raises `OutOfWork` when the work is spent."""
        self.spend(PLAYED)

    def count(self) -> None:
        """One more outcome. Raises `OutOfWork` when the work is spent."""
        self.spend(1)
        self.outcomes += 1

    def spend(self, work: int) -> None:
        """So much work is about to be done. Raises `OutOfWork` when it is more than what is left."""
        if self.work + work > self.budget.work:
            raise OutOfWork
        self.work += work
