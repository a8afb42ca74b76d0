"""Every property is shown to be able to fail: one rulebook that breaks it and one that keeps it, real or built."""

from fractions import Fraction

import pytest

from domain.rulebook import Rulebook
from domain.rulebook.promises import PROMISES
from glitterball.properties import PROPERTIES, Budget, Rules, property_named
from glitterball.rulebooks import shipped_rulebook
from tests.properties.built import (
    DENSE,
    DOUBLE,
    FINALE,
    NOBODY_LEAVES,
    RAW,
    REVERSED,
    RUNNING_ORDER,
    SHARE,
    SINGLE,
    STANDARD,
    VIEWERS_ONLY,
    by_alphabet,
    by_rank,
    by_season_totals,
    by_share,
    fewest_batches_lose,
    in_whole_percent,
    judges,
    save,
    show,
    silently,
    viewers,
)
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("every one")


QUICK = Budget(max_examples=20, outcomes=4_000)

BREAKS: dict[str, tuple[Rulebook | Rules, int]] = {
    "savable": (shipped_rulebook("strictly-2008"), 3),
    "nobody-safe": (by_share(), 3),
    "winnable": (by_rank(STANDARD, (FINALE,)), 3),
    "votes-matter": (shipped_rulebook("strictly-2008"), 3),
    "monotone": (show(judges(STANDARD), viewers(REVERSED)), 2),
    "decisive": (by_rank(), 2),
    "neutral": (Rules(by_rank(), by_alphabet), 2),
    "no-dictator": (show(judges(DENSE), viewers(STANDARD), forms=(save("head judge counts twice"),), panel=2), 3),
    "consistent": (by_share(), 2),
    "withdrawal-proof": (by_share(), 3),
    "scale-free": (show(judges(RAW), viewers(RAW)), 2),
    "conserved": (Rules(by_share(), in_whole_percent), 3),
    "order-free": (Rules(by_share(), silently, fewest_batches_lose), 2),
    "local": (Rules(by_rank(), silently, by_season_totals), 3),
    "schedule": (by_rank(), 4),
}
"""What breaks it, and how many couples the smallest week found has."""

KEEPS: dict[str, Rulebook | Rules] = {
    "savable": VIEWERS_ONLY,
    "nobody-safe": VIEWERS_ONLY,
    "winnable": by_share((FINALE,)),
    "votes-matter": shipped_rulebook("strictly-2009"),
    "monotone": by_rank(),
    "decisive": VIEWERS_ONLY,
    "neutral": by_rank(),
    "no-dictator": shipped_rulebook("us-30-31"),
    "consistent": show(viewers(SHARE), chain=(RUNNING_ORDER,)),
    "withdrawal-proof": VIEWERS_ONLY,
    "scale-free": by_rank(),
    "conserved": by_share(),
    "order-free": by_share(),
    "local": by_rank(),
    "schedule": by_rank(STANDARD, (SINGLE, DOUBLE, NOBODY_LEAVES)),
}


def test_there_is_a_property_for_every_promise() -> None:
    assert tuple(one.name for one in PROPERTIES) == PROMISES
    assert BREAKS.keys() == KEEPS.keys() == set(PROMISES)


@pytest.mark.parametrize("name", PROMISES)
def test_it_can_fail(name: str) -> None:
    rulebook, couples = BREAKS[name]
    result = property_named(name).try_on(rulebook, QUICK)
    assert result.verdict == "broken", result.searched()
    assert result.counterexample is not None
    assert result.counterexample.couples == couples, result.counterexample.lines()


@pytest.mark.parametrize("name", part(tuple(PROMISES), 0, of=3))
def test_it_can_hold(name: str) -> None:
    result = property_named(name).try_on(KEEPS[name], QUICK)
    assert result.verdict in ("exhaustive", "not broken"), result.counterexample
    assert result.covered
    assert result.counterexample is None
    assert not result.cut_short


def test_more_votes_can_cost_a_couple_the_judges_save_though_the_votes_alone_are_monotone() -> None:
    result = property_named("monotone").try_on(by_rank(STANDARD, (save("majority"),)), QUICK)
    assert result.counterexample is not None
    assert result.counterexample.says == (
        "More votes for Bea & Cole, all else the same, send them home: they meet another rival before the judges."
    )
    before, after = result.counterexample.shown
    assert (before.outcome.leaving, after.outcome.leaving) == (("cleo-dov",), ("bea-cole",))
    assert result.notes[0].startswith("By the votes alone no violation was found: save: every tie pattern")


def test_a_judges_share_above_two_nths_makes_the_top_couple_safe_and_exactly_two_nths_does_not() -> None:
    found = property_named("nobody-safe").find_violation(by_share(), QUICK)
    assert found is not None
    side = found.shown[0].outcome.sides[0]
    assert side.raw == (5, 1, 1)
    assert side.points.exact()[0] == Fraction(5, 7) > Fraction(2, 3)
    # marks of 4, 1, 1 were gone through before: a share of exactly 2/3 leaves one split that endangers the couple


@pytest.mark.parametrize(
    ("decides", "panel", "shares"),
    [
        ("majority", 3, "Ada 1/3, Bruno 1/3, Carrie (head judge) 1/3"),
        ("casting vote", 4, "Ada 1/6, Bruno 1/6, Carrie 1/6, Derek (head judge) 1/2"),
        ("head judge counts twice", 4, "Ada 1/6, Bruno 1/6, Carrie 1/6, Derek (head judge) 1/2"),
    ],
)
def test_the_power_share_of_each_judge(decides: str, panel: int, shares: str) -> None:
    rulebook = show(judges(DENSE), viewers(STANDARD), forms=(save(decides),), panel=panel)
    result = property_named("no-dictator").try_on(rulebook)
    assert result.verdict == "exhaustive"
    assert result.notes == (f"save, panel of {panel}: power shares {shares}.",)


def test_with_three_couples_the_chain_decides_a_bottom_two_cut_in_six_of_24_weeks() -> None:
    result = property_named("decisive").try_on(shipped_rulebook("strictly-2009"), QUICK)
    assert result.notes == (
        "dance-off: the tie chain decides who is in danger in 6 of 24 with 3 couples, 53 of 192 with 4 couples, "
        "555 of 1920 with 5 couples (votes never equal).",
    )


@pytest.mark.parametrize("name", ["monotone", "decisive"])
def test_a_chain_that_ends_in_the_running_order_is_searched_with_every_order_of_the_couples(name: str) -> None:
    rulebook = show(judges(STANDARD), viewers(STANDARD), chain=(RUNNING_ORDER,))
    result = property_named(name).try_on(rulebook, Budget(max_examples=5, outcomes=examples(6_000)))
    assert (result.verdict, result.counterexample) == ("exhaustive", None)
    assert [one.weeks for one in result.covered] == [3 * 3, 13 * 13, 75 * 75][: examples(3, fewest=2)]


def test_the_running_order_alone_can_decide_against_a_couple_whatever_the_votes() -> None:
    found = property_named("savable").find_violation(
        show(judges(STANDARD), viewers(STANDARD), chain=(RUNNING_ORDER,)), QUICK
    )
    assert found is not None
    assert found.says == (
        "Bea & Cole cannot be saved: whatever the public votes, they leave or a tie is open about them. The judges gave 2, 1."
    )


def test_a_search_cut_short_never_hides_what_the_second_stage_does() -> None:
    for work in (1, 10, 1_000, examples(60_000)):
        result = property_named("monotone").try_on(
            shipped_rulebook("strictly-2009"), Budget(work=work, max_examples=examples(100))
        )
        assert result.verdict == ("broken" if work >= 1_000 else "not tested"), work
