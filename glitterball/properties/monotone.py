"""Monotone: more votes for a couple never send it home, by the votes alone and with the second stage.

The second stage can break it: more votes for a couple may exchange its rival in the bottom two for one the judges prefer.
Source: monotonicity of voting methods (Woodall 1997; for run-offs Smith 1973), in the show's words.
"""

from collections.abc import Iterator
from itertools import permutations

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form
from domain.tabulation.outcome import Outcome
from glitterball.properties import outlook
from glitterball.properties.changes import somebody_decides
from glitterball.properties.counterexample import Counterexample
from glitterball.properties.floor import Floor
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.result import sizes_of
from glitterball.properties.rules import OutOfTime, Trial
from glitterball.properties.search import Violation
from glitterball.properties.week_property import HOW, search_weeks
from glitterball.properties.weeks_changed import levels, with_ballots, with_votes

MORE = (1, 2, 5, 50)
"""How many more votes are tried where the size of votes matters."""


EACH_WITH_SEVERAL_BODIES = 30
"""Outcomes a week is reckoned as where a couple can get more votes from one of several bodies."""


def more_votes(floor: Floor, period: ScoringPeriod, couple: int) -> Iterator[tuple[ScoringPeriod, ScoringPeriod]]:
    """The week and the same week with more votes for the couple, for every body of viewers. Where only their order
    counts, the votes are the smallest with that order."""
    for count in period.votes:
        if count.body.startswith("jury"):
            continue
        if not floor.voted_by_order():
            for more in MORE:
                raised = (*count.votes[:couple], count.votes[couple] + more, *count.votes[couple + 1 :])
                yield period, with_votes(period, count.body, raised)
            continue
        low = tuple(2 * level for level in levels(count.votes))
        before = with_votes(period, count.body, levels(count.votes))
        for votes in range(low[couple] + 1, max(low) + 2):
            raised = levels((*low[:couple], votes, *low[couple + 1 :]))
            if raised != levels(count.votes):
                yield before, with_votes(period, count.body, raised)


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
            if _worse(floor.form, trial.outcome(before), trial.outcome(after), couple):
                return _violation(floor, couple, before, after)
    return None


def _two_stages(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    for at, couple in enumerate(period.couples):
        for before, after in more_votes(floor, period, at):
            one, other = trial.outcome(before), trial.outcome(after)
            if couple in one.bottom and couple in other.bottom:
                found = _second_stage(trial, couple, (before, one), (after, other))
                if found is not None:
                    return found
    return None


def _violation(floor: Floor, couple: str, before: ScoringPeriod, after: ScoringPeriod) -> Violation:
    what = "sends them home"
    if outlook.judges_decide(floor.form):
        what = "puts them in danger"
    elif floor.form.select.kind in ("everyone_placed", "nobody"):
        what = "lowers their place"
    return Violation(
        f"More votes for {display(couple)}, all else the same, {what}.",
        "One stage: the votes alone do it.",
        (("before", before), ("after, with more votes for them", after)),
    )


def _second_stage(
    trial: Trial, couple: str, one: tuple[ScoringPeriod, Outcome], other: tuple[ScoringPeriod, Outcome]
) -> Violation | None:
    """Judges who save the same couples before and after, each by one ranking of all, and still send the couple home."""
    (before, first), (after, second) = one, other
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
                f"More votes for {display(couple)}, all else the same, send them home: they meet another rival "
                "before the judges.",
                f"With the second stage: every judge prefers {named}, before and after.",
                (("before", was), ("after, with more votes for them", now)),
            )
    return None


def _candidates(outcome: Outcome) -> list[str]:
    """Those the judges choose among."""
    return [couple for couple in outcome.bottom if couple not in outcome.leaving]


def _look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    alone = _one_stage(trial, floor, period)
    return alone or (_two_stages(trial, floor, period) if outlook.judges_decide(floor.form) else None)


def _search(trial: Trial) -> Counterexample | None:
    """With the ballots of judges who decide next; where that breaks it, once more for the votes alone."""
    several = any(side.counts.kind == "bodies" for side in trial.rulebook.sides)
    each = EACH_WITH_SEVERAL_BODIES if several else 1
    found = search_weeks(trial, "monotone", _look, somebody_decides, each=each)
    if found is None or not found.shown[0].period.ballots:
        return found
    trial.found, trial.covered, trial.drawn = found, [], 0
    try:
        alone = search_weeks(trial, "monotone", _one_stage, somebody_decides, each=each)
    except OutOfTime:
        trial.notes.append("The time was over before the votes alone were searched to the end.")
        return found
    if alone is None:
        sizes = "; ".join(sizes_of(trial.covered))
        trial.notes.append(
            f"By the votes alone no violation was found: {sizes}; {trial.drawn:,} weeks drawn at random."
        )
    return alone or found


MONOTONE = Property(
    "monotone",
    "More votes for a couple never send it home, by the votes alone and with the second stage.",
    "Monotonicity of voting methods (Woodall 1997; for run-offs Smith 1973)",
    HOW + " In each, every couple gets more votes; with a second stage the judges keep one ranking of the couples, and "
    "every ranking is tried.",
    _search,
    lambda rulebook: (
        None
        if any(side.counts.kind in ("votes", "bodies") for side in rulebook.sides)
        else "The rulebook counts no public vote."
    ),
)
