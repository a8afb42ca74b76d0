"""On small weeks the margins are what going through every change of the votes finds, for every kind of rulebook."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import Ballot, BodyVotes, Panel
from domain.rulebook import Form
from domain.rulebook.book import Immunity
from domain.rulebook.forms import EveryonePlaced, TopSafe
from domain.stages.links import LastDance, Lot, SidePoints, SideTotal
from domain.stages.points import RankPoints, RawPoints, SharePoints, TablePoints
from domain.stages.second_stages import DanceOff, JudgesSave, ViewersSave
from glitterball.closeness.margins import margin
from tests.audit import nights
from tests.closeness.margins.every_change import MOST_ADDED, asked, fewest
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("every one")


S = nights.SOURCE
SAVE = JudgesSave(decides="majority", source=S)
DANCE_OFF = DanceOff(decides="casting vote", casting="head judge", source=S)
PLAIN = (
    nights.form(),
    nights.form("double", 2, 2),
    nights.form("of-two", 2, 1),
    nights.form("danger-only", 2, 0),
    Form(name="finale", says="Everyone is placed.", select=EveryonePlaced(), source=S),
    Form(name="shared-finale", says="Everyone is placed.", select=EveryonePlaced(shared_places=True), source=S),
    Form(name="two-safe", says="Two are safe.", select=TopSafe(couples=2), leave=1, source=S),
)
SAVING = (
    nights.form("save", 2, 1, second_stage=SAVE),
    nights.form("dance-off", 2, 1, second_stage=DANCE_OFF),
    nights.form("double-save", 3, 2, out_at_once=1, second_stage=SAVE),
    nights.form("instant", 2, 1, second_stage=ViewersSave(source=S)),
)
LINKS = (
    SideTotal(side="viewers", source=S),
    SideTotal(side="judges", source=S),
    SidePoints(side="viewers", source=S),
    LastDance(source=S),
    Lot(source=S),
)
TABLES = (TablePoints(table=(12, 10)), TablePoints(table=(3, 2, 1, 0)))
IMMUNITY = Immunity(means="safe from elimination", source=S)


@st.composite
def a_week(draw, public, forms=PLAIN, most_votes=9):
    """A rulebook and a small week under it."""
    judges = draw(st.sampled_from((RankPoints(ties="standard"), RankPoints(ties="dense"), SharePoints())))
    if isinstance(public, RawPoints):
        judges = draw(st.sampled_from((judges, RawPoints())))
    rulebook = nights.rulebook(
        points=judges,
        public=public,
        chain=tuple(draw(st.lists(st.sampled_from(LINKS), max_size=2))),
        forms=forms,
        weights=(1, draw(st.sampled_from((1, 1, 2, Fraction(1, 2))))),
        immunity=IMMUNITY,
    )
    form = draw(st.sampled_from(forms))
    n = draw(st.integers(3, 4))
    names = "abcd"[:n]
    votes = draw(st.lists(st.integers(0, most_votes), min_size=n, max_size=n).filter(lambda one: 0 < sum(one) <= 14))
    period = nights.night({name: draw(st.integers(1, 5)) for name in names}, form.name)
    period = replace(period, votes=(BodyVotes("viewers", tuple(votes)),), panel=Panel(("h", "i", "j"), "h"))
    if form.second_stage is not None:
        ballots = tuple(Ballot(judge, draw(st.sampled_from(names))) for judge in "hij"[: draw(st.integers(2, 3))])
        instant = BodyVotes("instant", tuple(draw(st.integers(0, 2)) for _ in names))
        period = replace(period, ballots=ballots, votes=(instant, *period.votes))
    if n == 4 and draw(st.integers(0, 4)) == 4:
        period = replace(period, immune=("a",))
    return rulebook, period


def agree(case):
    """Every margin is the number that going through all changes finds, or bounds it."""
    rulebook, period = case
    found = margin(rulebook, period)
    for told in found.questions:
        question = asked(rulebook, period, told.question)
        for one in told.units:
            for decided, margins in ((False, one.disturbed), (True, one.overturned)):
                truth = fewest(rulebook, period, question, one.unit, decided)
                here = (told.question, one.unit, decided, truth, margins)
                if one.unit == "added":
                    assert margins.exact, here
                    assert margins.votes == truth or (truth is None and (margins.votes or 99) > MOST_ADDED), here
                    continue
                if margins.exact:
                    assert margins.votes == truth, here
                else:
                    assert margins.at_least <= (truth if truth is not None else 999), here
                    assert truth is not None or margins.at_most is None, here
                    assert margins.at_most is None or truth <= margins.at_most, here


@pytest.mark.parametrize("public", [SharePoints(), RawPoints()], ids=lambda one: one.kind)
@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_under_shares_and_raw_votes(public, data):
    agree(data.draw(a_week(public)))


@pytest.mark.parametrize("ties", ["standard", "low", "average", "dense"])
@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_under_rank_points(ties, data):
    agree(data.draw(a_week(RankPoints(ties=ties))))


@pytest.mark.parametrize("public", [SharePoints(), *(RankPoints(ties=t) for t in ("standard", "dense"))], ids=repr)
@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_with_a_second_stage(public, data):
    agree(data.draw(a_week(public, SAVING)))


@pytest.mark.parametrize("public", TABLES, ids=repr)
@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_under_a_points_table(public, data):
    agree(data.draw(a_week(public)))
