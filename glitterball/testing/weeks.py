"""Scoring periods rich enough to reach every rule of a rulebook: ties on either side, absent judges, missing ballots,
settlements, immune couples, no votes at all, carried dances, bonuses, team dances, stated totals."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from domain.exact import Exact, exact
from domain.period.scoring_period import Ballot, BodyVotes, Bonus, Dance, Panel, ScoringPeriod, Settlement
from domain.rulebook.book import Rulebook, Scale
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.testing.people import COUPLES, JUDGES
from glitterball.testing.rulebooks import WHOLE

ScoreCard = tuple[tuple[str, Exact], ...]
"""The marks of one dance: (judge, mark) in scoring order."""


def fields(min_size: int = 2, max_size: int = 6) -> st.SearchStrategy[tuple[str, ...]]:
    """The couples still dancing, in order of identifier."""
    return st.integers(min_size, max_size).map(lambda size: COUPLES[:size])


@cache
def marks(scale: Scale = WHOLE) -> st.SearchStrategy[Exact]:
    """Marks on a scale; the lowest few steps come often, so that couples tie."""
    steps = int((scale.highest - scale.lowest) / scale.step)
    few = st.integers(0, min(2, steps))
    return st.one_of(few, st.integers(0, steps)).map(lambda step: exact(scale.lowest + step * scale.step))


@st.composite
def score_cards(draw: st.DrawFn, judges: Sequence[str] = JUDGES[:3], scale: Scale = WHOLE) -> ScoreCard:
    """The marks of one dance by the judges present."""
    return tuple((judge, draw(marks(scale))) for judge in judges)


@cache
def vote_counts() -> st.SearchStrategy[int]:
    """Votes for one couple: mostly few, so that couples tie; sometimes none, sometimes millions."""
    return st.one_of(st.integers(0, 3), st.integers(0, 100), st.integers(0, 10**7))


@st.composite
def vote_splits(draw: st.DrawFn, couples: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Votes for each of the couples, as a batch names them."""
    return tuple((couple, draw(vote_counts())) for couple in couples)


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    """One to five judges; the head judge or the holder of the casting vote may be absent, or none may be named."""
    judges = JUDGES[: draw(st.integers(1, len(JUDGES)))]
    absent = draw(st.sampled_from((None, None, *judges))) if len(judges) > 1 else None
    head = draw(st.sampled_from((judges[-1], judges[0], None)))
    casting = draw(st.sampled_from((None, None, judges[0])))
    return Panel(tuple(judge for judge in judges if judge != absent), head, casting)


@st.composite
def dances(draw: st.DrawFn, couples: Sequence[str], judges: Sequence[str], scale: Scale) -> tuple[Dance, ...]:
    """Up to two rounds (the first carried in from an earlier week, with a couple that has left), team dances, and totals
    without a split."""
    listed: list[Dance] = []
    if draw(st.booleans()):
        for couple in (*couples, COUPLES[-1]):
            listed.append(Dance(f"1.carried.{couple}", (couple,), draw(score_cards(judges, scale))))
    for couple in draw(st.permutations(couples)) if draw(st.booleans()) else couples:
        name = f"2.1.{couple}"
        if draw(st.integers(0, 9)) == 9:
            listed.append(Dance(name, (couple,), (), draw(marks(scale)) * max(len(judges), 1)))
        elif draw(st.integers(0, 9)) < 9:
            listed.append(Dance(name, (couple,), draw(score_cards(judges, scale))))
    if draw(st.integers(0, 5)) == 5:
        team = tuple(draw(st.permutations(couples))[: draw(st.integers(2, len(couples)))])
        listed.append(Dance("2.team.stars", team, draw(score_cards(judges, scale))))
    return tuple(listed)


@st.composite
def bonuses(draw: st.DrawFn, couples: Sequence[str]) -> tuple[Bonus, ...]:
    """Bonus points for some, fractions among them, and for a couple that has left."""
    points = st.sampled_from((1, 2, Fraction(1, 2), Fraction(5, 3)))
    return tuple(draw(st.lists(st.builds(Bonus, st.sampled_from((*couples, COUPLES[-1])), points), max_size=2)))


@st.composite
def body_votes(draw: st.DrawFn, couples: Sequence[str]) -> tuple[BodyVotes, ...]:
    """The viewers' votes (on rare nights none are known), and sometimes those of an instant save."""
    bodies: list[str] = ["instant"] if draw(st.booleans()) else []
    if draw(st.integers(0, 14)) < 14:
        bodies.append("viewers")
    return tuple(BodyVotes(body, tuple(votes for _, votes in draw(vote_splits(couples)))) for body in bodies)


@st.composite
def weeks(draw: st.DrawFn, rulebook: Rulebook) -> ScoringPeriod:
    """The scoring period of a week under a rulebook. Ballots and settlements, where its outcome waits for them, are
    given in some weeks and missing in others."""
    couples = draw(fields())
    panel = draw(panels())
    some = st.lists(st.sampled_from(couples), unique=True, max_size=len(couples))
    previous = st.lists(st.sampled_from(couples), unique=True).flatmap(
        lambda known: st.tuples(*(st.tuples(st.just(c), st.sampled_from((1, 2, Fraction(7, 2)))) for c in known))
    )
    period = ScoringPeriod(
        week=2,
        form=draw(st.sampled_from([form.name for form in rulebook.forms])),
        couples=couples,
        dances=draw(dances(couples, panel.judges, rulebook.scale)),
        bonuses=draw(bonuses(couples)),
        votes=draw(body_votes(couples)),
        panel=panel,
        immune=tuple(sorted(draw(some))) if draw(st.integers(0, 3)) == 3 else (),
        running_order=tuple(draw(some)) if draw(st.booleans()) else couples,
        previous_points=draw(previous) if draw(st.booleans()) else (),
        unmarked=("2.1.anna-ezra",) if draw(st.integers(0, 19)) == 19 else (),
        cancelled=draw(st.integers(0, 19)) == 19,
    )
    for _ in range(3):
        outcome = tabulate(rulebook, period, explain=False)
        if not outcome.needs or not draw(st.booleans()):
            break
        period = draw(_with_decisions(period, outcome))
    return period


@st.composite
def _with_decisions(draw: st.DrawFn, period: ScoringPeriod, outcome: Outcome) -> ScoringPeriod:
    """The period with what people decide about some of the things its outcome waits for."""
    for need in outcome.needs:
        if need.clause.endswith("second_stage"):
            danger = st.sampled_from(outcome.bottom or period.couples)
            voters = [judge for judge in JUDGES if draw(st.integers(0, 9)) < 9]
            ballots = tuple(Ballot(judge, draw(danger)) for judge in voters)
            period = replace(period, ballots=ballots)
        elif need.clause.startswith("tie_chain"):
            order = tuple(draw(st.permutations(need.couples)))
            means = {"lot": ("lot",), "tie_chain": ("authority", "lot")}.get(
                need.clause.rsplit(".", 1)[-1], ("authority",)
            )
            link = draw(st.sampled_from(means))
            period = replace(period, settlements=(*period.settlements, Settlement(link, order, "Elin (executive)")))
    return period
