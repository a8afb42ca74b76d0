"""The checker is checked where the literature knows the answer: plurality, Borda and instant run-off.

Plurality and Borda are monotone and satisfy participation; instant run-off satisfies neither (monotonicity: Smith 1973;
participation: Fishburn and Brams 1983, Moulin 1988). Ties fall to the earlier name, which spoils none of these.
"""

from collections import Counter

import pytest

from domain.rulebook import Form, Rulebook, Scale, Side
from domain.rulebook.forms import EveryonePlaced
from domain.stages.links import RunningOrder
from domain.stages.measures import Bodies
from domain.stages.points import RawPoints
from glitterball.properties import Budget, property_named
from glitterball.properties.ranked_ballots import CANDIDATES, Profile, better_stayed_away, not_monotone
from tests.properties.built import by_rank, by_share

FEW, MANY = 6, 13
"""Voters up to which a method that keeps a property is tried, and up to which one that breaks it may need."""


def plurality(profile: Profile) -> str:
    """Most first places."""
    firsts = Counter[str]()
    for ranking, voters in profile:
        firsts[ranking[0]] += voters
    return min(CANDIDATES, key=lambda one: (-firsts[one], one))


def borda(profile: Profile) -> str:
    """Two points for a first place, one for a second."""
    points = Counter[str]()
    for ranking, voters in profile:
        points[ranking[0]] += 2 * voters
        points[ranking[1]] += voters
    return min(CANDIDATES, key=lambda one: (-points[one], one))


def instant_runoff(profile: Profile) -> str:
    """The candidate with fewest first places goes, and the ballots with it go to the next on them."""
    left = list(CANDIDATES)
    while len(left) > 1:
        firsts = dict.fromkeys(left, 0)
        for ranking, voters in profile:
            firsts[next(one for one in ranking if one in left)] += voters
        left.remove(max(left, key=lambda one: (-firsts[one], one)))
    return left[0]


@pytest.mark.parametrize("method", [plurality, borda])
def test_plurality_and_borda_are_monotone_and_nobody_better_stays_away(method: object) -> None:
    assert not_monotone(method, FEW) is None  # type: ignore[arg-type] # parametrize knows no types
    assert better_stayed_away(method, FEW) is None  # type: ignore[arg-type]


def test_instant_runoff_is_not_monotone() -> None:
    found = not_monotone(instant_runoff, MANY)
    assert found is not None
    assert instant_runoff(found.before) == found.won != found.wins == instant_runoff(found.after)


def test_instant_runoff_makes_some_voters_wish_they_had_stayed_away() -> None:
    found = better_stayed_away(instant_runoff, MANY)
    assert found is not None
    assert instant_runoff(found.before) == found.won != found.wins == instant_runoff(found.after)


@pytest.mark.heavy("every one")
def test_borda_as_a_rulebook_of_voting_bodies_is_monotone_and_plurality_as_a_rulebook_of_shares_is_too() -> None:
    quick = Budget(max_examples=20, outcomes=2_000)
    voters = Side(
        name="voters",
        counts=Bodies(bodies="voter/*", table=(7, 6, 5, 4, 3, 2, 1), ties="refused"),
        points=RawPoints(),
        source="a test",
    )
    finale = Form(name="finale", says="all", select=EveryonePlaced(), source="a test")
    as_rulebook = Rulebook(
        id="borda",
        version=1,
        title="Borda",
        applies_to="tests",
        scale=Scale(lowest=1, highest=2, source="a test"),
        sides=(voters,),
        tie_chain=(RunningOrder(source="a test"),),
        forms=(finale,),
    )
    for rulebook in (as_rulebook, by_share(), by_rank()):
        assert property_named("monotone").find_violation(rulebook, quick) is None
