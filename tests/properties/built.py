"""Rulebooks and ways of computing built for the purpose: each breaks one promise, or keeps it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from domain.gateway.tally import Tallies
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form, Rulebook, Scale, Side
from domain.rulebook.book import Panel
from domain.rulebook.forms import EveryonePlaced, Lowest, Nobody
from domain.season.outcome import outcome_of
from domain.season.state import SeasonState
from domain.stages.links import Link, RunningOrder, SideTotal
from domain.stages.measures import Marks, Votes
from domain.stages.points import Conversion, RankPoints, RawPoints, SharePoints, TablePoints
from domain.stages.second_stages import JudgesSave, SecondStage
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate

SOURCE = "built for a test"
STANDARD, DENSE = RankPoints(ties="standard"), RankPoints(ties="dense")
SHARE, RAW = SharePoints(), RawPoints()
REVERSED = TablePoints(table=(1, 2, 3, 4, 5, 6, 7, 8))
"""A table that hands the most points to the fewest votes."""

PUBLIC_VOTE = SideTotal(side="viewers", source=SOURCE)
RUNNING_ORDER = RunningOrder(source=SOURCE)


def form(name: str, lowest: int, leave: int, save: SecondStage | None = None) -> Form:
    """The lowest in danger, so many leave."""
    return Form(name=name, says=name, select=Lowest(couples=lowest), leave=leave, second_stage=save, source=SOURCE)


SINGLE, DOUBLE = form("single", 1, 1), form("double", 2, 2)
NOBODY_LEAVES = Form(name="nobody-leaves", says="nobody", select=Nobody(), source=SOURCE)
FINALE = Form(name="finale", says="all", select=EveryonePlaced(), source=SOURCE)


def save(decides: Any) -> Form:
    """The bottom two and a judges' save."""
    return form("save", 2, 1, JudgesSave(decides=decides, source=SOURCE))


def judges(points: Conversion) -> Side:
    """The judges' side."""
    return Side(name="judges", counts=Marks(), points=points, source=SOURCE)


def viewers(points: Conversion) -> Side:
    """The viewers' side."""
    return Side(name="viewers", counts=Votes(), points=points, source=SOURCE)


def show(
    *sides: Side, forms: tuple[Form, ...] = (SINGLE,), chain: tuple[Link, ...] = (), panel: int | None = None
) -> Rulebook:
    """A rulebook."""
    return Rulebook(
        id="built",
        version=1,
        title="A built show",
        applies_to="tests",
        scale=Scale(lowest=1, highest=10, source=SOURCE),
        sides=sides,
        tie_chain=chain,
        forms=forms,
        panel=Panel(judges=(panel,), source=SOURCE) if panel else None,
    )


def by_rank(ties: RankPoints = STANDARD, forms: tuple[Form, ...] = (SINGLE,)) -> Rulebook:
    """Rank points on both sides, combined ties by public vote."""
    return show(judges(ties), viewers(STANDARD), forms=forms, chain=(PUBLIC_VOTE,))


def by_share(forms: tuple[Form, ...] = (SINGLE,)) -> Rulebook:
    """Shares on both sides, combined ties by public vote."""
    return show(judges(SHARE), viewers(SHARE), forms=forms, chain=(PUBLIC_VOTE,))


VIEWERS_ONLY = show(viewers(RAW), chain=(RUNNING_ORDER,))
"""Plurality: the fewest votes leave."""

JUDGES_ONLY = show(judges(RAW), chain=(RUNNING_ORDER,))


def silently(rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
    """As the engine computes it."""
    return tabulate(rulebook, period, explain=False)


def by_alphabet(rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
    """Couples still equal stand in order of their names, as a spreadsheet sorts them."""
    outcome = silently(rulebook, period)
    order = tuple((couple,) for group in outcome.order for couple in sorted(group))
    if not order or len(order) == len(outcome.order):
        return outcome
    last = order[-1]
    return replace(outcome, order=order, status="decided", needs=(), bottom=last, leaving=last)


def in_whole_percent(rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
    """Shares rounded to whole percents, each on its own."""
    outcome = silently(rulebook, period)

    def percents(points: Scaled) -> Scaled:
        return Scaled(tuple(int(Fraction(value) * 100 + Fraction(1, 2)) for value in points.exact()), 100)

    return replace(outcome, sides=tuple(replace(side, points=percents(side.points)) for side in outcome.sides))


def fewest_batches_lose(state: SeasonState, week: int, tallies: Tallies) -> Outcome:
    """A counter that looks at how the votes came in: after more than one batch it sends the other couple home."""
    outcome = outcome_of(state, week, tallies, explain=False)
    batches = sum(last - first + 1 for first, last in tallies[week].spans) if week in tallies else 0
    return replace(outcome, leaving=outcome.couples[:1]) if batches > 1 else outcome


def by_season_totals(state: SeasonState, week: int, tallies: Tallies) -> Outcome:
    """A leaderboard that always adds up the whole season so far, whatever week it is asked about."""
    outcome = outcome_of(state, week, tallies, explain=False)
    marks = [
        mark.fact.mark for one in state.weeks.values() for dance in one.dances.values() for mark in dance.marks.values()
    ]
    return replace(outcome, combined=Scaled((int(sum(marks)),) * len(outcome.couples)))
