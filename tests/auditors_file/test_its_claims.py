"""The single file compiles a claim to the relation that the package compiles, and it is provable exactly where it is true."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims.claim import Claim
from domain.claims.compiling import statement_of_body
from domain.period.scoring_period import ScoringPeriod, Settlement
from domain.rulebook import Rulebook
from domain.stages.links import HeadJudge, Link, Lot, RunningOrder
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.testing import weeks
from tests.auditors_file.claims_in_its_terms import (
    answer_of_the_file,
    answer_of_the_package,
    holds,
    in_its_terms,
    serialized,
    serialized_by_the_file,
)
from tests.auditors_file.single_file import vb
from tests.naive.seeded_weeks import decided_on, random_rulebook, random_week
from tests.naive.tabulation import Naive, tabulated_naively
from tests.sigma.weeks_to_prove import week
from tests.thoroughness import examples

SEEDED_BOOKS = examples(2_000, of=20)
WEEKS_A_BOOK = 5


def counts_of(rulebook: Rulebook, period: ScoringPeriod) -> dict[str, int] | None:
    """The hidden counts of a week, where its rulebook counts one vote and there were votes."""
    voted = [side for side in rulebook.sides if side.counts.stage == "votes"]
    if len(voted) != 1 or voted[0].counts.kind != "votes" or not period.votes:
        return None
    raw = tabulated_naively(rulebook, period).raw
    at = rulebook.sides.index(voted[0])
    return dict(zip(period.couples, map(int, raw[at]), strict=True)) if len(raw) > at else None


def equal_among(counts: dict[str, int]) -> tuple[tuple[str, ...], ...]:
    groups = (tuple(couple for couple in counts if counts[couple] == count) for count in sorted(set(counts.values())))
    return tuple(sorted(group for group in groups if len(group) > 1))


def any_groups(chance: Random, couples: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Couples in any groups, some couples perhaps in none."""
    mixed = chance.sample(couples, chance.randint(1, len(couples)))
    cuts = sorted(chance.sample(range(1, len(mixed)), chance.randint(0, len(mixed) - 1)))
    return tuple(tuple(sorted(mixed[a:b])) for a, b in pairwise([0, *cuts, len(mixed)]))


def true_groups(chance: Random, outcome: Naive) -> tuple[tuple[str, ...], ...]:
    """Groups that follow from an order: neighbours of it put together."""
    groups: list[tuple[str, ...]] = []
    for level in outcome.order:
        if groups and chance.random() < 0.5:
            groups[-1] = tuple(sorted((*groups[-1], *level)))
        else:
            groups.append(tuple(sorted(level)))
    return tuple(groups)


def with_two_exchanged(chance: Random, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Two couples of different groups in each other's place, where there are two groups."""
    if len(groups) < 2:
        return groups
    one, other = (chance.choice(group) for group in chance.sample(groups, 2))
    swap = {one: other, other: one}
    return tuple(tuple(sorted(swap.get(couple, couple) for couple in group)) for group in groups)


def is_true(groups: tuple[tuple[str, ...], ...], outcome: Naive) -> bool:
    """Whether every couple stands above every couple of the next group, in an order that leaves equal ones together."""
    place = {couple: at for at, level in enumerate(outcome.order) for couple in level}
    return all(place[above] < place[below] for higher, lower in pairwise(groups) for above in higher for below in lower)


def asked(chance: Random, rulebook: Rulebook, period: ScoringPeriod) -> Counter[str]:
    """Claims about a week, true and not: both programs say the same, and hold exactly where the definitions say so."""
    counts, outcome = counts_of(rulebook, period), tabulated_naively(rulebook, period)
    if counts is None or not outcome.order or not sum(counts.values()):
        return Counter(["nothing to claim"])
    found = Counter[str]()
    true = true_groups(chance, outcome)
    for groups in (true, with_two_exchanged(chance, true), any_groups(chance, period.couples)):
        claim = Claim(groups, equal_among(counts))
        turnout = sum(counts.values())
        answer = answer_of_the_file(rulebook, period, turnout, claim)
        assert answer == answer_of_the_package(rulebook, period, turnout, claim), (rulebook, period, claim)
        if answer == "cannot be compiled":
            found[answer] += 1
            continue
        statement = None if answer == "publicly false" else in_its_terms(rulebook, period, turnout, claim)
        provable = statement is not None and holds(statement, counts)
        assert provable == is_true(groups, outcome), (rulebook, period, claim, counts, outcome.order)
        found["true" if provable else "false"] += 1
    return found


@pytest.mark.heavy("nights")
def test_a_claim_is_compiled_alike_and_provable_exactly_where_it_is_true_under_rulebooks_of_every_make() -> None:
    chance, found = Random(2026), Counter[str]()
    for _ in range(SEEDED_BOOKS):
        rulebook = random_rulebook(chance)
        for _ in range(WEEKS_A_BOOK):
            period = random_week(chance, rulebook)
            outcome = tabulated_naively(rulebook, period)
            found += asked(chance, rulebook, decided_on(chance, period, outcome.needs, outcome.bottom))
    assert found["true"] > SEEDED_BOOKS, found
    assert found["false"] > SEEDED_BOOKS, found


ONE_VOTE = [
    name
    for name in shipped_rulebooks()
    if [side.counts.kind for side in shipped_rulebook(name).sides if side.counts.stage == "votes"] == ["votes"]
]


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", ONE_VOTE)
@given(data=st.data())
def test_a_claim_is_compiled_alike_and_provable_exactly_where_it_is_true_under_the_shipped_rulebooks(
    name: str, data: st.DataObject
) -> None:
    rulebook = shipped_rulebook(name)
    asked(data.draw(st.randoms(use_true_random=False)), rulebook, data.draw(weeks(rulebook)))


def test_every_shipped_rulebook_with_one_vote_is_asked() -> None:
    assert len(ONE_VOTE) == 11


SONGS = ("ad", "be", "cy", "dk")


@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=4).filter(any),
    st.permutations(SONGS),
    st.integers(1, 4),
    st.integers(1, 5),
)
def test_the_points_of_a_body_are_stated_alike_and_provable_exactly_where_it_gave_them(
    votes: list[int], mixed: list[str], many: int, places: int
) -> None:
    counts, placed = dict(zip(SONGS, votes, strict=True)), tuple(mixed[: min(many, places)])
    statement = vb.statement_of_body(SONGS, sum(votes), placed, places)
    assert serialized_by_the_file(statement) == serialized(statement_of_body(SONGS, sum(votes), placed, places))
    best = sorted((song for song in SONGS if counts[song]), key=lambda song: -counts[song])
    told_apart = len({counts[song] for song in best[: places + 1]}) == len(best[: places + 1])
    assert holds(statement, counts) == (told_apart and placed == tuple(best[:places]))


@pytest.mark.parametrize("placed", [(), SONGS])
def test_a_body_gives_points_to_somebody_and_to_no_more_than_its_table_has(placed: tuple[str, ...]) -> None:
    with pytest.raises(vb.Wrong, match="table"):
        vb.statement_of_body(SONGS, 10, placed, 3)


@pytest.mark.parametrize("turnout", [0, 2**192])
def test_no_votes_and_more_than_can_be_proved_are_no_turnout(turnout: int) -> None:
    with pytest.raises(vb.Wrong, match="statement can hold"):
        vb.Statement(SONGS, turnout)


def test_numbers_that_could_come_round_in_the_group_are_refused() -> None:
    statement = vb.Statement(SONGS, 10)
    statement.at_least_0({2: 2**180, 3: -(2**180)}, 0)
    for factors in ({2: 2**189}, {2: -(2**189)}):
        with pytest.raises(vb.Wrong, match="larger than can be proved"):
            statement.at_least_0(factors, 0)


TIED = {"ada": 20, "ben": 20, "cleo": 10}
BY_LOT = (Lot(source="x"), RunningOrder(source="x"))


def tied_week(*settlements: Settlement) -> ScoringPeriod:
    """Ada and Ben are equal in everything but the running order, in which Ada comes first."""
    votes = dict(zip(TIED, (3, 3, 1), strict=True))
    return replace(week("single", votes, TIED), running_order=("ada", "ben"), settlements=settlements)


@pytest.mark.parametrize(
    ("links", "settlements", "ahead"),
    [
        pytest.param(BY_LOT[1:], (), "ada", id="by the running order"),
        pytest.param(BY_LOT, (), None, id="the lot is not drawn"),
        pytest.param((HeadJudge(source="x"), *BY_LOT[1:]), (), None, id="no head judge sat"),
        pytest.param(BY_LOT, (("ben", "ada"),), "ben", id="the lot is drawn"),
        pytest.param(BY_LOT, (("ben", "ada"), ("ada", "cleo", "ben")), None, id="two lots disagree"),
        pytest.param(BY_LOT, (("ben", "ada"), ("ben", "cleo", "ada")), "ben", id="two lots agree"),
    ],
)
def test_what_stands_behind_a_link_that_waits_proves_nothing(
    links: tuple[Link, ...], settlements: tuple[tuple[str, ...], ...], ahead: str | None
) -> None:
    """A lot not drawn keeps the week undecided; the running order behind it must not make a claim provable."""
    rulebook = shipped_rulebook("us-3-27").model_copy(update={"tie_chain": links})
    period = tied_week(*(Settlement("lot", order, "Elin (executive)") for order in settlements))
    for first, second in (("ada", "ben"), ("ben", "ada")):
        claim = Claim(((first,), (second,), ("cleo",)), (("ada", "ben"),))
        answer = answer_of_the_file(rulebook, period, 7, claim)
        assert answer == answer_of_the_package(rulebook, period, 7, claim)
        assert (answer != "publicly false") == (ahead == first)
