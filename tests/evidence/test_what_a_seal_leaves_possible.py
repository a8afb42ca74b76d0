"""What a sealed bundle leaves possible, counted: by the places of the first form hardly anything, by what was said nearly all."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import BodyVotes
from domain.season import commands as c
from domain.season import events as e
from domain.season.deciding.rules import certified
from domain.season.outcome import tabulated
from domain.season.state import rulebook_of
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import orders_of_places
from glitterball.evidence.remaining import Remaining, of_week, remaining
from glitterball.rehearsal import rehearse
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files import shipped_season
from glitterball.store import open_store
from projections.fold import SeasonFold

SALT = "5" * 64


@pytest.fixture(scope="module")
def rehearsed() -> SeasonFold:
    store = open_store(clock=lambda: "2024-12-01T00:00:00Z")
    shipped = store.take_in(shipped_season("us-33"))
    rehearse(shipped.state, store.engine, "us-33-rehearsal")
    return store.season("us-33-rehearsal").fold


def in_parts(fold: SeasonFold, week: int) -> e.OutcomeCertified:
    """The week as the second form would certify it."""
    found = tabulated(fold.state, week, fold.tallies)
    return certified(c.CertifyOutcome(week=week, nonce=SALT), fold.state, fold.tallies, found)


def left_of(fold: SeasonFold, week: int, fact: e.OutcomeCertified, rulebook: str | None = None) -> Remaining:
    adopted = rulebook_of(fold.state, week)
    assert adopted is not None
    period = tabulated(fold.state, week, fold.tallies, explain=False).period
    return of_week(shipped_rulebook(rulebook) if rulebook else adopted, replace(period, votes=()), fact)


@pytest.mark.heavy("forgeries")
def test_of_six_billion_public_orders_485_fitted_the_places_that_were_shown_of_week_2(rehearsed: SeasonFold) -> None:
    left = {week.week: (week.orders, week.in_all) for week in remaining(rehearsed)}
    assert left[2] == (485, 6_227_020_800)
    assert left[9] == (2, 120), "a final, whose places are said anyway"


def test_what_was_announced_of_it_leaves_a_hundred_million(rehearsed: SeasonFold) -> None:
    assert left_of(rehearsed, 2, in_parts(rehearsed, 2)).orders == 116_655_412
    assert left_of(rehearsed, 9, in_parts(rehearsed, 9)).orders == 2


def test_fewer_couples_in_danger_shown_leave_more(rehearsed: SeasonFold) -> None:
    shown = in_parts(rehearsed, 2)
    kept = shown.model_copy(update={"in_danger": None})
    more, fewer = left_of(rehearsed, 2, kept).orders, left_of(rehearsed, 2, shown).orders
    assert more is not None
    assert fewer is not None
    assert more > fewer


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_each_order_of_five_couples_is_counted_by_the_places_it_gives(rehearsed: SeasonFold, order: list[int]) -> None:
    """All orders tabulated one by one: as many give the same places as are counted for them."""
    rulebook = rulebook_of(rehearsed.state, 9)
    assert rulebook is not None
    period = replace(tabulated(rehearsed.state, 9, rehearsed.tallies, explain=False).period, votes=())

    def placed(ranks: tuple[int, ...]) -> tuple[str, ...]:
        votes = BodyVotes("viewers", tuple(100 - rank for rank in ranks), ())
        return tuple(line.couple for line in tabulate(rulebook, replace(period, votes=(votes,))).standings())

    given_by = placed(tuple(order))
    counted = orders_of_places(rulebook, period, tuple(reversed(given_by)))
    assert counted == sum(placed(ranks) == given_by for ranks in permutations(range(5)))


def test_of_shares_the_exact_ends_are_said(rehearsed: SeasonFold) -> None:
    left = left_of(rehearsed, 6, in_parts(rehearsed, 6), "us-3-27")
    assert (left.orders, len(left.shares)) == (None, 7)
    leaving = next(found for found in left.shares if found.couple == "jenn-sasha")
    assert 0 <= leaving.least.share < leaving.most.share < 1


def test_sets_are_not_named_in_the_order_in_which_the_couples_stand(rehearsed: SeasonFold) -> None:
    outcomes = {week: tabulated(rehearsed.state, week, rehearsed.tallies).outcome for week in (2, 3)}
    assert any(outcome.leaving != tuple(sorted(outcome.leaving)) for outcome in outcomes.values())
    assert any(outcome.bottom != tuple(sorted(outcome.bottom)) for outcome in outcomes.values())
    for week, outcome in outcomes.items():
        fact = in_parts(rehearsed, week)
        assert isinstance(fact, e.OutcomeCertifiedV2)
        assert fact.leaving == tuple(sorted(outcome.leaving))
        assert fact.saved == tuple(sorted(outcome.saved))
        assert fact.in_danger in (tuple(sorted(outcome.bottom)), None)
