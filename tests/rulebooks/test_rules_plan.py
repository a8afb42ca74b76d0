"""Whether the eliminations of a planned season reach its finale."""

import pytest

from glitterball.rules import Plan

from .small_rulebook import SOUND, found

PLANS = {
    "a week in a form the rulebook lacks": (
        Plan(3, ("single", "finale")),
        "forms: week 1 is planned as 'single', a form the rulebook does not have",
    ),
    "more couples needed than are left": (
        Plan(2, ("dance-off", "dance-off", "finale")),
        "forms.dance-off: week 2 needs 2 couples and only 1 are left",
    ),
    "no finale at the end": (
        Plan(5, ("dance-off", "dance-off")),
        "forms: the eliminations never reach a finale: after 2 weeks 3 couples are left and none is placed",
    ),
    "a finale too early": (
        Plan(5, ("finale", "dance-off", "finale")),
        "forms.finale: places everyone in week 1, but 2 more weeks are planned",
    ),
    "another number of finalists": (
        Plan(5, ("dance-off", "finale"), finalists=3),
        "forms.finale: 4 couples reach the finale in week 2, and 3 were planned",
    ),
    "a finale of one": (
        Plan(2, ("dance-off", "finale")),
        "forms.finale: 1 couple reaches the finale in week 2; a finale needs two",
    ),
    "a form no week uses": (Plan(3, ("finale",)), "forms.dance-off: no week of the plan uses it"),
}


@pytest.mark.parametrize("fault", PLANS)
def test_a_plan_whose_eliminations_do_not_reach_the_finale_is_found(fault: str) -> None:
    plan, says = PLANS[fault]
    assert says in [what for _, what in found(SOUND, plan)]


def test_a_plan_that_reaches_the_finale_has_no_findings() -> None:
    assert found(SOUND, Plan(4, ("dance-off", "dance-off", "finale"), finalists=2)) == []
