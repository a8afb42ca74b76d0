"""Nights for the audit's tests, built from figures."""

from fractions import Fraction

from domain.period.scoring_period import Dance, ScoringPeriod
from domain.rulebook import Assumption, Form, Rulebook, Scale, Side
from domain.rulebook.forms import EveryonePlaced, Lowest, Nobody
from domain.stages.links import SideTotal
from domain.stages.measures import Marks, Votes
from domain.stages.points import RankPoints

SOURCE = "a test"
SCALE = Scale(lowest=1, highest=10, source=SOURCE)

WEEK_TWO = {
    "kinney": 47, "howard": 44, "nedoroscik": 43, "graziadei": 43, "amendola": 41, "parks": 40, "maher": 39,
    "tran": 38, "nader": 38, "spelling": 36, "delvey": 35, "veljohnson": 31, "roberts": 30,
}  # fmt: skip
"""US season 33, week 2: judges' totals pooled over episodes 1 and 2 (public record)."""


def form(name="single", lowest=1, leave=1, **more):
    """A form in which the lowest leave."""
    return Form(name=name, says="The lowest leave.", select=Lowest(couples=lowest), leave=leave, source=SOURCE, **more)


FORMS = (
    form(),
    form("double", 2, 2),
    form("double-of-three", 3, 2),
    Form(name="finale", says="Everyone is placed.", select=EveryonePlaced(), source=SOURCE),
    Form(name="nobody-leaves", says="Nobody leaves.", select=Nobody(), source=SOURCE),
)

JUDGES_TIES = Assumption(
    name="judges-ties", clause="sides.judges.points.ties", says="Not published.", alternatives=('"dense"',)
)
METHOD = Assumption(
    name="method", clause="sides.*.points", says="Not published.", alternatives=('{"kind": "share"}',)
)  # fmt: skip
THE_VIEWERS_DECIDE = (SideTotal(side="viewers", source=SOURCE),)


def rulebook(points=None, public=None, chain=THE_VIEWERS_DECIDE, forms=FORMS, weights=(1, 1), assumptions=(), **more):
    """Judges and viewers, rank points unless said; None for one side leaves it at the default."""
    judges = Side(
        name="judges", counts=Marks(), points=points or RankPoints(ties="standard"), weight=weights[0], source=SOURCE
    )
    viewers = Side(
        name="viewers", counts=Votes(), points=public or RankPoints(ties="standard"), weight=weights[1], source=SOURCE
    )
    return Rulebook(
        id="test", version=1, title="A test", applies_to="tests", scale=SCALE, sides=(judges, viewers),
        tie_chain=chain, forms=forms, assumptions=assumptions, **more,
    )  # fmt: skip


def night(totals, form="single", **more):
    """A scoring period with these judges' totals and no votes."""
    couples = tuple(sorted(totals))
    dances = tuple(Dance(f"1.one.{couple}", (couple,), (), totals[couple]) for couple in couples)
    return ScoringPeriod(week=2, form=form, couples=couples, dances=dances, **more)


def share(witness, couple):
    """A couple's share of the votes of a witness."""
    votes = dict(witness.votes)
    return Fraction(votes[couple], sum(votes.values()))
