"""Witnesses: concrete votes that give an announced outcome, each confirmed by the tabulation itself.

The counting and the tabulation are two computations of the same rules; a witness on which they differ is a bug and stops
the work rather than be shown.
"""

from dataclasses import replace

from domain.period.scoring_period import Ballot, BodyVotes, Panel, ScoringPeriod
from domain.stages.measures import Votes
from domain.stages.second_stages import ViewersSave
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied.cuts import Layering
from glitterball.closeness.implied.night import Night
from glitterball.closeness.implied.results import Witness


def supposing(night: Night, votes: tuple[int, ...], layering: Layering) -> ScoringPeriod:
    """The period as it would stand with these votes, and with ballots for whom the second stage must keep."""
    period = night.period
    counts = list(period.votes)
    if night.secret is not None:
        assert isinstance(night.secret.counts, Votes)
        name = night.secret.counts.bodies.replace("*", "x").replace("?", "x")
        counts.append(BodyVotes(name, votes))
    stage = night.form.second_stage
    if stage is None or not layering.kept:
        return replace(period, votes=tuple(counts))
    if isinstance(stage, ViewersSave):
        if stage.keep(layering.kept, 1, period).needs == "the votes of the instant save":
            saves = tuple(1 if couple in layering.kept else 0 for couple in period.couples)
            counts.append(BodyVotes(stage.bodies.replace("*", "x").replace("?", "x"), saves))
        return replace(period, votes=tuple(counts))
    if layering.ballots or all(judge in {one.judge for one in period.ballots} for judge in period.panel.judges):
        ballots = (*period.ballots, *layering.ballots)
        if period.panel.judges:
            return replace(period, votes=tuple(counts), ballots=ballots)
    judges = tuple(f"judge-{number}" for number, _ in enumerate(layering.kept, start=1))
    supposed = tuple(Ballot(judge, couple) for judge, couple in zip(judges, layering.kept, strict=True))
    return replace(period, votes=tuple(counts), panel=Panel(judges), ballots=supposed)


def witness(night: Night, votes: tuple[int, ...], layering: Layering, left: tuple[str, ...] | None) -> Witness:
    """The votes as a witness, once `tabulate` has confirmed that they give the announced outcome."""
    outcome = tabulate(night.rulebook, supposing(night, votes, layering), explain=False)
    assert _gives(night, outcome, layering, left), f"tabulation does not confirm the witness {votes}: {outcome}"
    return Witness(tuple(zip(night.period.couples, votes, strict=True)), layering.kept)


def _gives(night: Night, outcome: Outcome, layering: Layering, left: tuple[str, ...] | None) -> bool:
    if outcome.placed and layering.layers:
        rising = [night.period.couples[layer[0]] for layer in layering.layers]
        return outcome.status == "decided" and [group[0] for group in reversed(outcome.order)] == rising
    if left is None:
        return outcome.status != "not tabulated"
    return outcome.status == "decided" and set(outcome.leaving) == set(left)


def votes_in_order(places: tuple[int, ...]) -> tuple[int, ...]:
    """The plainest votes with these public places (from 0): n for the best place, 1 for the last."""
    return tuple(len(places) - place for place in places)
