"""The single file's tabulation, written separately from the rules, agrees with the engine's to the last step of the working."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.tabulate import tabulate
from glitterball.auditors_file.parts.part_19_points import points_of
from glitterball.auditors_file.parts.part_20_skating import skating
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.testing import rulebooks, weeks
from glitterball.testing.complete_weeks import complete_weeks
from tests.auditors_file.single_file import differences
from tests.naive.seeded_weeks import decided_on, random_rulebook, random_week
from tests.naive.tabulation import tabulated_naively
from tests.thoroughness import examples

SEED = 19_360
WEEKS = examples(20_000, of=20)


@pytest.mark.heavy("nights")
def test_it_agrees_on_seeded_weeks_and_on_those_people_then_decided() -> None:
    chance = Random(SEED)
    met: Counter[str] = Counter()
    for number in range(WEEKS):
        if number % 20 == 0:
            rulebook = random_rulebook(chance)
        period = random_week(chance, rulebook)
        outcome = tabulate(rulebook, period)
        assert differences(rulebook, period, outcome) == [], f"week {number} of seed {SEED}"
        met[outcome.status] += 1
        if outcome.status == "undecided":
            naive = tabulated_naively(rulebook, period)
            period = decided_on(chance, period, naive.needs, naive.bottom)
            outcome = tabulate(rulebook, period)
            assert differences(rulebook, period, outcome) == [], f"week {number} of seed {SEED}, decided"
            met[f"then {outcome.status}"] += 1
    assert min(met[status] for status in ("decided", "undecided", "not tabulated", "then decided")) > WEEKS // 40, met


@settings(
    max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), weeks(rulebook))))
def test_it_agrees_on_weeks_that_shrink(rulebook_and_week: tuple[Rulebook, ScoringPeriod]) -> None:
    rulebook, period = rulebook_and_week
    assert differences(rulebook, period, tabulate(rulebook, period)) == []


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", shipped_rulebooks())
def test_it_agrees_under_every_rulebook_that_ships(name: str) -> None:
    rulebook = shipped_rulebook(name)

    @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(complete_weeks(rulebook))
    def agrees(period: ScoringPeriod) -> None:
        assert differences(rulebook, period, tabulate(rulebook, period)) == []

    agrees()


def test_the_skating_examples_of_the_rules_come_out() -> None:
    five = [[1, 1, 1, 2, 1], [4, 2, 2, 1, 2], [3, 3, 3, 5, 4], [2, 4, 5, 4, 3], [5, 6, 4, 3, 5], [6, 5, 6, 6, 6]]
    shared = [[1, 1, 3, 3, 4], [2, 2, 2, 2, 2], [3, 3, 4, 1, 1], [4, 4, 1, 4, 3]]
    assert skating([five], [])[0] == [1, 2, 3, 4, 5, 6]
    assert skating([shared], [])[0] == [Fraction(5, 2), 1, Fraction(5, 2), 4]


def test_the_official_share_example_comes_out() -> None:
    marks, votes = [Fraction(one) for one in (38, 26, 14)], [Fraction(one) for one in (20, 40, 40)]
    judges, viewers = (points_of({"kind": "share"}, side)[0] for side in (marks, votes))
    combined = [round((one + other) * 10_000) for one, other in zip(judges, viewers, strict=True)]
    assert combined == [6872, 7333, 5795]
