"""Second stages that nobody can hold, or whose ballots can tie. Ties are found by trying every ballot."""

from collections.abc import Iterator
from itertools import product

from domain.findings import Severity
from domain.period.scoring_period import Ballot, Panel, ScoringPeriod
from domain.plurals import count_of
from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import Lowest
from domain.stages.measures import Calls, Marks, Placings
from domain.stages.second_stages import DanceOff, JudgesSave, PlugInSecondStage, ViewersSave
from glitterball.rules.checks.problem import Problem

MOST_BALLOTS = 20_000
"""Ways to vote that are tried; a larger panel is not searched."""


def second_stage_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """A save without judges, a casting vote nobody holds, ballots that can tie."""
    for form in rulebook.forms:
        stage, clause = form.second_stage, f"forms.{form.name}.second_stage"
        if isinstance(stage, ViewersSave):
            yield Problem(clause, "couples with equal save votes stay open: no clause tells them apart", "note")
        elif isinstance(stage, PlugInSecondStage):
            yield from _judges(rulebook, clause) if stage.takes_ballots else ()
            yield Problem(
                clause, f"couples that are equal by {stage.name} stay open: no clause tells them apart", "note"
            )
        elif stage is not None:
            yield from _judges(rulebook, clause)
            yield from _casting(stage, clause)
            yield from _ties(form, stage, rulebook, clause)


def _judges(rulebook: Rulebook, clause: str) -> Iterator[Problem]:
    if rulebook.panel is not None:
        return
    if not any(isinstance(side.counts, Marks | Placings | Calls) for side in rulebook.sides):
        yield Problem(clause, "the judges save, but no side counts judges' marks and no [panel] says who they are")
    else:
        what = "no [panel] says how many judges vote, so nobody can tell whether their ballots tie"
        yield Problem(clause, what, "warning")


def _casting(stage: JudgesSave | DanceOff, clause: str) -> Iterator[Problem]:
    if stage.decides == "casting vote" and stage.casting is None:
        what = 'nobody is said to hold the casting vote; write casting = "head judge" or casting = "as seated"'
        yield Problem(f"{clause}.casting", what, "warning")
    if stage.decides != "casting vote" and stage.casting is not None:
        yield Problem(f"{clause}.casting", f"is never used: ballots are decided by {stage.decides}", "warning")


def _ties(form: Form, stage: JudgesSave | DanceOff, rulebook: Rulebook, clause: str) -> Iterator[Problem]:
    in_danger = form.select.couples - form.out_at_once if isinstance(form.select, Lowest) else 2
    places = in_danger - (form.leave - form.out_at_once)
    if rulebook.panel is None or places < 1:
        return
    for judges in rulebook.panel.judges:
        tie = tied_ballots(stage, judges, in_danger, places)
        if tie:
            what = f"{count_of(judges, 'judge')} can divide {tie} over {count_of(in_danger, 'couple')}, and no clause decides"
            yield Problem(clause, what, "error" if in_danger == 2 else "warning")
        elif judges > 1 and (tie := tied_ballots(stage, judges - 1, in_danger, places)):
            severity: Severity = "note"
            what = f"with one of {judges} judges absent the others can divide {tie}, and no clause decides"
            yield Problem(clause, what, severity)


def tied_ballots(stage: JudgesSave | DanceOff, judges: int, in_danger: int, places: int) -> str | None:
    """The first way, if any, in which the judges' ballots leave the second stage open, such as `2-2`.

    The last judge is head judge and holds the casting vote.
    """
    couples = tuple(f"couple-{at}" for at in range(in_danger))
    panel = tuple(f"judge-{at}" for at in range(judges))
    if in_danger**judges > MOST_BALLOTS:
        return None
    for saves in product(couples, repeat=judges):
        ballots = tuple(Ballot(judge, saved) for judge, saved in zip(panel, saves, strict=True))
        period = ScoringPeriod(
            week=1, form="form", couples=couples, panel=Panel(panel, panel[-1], panel[-1]), ballots=ballots
        )
        if stage.keep(couples, places, period).tied:
            counts = sorted((saves.count(couple) for couple in couples), reverse=True)
            return "-".join(str(count) for count in counts)
    return None
