"""The constraints hold exactly where the rulebook's own tabulation says so: compiled from the rule, never from the outcome."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims.claim import Claim, claim_of
from domain.claims.comparing import public_of
from domain.claims.compiling import statement_of
from domain.claims.refusals import ClaimCannotBeCompiled, ClaimPubliclyFalse
from domain.claims.statement import (
    Above,
    Constraint,
    Counts,
    InRange,
    IsZero,
    Statement,
    Total,
    violations,
)
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.testing import weeks
from tests.naive.seeded_weeks import random_rulebook, random_week
from tests.sigma.weeks_to_prove import hidden, week
from tests.thoroughness import examples

SEEDED_BOOKS = examples(2_000)
WEEKS_A_BOOK = 5


def equal_counts(counts: Counts) -> tuple[tuple[str, ...], ...]:
    """The couples to disclose as equal."""
    by_count: dict[int, list[str]] = {}
    for couple, count in counts.items():
        by_count.setdefault(count, []).append(couple)
    return tuple(tuple(group) for group in by_count.values() if len(group) > 1)


def with_two_exchanged(claim: Claim) -> Iterator[Claim]:
    """Every false claim that differs by two couples of different groups."""
    for higher, lower in combinations(claim.groups, 2):
        for one in higher:
            for other in lower:
                swap = {one: other, other: one}
                yield claim._replace(
                    groups=tuple(tuple(swap.get(couple, couple) for couple in group) for group in claim.groups)
                )


def provable(rulebook: Rulebook, period: ScoringPeriod, claim: Claim, counts: Counts) -> bool:
    """Whether a proof of the claim exists: compiled without the votes, asked with them."""
    try:
        statement = statement_of(rulebook, hidden(period), sum(counts.values()), claim)
    except (ClaimPubliclyFalse, ClaimCannotBeCompiled):
        return False
    return not violations(statement, counts)


def asked(rulebook: Rulebook, period: ScoringPeriod) -> Counter[str]:
    """The true claim of a week and every false neighbour of it; nothing where no claim can be compiled."""
    outcome = tabulate(rulebook, period)
    form = rulebook.form(period.form)
    if outcome.status != "decided" or form is None:
        return Counter(["not decided"])
    try:
        votes = public_of(rulebook, hidden(period)).hidden
        counts = dict(zip(period.couples, map(int, votes.counts.of(period)), strict=True))
        claim = claim_of(form, outcome, equal_counts(counts))
        statement_of(rulebook, hidden(period), sum(counts.values()), claim)
    except ClaimCannotBeCompiled as lack:
        return Counter([lack.why])
    assert provable(rulebook, period, claim, counts), f"{rulebook.ref} {period.form} {claim} {counts}"
    found = Counter(["true"])
    for false in with_two_exchanged(claim):
        assert not provable(rulebook, period, false, counts), f"{rulebook.ref} {period.form} {false} {counts}"
        found["false"] += 1
    return found


@pytest.mark.heavy("every one")
def test_a_claim_is_provable_exactly_where_it_is_true_under_rulebooks_of_every_make() -> None:
    chance, found = Random(20240924), Counter[str]()
    for _ in range(SEEDED_BOOKS):
        rulebook = random_rulebook(chance)
        for _ in range(WEEKS_A_BOOK):
            found += asked(rulebook, random_week(chance, rulebook))
    assert found["true"] > SEEDED_BOOKS, found
    assert found["false"] > 2 * SEEDED_BOOKS, found


ONE_VOTE = [
    name
    for name in shipped_rulebooks()
    if [side.counts.kind for side in shipped_rulebook(name).sides if side.counts.stage == "votes"] == ["votes"]
]


def test_every_shipped_rulebook_with_one_vote_is_asked() -> None:
    assert len(ONE_VOTE) == 11, ONE_VOTE


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", ONE_VOTE)
@given(data=st.data())
def test_a_claim_is_provable_exactly_where_it_is_true_under_the_shipped_rulebooks(
    name: str, data: st.DataObject
) -> None:
    rulebook = shipped_rulebook(name)
    asked(rulebook, data.draw(weeks(rulebook)))


US_28 = shipped_rulebook("us-28-29")


def is_total_range(constraint: Constraint) -> bool:
    return isinstance(constraint, InRange) and constraint.why.startswith("nobody has less")


def is_turnout(constraint: Constraint) -> bool:
    return isinstance(constraint, IsZero) and constraint.why.startswith("the counts add up")


def is_equal_counts(constraint: Constraint) -> bool:
    return isinstance(constraint, IsZero) and constraint.why.endswith("have equal counts")


def is_comparison(constraint: Constraint) -> bool:
    return isinstance(constraint, InRange) and " say which" in constraint.why


def is_chain(constraint: Constraint) -> bool:
    return isinstance(constraint, InRange) and "stands above" in constraint.why


APART, ALIKE = {"ada": 30, "ben": 20, "cleo": 10}, {"ada": 20, "ben": 20, "cleo": 20}
CLEO_LEAVES = Claim((("ada", "ben"), ("cleo",)))


def stated_of_ten_votes(rulebook: Rulebook, marks: dict[str, int], claim: Claim) -> Statement:
    """Of a week with ten votes and these marks."""
    return statement_of(rulebook, hidden(week("single", dict.fromkeys(marks, 0), marks)), 10, claim)


@pytest.mark.parametrize(
    ("family", "marks", "claim", "cheated"),
    [
        pytest.param(is_total_range, APART, CLEO_LEAVES, (7, 5, -2), id="no total is below 0"),
        pytest.param(is_turnout, APART, CLEO_LEAVES, (5, 5, 1), id="the totals add up"),
        pytest.param(is_chain, ALIKE, CLEO_LEAVES, (4, 1, 5), id="who leaves is the lowest"),
        pytest.param(is_equal_counts, APART, CLEO_LEAVES._replace(equal=(("ada", "ben"),)), (5, 4, 1), id="equal"),
    ],
)
def test_no_family_of_constraints_can_be_left_out(
    family: Callable[[Constraint], bool], marks: dict[str, int], claim: Claim, cheated: tuple[int, int, int]
) -> None:
    """For each there are counts that break it and nothing else: a design without it would prove them."""
    statement = stated_of_ten_votes(shipped_rulebook("us-3-27"), marks, claim)
    broken = violations(statement, dict(zip(marks, cheated, strict=True)))
    assert broken, "the counts are not those announced"
    assert all(family(constraint) for constraint in broken), broken


def test_a_comparison_cannot_be_left_out() -> None:
    """Rank points rest on bits; without the range that ties a bit to the counts, any bits would do."""
    statement = stated_of_ten_votes(US_28, ALIKE, CLEO_LEAVES)
    compared = [constraint for constraint in statement.constraints if is_comparison(constraint)]
    assert len(compared) == 3
    for constraint in compared:
        first, second, bit = (unknown for unknown, _ in constraint.linear.coefficients)
        assert isinstance(first, Total)
        assert isinstance(second, Total)
        assert isinstance(bit, Above)
        more, fewer = {first.couple: 6, second.couple: 4}, {first.couple: 4, second.couple: 6}
        assert constraint.holds(more)
        assert constraint.holds(fewer)
        assert not constraint.holds({first.couple: 5, second.couple: 5}), "equal counts have no bit"
        factor = dict(constraint.linear.coefficients)[bit]
        assert not 0 <= constraint.linear.value(more) - factor < 1 << 4, "a bit of 0 for more votes"
        assert not 0 <= constraint.linear.value(fewer) + factor < 1 << 4, "a bit of 1 for fewer votes"


def test_numbers_that_could_come_round_in_the_group_are_refused() -> None:
    """Marks over a denominator of 60 digits, or a turnout as large, would make a difference wrap and a false claim hold."""
    marks = {"ada": 30, "ben": 20, "cleo": 10}
    period = hidden(week("single", dict.fromkeys(marks, 0), marks))
    with pytest.raises(ClaimCannotBeCompiled, match="turnout has more than 192 bits"):
        statement_of(shipped_rulebook("us-3-27"), period, 1 << 192, CLEO_LEAVES)
    fine = Fraction(1, 10**60 + 7)
    dances = tuple(replace(dance, marks=(("len", Fraction(20) + fine * at),)) for at, dance in enumerate(period.dances))
    with pytest.raises(ClaimCannotBeCompiled, match="numbers have more than 192 bits"):
        statement_of(shipped_rulebook("us-3-27"), replace(period, dances=dances), 10, CLEO_LEAVES)
