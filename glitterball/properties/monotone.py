"""Monotone: more votes for a couple never send it home, by the votes alone and with the second stage.

The second stage can break it: more votes for a couple may exchange its rival in the bottom two for one the judges prefer.
Source: monotonicity of voting methods (Woodall 1997; for run-offs Smith 1973), in the show's words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from domain.period.scoring_period import ScoringPeriod
from domain.plurals import count_of
from domain.rulebook import Form
from domain.tabulation.outcome import Outcome
from glitterball.properties import outlook
from glitterball.properties.changes import somebody_decides
from glitterball.properties.claim import more_votes_for
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor, no_public_vote
from glitterball.properties.orders import Numbers
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.result import sizes_of
from glitterball.properties.rules import OutOfWork, Rules, Trial
from glitterball.properties.search import Violation
from glitterball.properties.week_property import HOW, one_outcome, search_weeks
from glitterball.properties.weeks_changed import levels, with_ballots, with_votes

MORE = (1, 2, 5, 50)
"""How many more votes are tried where the size of votes matters."""


EACH_WITH_SEVERAL_BODIES = 30
"""Outcomes a week is reckoned as where a couple can get more votes from one of several bodies."""


@dataclass(frozen=True, slots=True)
class MoreVotesHurt:
    """More votes for a couple, all else the same, turn the votes alone against it."""

    couple: str
    floor: Floor

    def says(self) -> str:
        """The sentence."""
        what = "sends them home"
        if outlook.judges_decide(self.floor.form):
            what = "puts them in danger"
        elif self.floor.form.select.kind in ("everyone_placed", "nobody"):
            what = "lowers their place"
        return f"More votes for {display(self.couple)}, all else the same, {what}."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """Only the couple's votes rose, and it fares worse."""
        before, after = shown
        more = more_votes_for(self.couple, before.period, after.period)
        return more and _worse(self.floor.form, before.outcome, after.outcome, self.couple)


@dataclass(frozen=True, slots=True)
class MoreVotesMeetARival:
    """More votes for a couple, all else the same, put it before the judges beside a rival they prefer."""

    couple: str
    ranking: tuple[str, ...]

    def says(self) -> str:
        """The sentence."""
        return (
            f"More votes for {display(self.couple)}, all else the same, send them home: they meet another rival "
            "before the judges."
        )

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """Only the couple's votes rose, every judge keeps one ranking, and the couple leaves only afterwards."""
        before, after = shown
        blank = [replace(week.period, ballots=()) for week in shown]
        return (
            more_votes_for(self.couple, *blank)
            and all(self._as_ranked(rules, week) for week in shown)
            and all(week.outcome.status == "decided" for week in shown)
            and self.couple not in before.outcome.leaving
            and self.couple in after.outcome.leaving
        )

    def _as_ranked(self, rules: Rules, shown: Shown) -> bool:
        """Whether every judge saves the one ranked first of those before them."""
        waiting = rules.tabulate(shown.rulebook, replace(shown.period, ballots=()))
        best = min(_candidates(waiting), key=self.ranking.index)
        judges = tuple(ballot.judge for ballot in shown.period.ballots)
        return judges == shown.period.panel.judges and all(ballot.saves == best for ballot in shown.period.ballots)


def more_votes(floor: Floor, period: ScoringPeriod, couple: int) -> Iterator[tuple[ScoringPeriod, ScoringPeriod]]:
    """The week and the same week with more votes for the couple, for every body of viewers. Where only their order counts,
    both are the smallest numbers with their order, so that others' numbers may differ while their order does not:
    `as_said` writes such a pair with the same numbers for everybody else."""
    for count in period.votes:
        if count.body.startswith("jury"):
            continue
        if not floor.voted_by_order():
            for more in MORE:
                raised = (*count.votes[:couple], count.votes[couple] + more, *count.votes[couple + 1 :])
                yield period, with_votes(period, count.body, raised)
            continue
        low = levels(count.votes)
        before = with_votes(period, count.body, low)
        for raised in _risen(count.votes, couple):
            if levels(raised) != low:
                yield before, with_votes(period, count.body, levels(raised))


def _risen(votes: Numbers, couple: int) -> Iterator[Numbers]:
    """The votes spread out, with every higher place for the couple: level with another, between two, and above all."""
    low = tuple(2 * level for level in levels(votes))
    for own in range(low[couple] + 1, max(low) + 2):
        yield (*low[:couple], own, *low[couple + 1 :])


def as_said(before: ScoringPeriod, after: ScoringPeriod, couple: int) -> tuple[ScoringPeriod, ScoringPeriod]:
    """Two weeks of which only the order of the votes counts, written so that everybody else has the same votes in both:
    the smallest numbers that do."""
    first, then = list(before.votes), list(after.votes)
    for at, (was, now) in enumerate(zip(before.votes, after.votes, strict=True)):
        if was.votes == now.votes:
            continue
        low = tuple(2 * level for level in levels(was.votes))
        risen = next(one for one in _risen(was.votes, couple) if levels(one) == levels(now.votes))
        small = levels((*low, risen[couple]))
        first[at] = replace(was, votes=small[:-1])
        then[at] = replace(now, votes=(*small[:couple], small[-1], *small[couple + 1 : -1]))
    return replace(before, votes=tuple(first)), replace(after, votes=tuple(then))


def _worse(form: Form, before: Outcome, after: Outcome, couple: str) -> bool:
    """Whether the votes alone turned against the couple: it was certainly kept and is certainly not."""
    if form.select.kind in ("everyone_placed", "nobody"):
        return _place(after, couple, best=True) > _place(before, couple, best=False)
    kept = outlook.settled_by_votes(before) and couple not in outlook.hurt(form, before)
    return kept and outlook.settled_by_votes(after) and couple in outlook.hurt(form, after)


def _place(outcome: Outcome, couple: str, best: bool) -> int:
    ahead = 0
    for group in outcome.order:
        if couple in group:
            return ahead if best else ahead + len(group) - 1
        ahead += len(group)
    return ahead


def _one_stage(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    for at, couple in enumerate(period.couples):
        for before, after in more_votes(floor, period, at):
            trial.compared += 1
            if _worse(floor.form, trial.outcome(before), trial.outcome(after), couple):
                return _violation(floor, at, before, after)
    return None


def _two_stages(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    for at, couple in enumerate(period.couples):
        for before, after in more_votes(floor, period, at):
            one, other = trial.outcome(before), trial.outcome(after)
            if couple in one.bottom and couple in other.bottom:
                found = _second_stage(trial, floor, at, (before, one), (after, other))
                if found is not None:
                    return found
    return None


def _violation(floor: Floor, couple: int, before: ScoringPeriod, after: ScoringPeriod) -> Violation:
    return Violation(
        MoreVotesHurt(before.couples[couple], floor),
        "One stage: the votes alone do it.",
        _weeks(floor, couple, before, after),
    )


def _weeks(
    floor: Floor, couple: int, before: ScoringPeriod, after: ScoringPeriod
) -> tuple[tuple[str, ScoringPeriod], ...]:
    if floor.voted_by_order():
        before, after = as_said(before, after, couple)
    return ("before", before), ("after, with more votes for them", after)


def _second_stage(
    trial: Trial,
    floor: Floor,
    at: int,
    one: tuple[ScoringPeriod, Outcome],
    other: tuple[ScoringPeriod, Outcome],
) -> Violation | None:
    """Judges who save the same couples before and after, each by one ranking of all, and still send the couple home."""
    (before, first), (after, second) = one, other
    couple = before.couples[at]
    if first.bottom == second.bottom or set(first.bottom) == set(second.bottom):
        return None
    concerned = sorted({*first.bottom, *second.bottom})
    for ranking in permutations(concerned):
        saves = [min(bottom, key=ranking.index) for bottom in (_candidates(first), _candidates(second)) if bottom]
        if len(saves) < 2:
            return None
        judges = len(before.panel.judges)
        was = with_ballots(before, (saves[0],) * judges)
        now = with_ballots(after, (saves[1],) * judges)
        start, end = trial.outcome(was), trial.outcome(now)
        if start.status == end.status == "decided" and couple not in start.leaving and couple in end.leaving:
            named = ", then ".join(display(name) for name in ranking)
            return Violation(
                MoreVotesMeetARival(couple, ranking),
                f"With the second stage: every judge prefers {named}, before and after.",
                _weeks(floor, at, was, now),
            )
    return None


def _candidates(outcome: Outcome) -> list[str]:
    """Those the judges choose among."""
    return [couple for couple in outcome.bottom if couple not in outcome.leaving]


def _look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    alone = _one_stage(trial, floor, period)
    return alone or (_two_stages(trial, floor, period) if outlook.judges_decide(floor.form) else None)


def _several(floor: Floor) -> int:
    return EACH_WITH_SEVERAL_BODIES


def _search(trial: Trial) -> Counterexample | None:
    """With the ballots of judges who decide next; where that breaks it, once more for the votes alone."""
    several = any(side.counts.kind == "bodies" for side in trial.rulebook.sides)
    each = _several if several else one_outcome
    found = search_weeks(trial, "monotone", _look, somebody_decides, each=each)
    if found is None or not found.shown[0].period.ballots:
        return found
    trial.found, trial.covered, trial.drawn = found, [], 0
    try:
        alone = search_weeks(trial, "monotone", _one_stage, somebody_decides, each=each)
    except OutOfWork:
        trial.notes.append("The work was spent before the votes alone were searched to the end.")
        return found
    if alone is None:
        sizes = "; ".join(sizes_of(trial.covered))
        trial.notes.append(
            f"By the votes alone no violation was found: {sizes}; {count_of(trial.drawn, 'week')} drawn at random."
        )
    return alone or found


MONOTONE = Property(
    "monotone",
    "More votes for a couple never send it home, by the votes alone and with the second stage.",
    "Monotonicity of voting methods (Woodall 1997; for run-offs Smith 1973)",
    HOW + " In each, every couple gets more votes; with a second stage the judges keep one ranking of the couples, and "
    "every ranking is tried.",
    _search,
    no_public_vote,
)
