"""The implied ranges against every public order, and against every division of a few votes, tabulated one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import Ballot, BodyVotes, Panel
from domain.rulebook import Form
from domain.rulebook.forms import EveryonePlaced, Lowest, TopSafe
from domain.season.state import Announced
from domain.stages.links import LastDance, Lot, SidePoints, SideTotal
from domain.stages.points import RankPoints, SharePoints, TablePoints
from domain.stages.second_stages import JudgesSave
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import read
from tests.audit import nights
from tests.thoroughness import examples

S = nights.SOURCE
SAVE = JudgesSave(decides="head judge counts twice", source=S)
FORMS = (
    nights.form(),
    nights.form("double", 2, 2),
    nights.form("triple", 3, 3),
    nights.form("of-three", 3, 1),
    nights.form("double-of-three", 3, 2),
    nights.form("save", 2, 1, second_stage=SAVE),
    nights.form("save-two", 3, 1, second_stage=SAVE),
    nights.form("double-save", 3, 2, out_at_once=1, second_stage=SAVE),
    Form(name="top-two-safe", says="Two are safe.", select=TopSafe(couples=2), leave=1, source=S),
    Form(name="finale", says="Everyone is placed.", select=EveryonePlaced(), source=S),
)
LINKS = (
    SideTotal(side="viewers", source=S),
    SideTotal(side="judges", source=S),
    SidePoints(side="viewers", source=S),
    SidePoints(side="judges", source=S),
    LastDance(source=S),
    Lot(source=S),
)
ranks = st.builds(RankPoints, ties=st.sampled_from(["standard", "dense", "low", "average"]))
weights = st.sampled_from([1, 2, Fraction(1, 2)])
chains = st.lists(st.sampled_from(LINKS), max_size=3).map(tuple)
by_rank = st.builds(
    nights.rulebook,
    points=ranks | st.just(SharePoints()),
    public=ranks | st.just(TablePoints(table=(12, 10))) | st.just(TablePoints(table=(3, 2, 1))),
    chain=chains,
    forms=st.just(FORMS),
    weights=st.tuples(weights, weights),
)
by_share = st.builds(
    nights.rulebook,
    points=st.just(SharePoints()) | ranks,
    public=st.just(SharePoints()),
    chain=chains,
    forms=st.just(FORMS),
    weights=st.tuples(weights, weights),
)


@st.composite
def told(draw, rulebook_strategy, most_couples):
    """A rulebook, a night and who was said to leave (often a possible set, sometimes not)."""
    rulebook = draw(rulebook_strategy)
    form = draw(st.sampled_from(rulebook.forms))
    n = draw(st.integers(2, 4 if form.second_stage else most_couples))
    totals = {name: draw(st.integers(1, 6)) for name in "abcdef"[:n]}
    immune = ("a",) if n > 2 and draw(st.integers(0, 4)) == 0 else ()
    period = nights.night(totals, form.name, immune=immune)
    if form.second_stage:
        judges = draw(st.sampled_from([("h", "i"), ("h", "i", "j")]))
        known = draw(st.integers(0, len(judges)))
        saves = [draw(st.sampled_from(sorted(totals))) for _ in range(known)]
        ballots = tuple(Ballot(judge, saved) for judge, saved in zip(judges, saves, strict=False))
        period = replace(period, panel=Panel(judges, "h"), ballots=ballots)
    shuffled = draw(st.permutations(sorted(totals)))
    if isinstance(form.select, EveryonePlaced):
        return rulebook, period, Announced(places=tuple((couple, at) for at, couple in enumerate(shuffled, start=1)))
    eligible = [couple for couple in shuffled if couple not in immune]
    danger = None
    if draw(st.booleans()) and isinstance(form.select, Lowest):
        danger = tuple(eligible[: form.select.size(len(eligible))])
    return (
        rulebook,
        period,
        Announced(danger=danger, eliminated=tuple(eligible[: min(form.leave, form.select.size(len(eligible)))])),
    )


def outcomes(rulebook, period, votes):
    """What these votes lead to, for every way the missing ballots may fall among those in danger."""
    with_votes = replace(period, votes=(BodyVotes("viewers", votes),))
    plain = tabulate(rulebook, with_votes, explain=False)
    missing = [one for one in period.panel.judges if one not in {ballot.judge for ballot in period.ballots}]
    if not missing:
        return [plain]
    return [
        tabulate(
            rulebook,
            replace(
                with_votes,
                ballots=(*period.ballots, *(Ballot(one, to) for one, to in zip(missing, saves, strict=True))),
            ),
            explain=False,
        )
        for saves in product(plain.bottom or period.couples, repeat=len(missing))
    ]


def gives(rulebook, period, said, votes, danger_is_lowest):
    for outcome in outcomes(rulebook, period, votes):
        if outcome.status != "decided":
            continue
        if said.places is not None:
            if [group[0] for group in outcome.order] == [couple for couple, _ in said.places]:
                return True
        elif set(outcome.leaving) == set(said.eliminated) and not (
            danger_is_lowest and said.danger is not None and set(outcome.bottom) != set(said.danger)
        ):
            return True
    return False


@settings(max_examples=examples(150), deadline=None)
@given(told(by_rank, 5), st.booleans())
def test_places_and_counts_are_those_of_going_through_every_public_order(case, danger_is_lowest):
    rulebook, period, said = case
    reading = read(rulebook, period, said, danger_is_lowest)
    n = len(period.couples)
    seen = {couple: set() for couple in period.couples}
    placings = set()
    left = period.couples if said.eliminated is None else sorted(said.eliminated)
    giving = 0
    for places in permutations(range(n)):
        if gives(rulebook, period, said, tuple(n - place for place in places), danger_is_lowest):
            giving += 1
            placings.add(tuple(places[period.couples.index(one)] for one in left))
            for couple, place in zip(period.couples, places, strict=True):
                seen[couple].add(place + 1)
    assert reading.possible == ("consistent" if giving else "inconsistent"), reading.why
    if giving:
        assert reading.orders.total == factorial(n)
        assert reading.orders.giving == giving
        assert reading.orders.placings == len(placings)
        assert {one.couple: set(one.possible) for one in reading.places} == seen
        for one in reading.places:
            assert one.at_best.order.index(one.couple) + 1 == one.best
            assert one.at_worst.order.index(one.couple) + 1 == one.worst


@settings(max_examples=examples(120), deadline=None)
@given(told(by_rank, 5))
def test_orders_hanging_on_an_open_tie_are_those_some_settlement_would_turn_into_the_announced_outcome(case):
    rulebook, period, said = case
    form = rulebook.form(period.form)
    reading = read(rulebook, period, said)
    if reading.orders is None or reading.orders.open_ties is None or form.second_stage:
        return
    n = len(period.couples)
    hanging = 0
    for places in permutations(range(n)):
        votes = tuple(n - place for place in places)
        if gives(rulebook, period, said, votes, False):
            continue
        outcome = tabulate(rulebook, replace(period, votes=(BodyVotes("viewers", votes),)))
        if said.places is not None:
            wanted = [couple for couple, _ in said.places]
            start = 0
            fits = True
            for group in outcome.order:
                fits &= set(wanted[start : start + len(group)]) == set(group)
                start += len(group)
        else:
            rising = [one for group in outcome.order for one in group if one not in period.immune]
            rank = {one: -at for at, group in enumerate(outcome.order) for one in group}
            out, stay = set(said.eliminated), [one for one in rising if one not in said.eliminated]
            fits = all(rank[low] <= rank[high] for low in out for high in stay)
        hanging += fits
    assert reading.orders.open_ties == hanging


def divisions(votes, among):
    if among == 1:
        yield (votes,)
        return
    for first in range(votes + 1):
        for rest in divisions(votes - first, among - 1):
            yield (first, *rest)


@settings(max_examples=examples(150), deadline=None)
@given(told(by_share, 4), st.booleans(), st.sampled_from([5, 7, 12]))
def test_no_division_of_a_few_votes_leaves_the_implied_shares(case, danger_is_lowest, cast):
    rulebook, period, said = case
    reading = read(rulebook, period, said, danger_is_lowest)
    assert reading.possible != "not worked out"
    ranges = {one.couple: one for one in reading.shares}
    for votes in divisions(cast, len(period.couples)):
        if not gives(rulebook, period, said, votes, danger_is_lowest):
            continue
        assert reading.possible == "consistent"
        for couple, count in zip(period.couples, votes, strict=True):
            one, share = ranges[couple], Fraction(count, cast)
            assert one.least.share <= share <= one.most.share
            assert share != one.least.share or one.least.attained
            assert share != one.most.share or one.most.attained


@settings(max_examples=examples(200), deadline=None)
@given(told(by_share, 5), st.booleans())
def test_each_end_of_a_share_has_a_vote_that_has_it_or_comes_near(case, danger_is_lowest):
    rulebook, period, said = case
    for one in read(rulebook, period, said, danger_is_lowest).shares:
        assert one.least.share <= one.most.share
        for end, far in ((one.least, one.most), (one.most, one.least)):
            votes = tuple(count for _, count in end.witness.votes)
            assert gives(rulebook, period, said, votes, danger_is_lowest)
            shown = nights.share(end.witness, one.couple)
            if end.attained:
                assert shown == end.share
            else:
                assert 0 < abs(shown - end.share) <= Fraction(1, 1000)
                assert one.least.share <= shown <= one.most.share
                assert far is not end


@pytest.mark.parametrize("ties", ["standard", "dense"])
def test_the_semi_final_of_december_2008_could_not_have_let_the_third_couple_through(ties):
    """Strictly: judges 75, 75, 67. Under `standard` no vote saves the third couple from the bottom two."""
    rulebook = nights.rulebook(points=RankPoints(ties=ties), forms=(nights.form("bottom-two", 2, 2),))
    period = nights.night({"a": 75, "b": 75, "c": 67}, "bottom-two")
    first_two = read(rulebook, period, Announced(eliminated=("a", "b")))
    assert first_two.possible == ("inconsistent" if ties == "standard" else "consistent")
    if ties == "dense":
        assert first_two.orders.giving == 2
