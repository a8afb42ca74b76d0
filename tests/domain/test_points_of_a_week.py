"""Worked numbers of rank points, shares and tables. Sources are named at each."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.stages.points import Conversion, RankPoints, RawPoints, TablePoints
from tests.domain.on_paper import (
    AVERAGE,
    BOTTOM_TWO,
    DENSE,
    LOW,
    PUBLIC_VOTE,
    SHARE,
    SINGLE,
    STANDARD,
    combined_of,
    percent,
    period,
    points_of,
    rules,
    tabulate,
)

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("convention", "points"),
    [(STANDARD, (3, 3, 1)), (DENSE, (3, 3, 2)), (LOW, (2, 2, 1)), (AVERAGE, (2 + HALF, 2 + HALF, 1))],
    ids=["standard", "dense", "low", "average"],
)
def test_two_tied_at_the_top_of_three(convention: RankPoints, points: tuple[Exact, ...]) -> None:
    """The definitions' own example (RULES, rank points)."""
    assert convention.of((9, 9, 7)).exact() == points


def test_half_points_rank_and_share_exactly() -> None:
    """Half points exist: US season 1."""
    assert STANDARD.of((Fraction(17, 2), 8, Fraction(17, 2))).exact() == (3, 1, 3)
    assert SHARE.of((Fraction(17, 2), 8, Fraction(7, 2))).exact() == (Fraction(17, 40), Fraction(2, 5), Fraction(7, 40))


def test_the_shares_the_show_itself_explained_in_november_2010() -> None:
    """US season 11: judges 38, 26, 14 of 78; viewers 20, 40, 40 %; bottom two A and C, C out."""
    votes = {"a": 200, "b": 400, "c": 400}
    outcome = tabulate(rules(SHARE, BOTTOM_TWO), period({"a": 38, "b": 26, "c": 14}, votes, "bottom-two"))
    assert [percent(share, 2) for share in points_of(outcome, "judges").values()] == ["48.72", "33.33", "17.95"]
    assert [percent(share, 2) for share in combined_of(outcome).values()] == ["68.72", "73.33", "57.95"]
    assert (outcome.bottom, outcome.leaving, outcome.saved) == (("a", "c"), ("c",), ("a",))


@pytest.mark.parametrize(
    ("totals", "whole", "printed"),
    [
        ((60, 58, 57, 53), 228, "26.3 25.4 25.0 23.2"),
        ((87, 81, 78, 72), 318, "27.36 25.47 24.53 22.64"),
        ((66, 66, 64, 61, 60, 60), 377, "17.51 17.51 16.98 16.18 15.92 15.92"),
    ],
)
def test_judges_shares_as_they_were_printed(totals: tuple[int, ...], whole: int, printed: str) -> None:
    digits = len(printed.split()[0].split(".")[1])
    assert sum(totals) == whole
    assert " ".join(percent(share, digits) for share in SHARE.of(totals).exact()) == printed


def test_the_rank_week_of_the_problem_statement() -> None:
    """COMAP 2026 problem C, season 1 week 4; votes in tenths of millions. Place sums 6, 5, 5, 4 are points 4, 5, 5, 6."""
    judges: dict[str, Exact] = {"hunter": 25, "mcintyre": 20, "o-hurley": 21, "monaco": 26}
    votes = {"hunter": 11, "mcintyre": 37, "o-hurley": 32, "monaco": 20}
    outcome = tabulate(rules(STANDARD), period(judges, votes))
    assert points_of(outcome, "judges") == {"hunter": 3, "mcintyre": 1, "monaco": 4, "o-hurley": 2}
    assert combined_of(outcome) == {"hunter": 4, "mcintyre": 5, "monaco": 6, "o-hurley": 5}
    assert outcome.leaving == ("hunter",)


def test_the_share_week_of_the_problem_statement_with_its_slip_corrected() -> None:
    """COMAP 2026 problem C, season 5 week 9: 25.6 + 32 is 57.6; the 57.8 that was printed is a slip."""
    judges: dict[str, Exact] = {"castroneves": 30, "garth": 29, "mel-b": 30, "osmond": 28}
    votes = {"castroneves": 20, "garth": 11, "mel-b": 32, "osmond": 37}
    outcome = tabulate(rules(SHARE), period(judges, votes))
    assert [percent(one, 1) for one in points_of(outcome, "judges").values()] == ["25.6", "24.8", "25.6", "23.9"]
    assert [percent(one, 1) for one in combined_of(outcome).values()] == ["45.6", "35.8", "57.6", "60.9"]
    assert outcome.leaving == ("garth",)


def test_the_judges_points_of_season_33_week_2_pooled_over_both_nights() -> None:
    """Episodes 1 and 2 together, sum 505 (scores as broadcast): rank points where ties are ranked 1, 1, 3."""
    totals = (47, 44, 43, 43, 41, 40, 39, 38, 38, 36, 35, 31, 30)
    assert sum(totals) == 505
    assert STANDARD.of(totals).exact() == (13, 12, 11, 11, 9, 8, 7, 6, 6, 4, 3, 2, 1)
    printed = [percent(share, 3) for share in SHARE.of(totals).exact()]
    assert (printed[0], printed[9], printed[10]) == ("9.307", "7.129", "6.931")


def test_fewest_public_votes_go_when_combined_points_tie() -> None:
    """US season 34, the showrunner in November 2025."""
    judges: dict[str, Exact] = {"a": 30, "b": 20, "c": 25}
    votes = {"a": 1, "b": 3, "c": 2}
    tied = tabulate(rules(STANDARD, SINGLE), period(judges, votes))
    assert (tied.status, tied.leaving, tied.needs[0].couples) == ("undecided", (), ("a", "b", "c"))
    broken = tabulate(rules(STANDARD, SINGLE, chain=(PUBLIC_VOTE,)), period(judges, votes))
    assert (broken.order, broken.leaving) == ((("b",), ("c",), ("a",)), ("a",))


def test_a_share_of_nothing_is_undefined_and_says_so() -> None:
    outcome = tabulate(rules(SHARE), period({"a": 30, "b": 20}, {"a": 0, "b": 0}))
    assert (outcome.status, outcome.needs[0].what, outcome.needs[0].clause) == (
        "not tabulated",
        "a share",
        "sides.viewers",
    )
    assert all(row.result == "not known" for row in outcome.standings())


def test_votes_that_were_never_published_leave_the_week_open() -> None:
    outcome = tabulate(rules(SHARE), period({"a": 30, "b": 20}, None))
    assert (outcome.status, outcome.needs[0].what) == ("not tabulated", "votes")


def test_the_song_contests_table_gives_nothing_below_tenth_place() -> None:
    table = TablePoints(table=(12, 10, 8, 7, 6, 5, 4, 3, 2, 1))
    assert table.of(tuple(range(12, 0, -1))).exact() == (12, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0)


@pytest.mark.parametrize("raw", [(5, 5, 1), (5, 3, 3), (9, 3, 3, 1)])
def test_a_table_has_no_points_for_a_tie_unless_it_is_below_the_table(raw: tuple[int, ...]) -> None:
    with pytest.raises(CannotTabulate, match="tied for places that carry points"):
        TablePoints(table=(3, 1)).of(raw)


def test_couples_tied_below_the_table_get_nothing() -> None:
    assert TablePoints(table=(3, 1)).of((9, 8, 1, 1)).exact() == (3, 1, 0, 0)


@given(st.lists(st.integers(1, 40), min_size=3, max_size=7), st.data())
def test_a_judges_share_above_two_in_n_makes_the_top_couple_safe(totals: list[int], data: st.DataObject) -> None:
    """When the lowest one leaves under share: n lowest combined shares above 2/n would add to more than 2."""
    n = len(totals)
    totals[0] = max(totals[0], 2 * sum(totals[1:]) // (n - 2) + 1)
    assert Fraction(totals[0], sum(totals)) > Fraction(2, n)
    names = [f"c{at}" for at in range(n)]
    votes = data.draw(st.lists(st.integers(0, 10**6), min_size=n, max_size=n).filter(any))
    judges: dict[str, Exact] = dict(zip(names, totals, strict=True))
    outcome = tabulate(rules(SHARE), period(judges, dict(zip(names, votes, strict=True))))
    assert "c0" not in outcome.leaving
    assert all("c0" not in need.couples for need in outcome.needs)


@pytest.mark.parametrize("convention", [STANDARD, DENSE, LOW, AVERAGE, SHARE, RawPoints()])
@given(raw=st.lists(st.integers(0, 5), min_size=1, max_size=7).filter(any))
def test_more_is_never_fewer_points(convention: Conversion, raw: list[int]) -> None:
    points = convention.of(raw).exact()
    for one, its in zip(raw, points, strict=True):
        for other, theirs in zip(raw, points, strict=True):
            assert (one < other) == (its < theirs)
