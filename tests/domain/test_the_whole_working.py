"""The working of a week, step for step: whoever recomputes a certificate by hand must find each number on the way."""

from domain.exact import Exact
from domain.period.scoring_period import BodyVotes
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from tests.domain.on_paper import BOTTOM_TWO, PUBLIC_VOTE, SHARE, SINGLE, STANDARD, period, rules

JUDGES: dict[str, Exact] = {"anna": 9, "bea": 8, "cleo": 7}
VIEWERS = {"anna": 10, "bea": 20, "cleo": 30}
CHAIN = (PUBLIC_VOTE,)


def told(outcome: Outcome) -> list[tuple[str, str, str, list[str]]]:
    """Stage, clause, how, and what was compared in plain numbers."""
    return [
        (step.stage, step.clause, step.how, [f"{couple} {value}" for couple, value in step.compared()])
        for step in outcome.working
    ]


def test_every_step_from_the_marks_to_who_leaves_is_shown_once_and_in_order() -> None:
    outcome = tabulate(rules(SHARE, SINGLE, BOTTOM_TWO, chain=CHAIN), period(JUDGES, VIEWERS, "bottom-two"))
    assert told(outcome) == [
        ("scores", "sides.judges.counts", "marks", ["anna 9", "bea 8", "cleo 7"]),
        ("points", "sides.judges.points", "share of the side", ["anna 3/8", "bea 1/3", "cleo 7/24"]),
        ("votes", "sides.viewers.counts", "votes", ["anna 10", "bea 20", "cleo 30"]),
        ("points", "sides.viewers.points", "share of the side", ["anna 1/6", "bea 1/3", "cleo 1/2"]),
        ("combine", "sides", "weighted sum", ["anna 13/24", "bea 2/3", "cleo 19/24"]),
        ("order", "tie_chain", "by combined points, then the tie chain", []),
        ("select", "forms.bottom-two.select", "the lowest 2", []),
        ("leave", "forms.bottom-two.leave", "the lowest 1 leave", []),
    ]
    assert [step.groups for step in outcome.working[-3:]] == [
        (("cleo",), ("bea",), ("anna",)), (("bea", "anna"),), (("anna",),),
    ]  # fmt: skip


def test_a_tie_shows_what_parted_it_between_the_sum_and_the_order() -> None:
    outcome = tabulate(rules(STANDARD, SINGLE, chain=CHAIN), period(JUDGES, VIEWERS))
    stages = [step.stage for step in outcome.working]
    assert stages == ["scores", "points", "votes", "points", "combine", "tie", "order", "select", "leave"]
    combined, tie = outcome.working[4:6]
    assert combined.compared() == (("anna", 4), ("bea", 4), ("cleo", 4))
    assert (tie.clause, tie.compared()) == ("tie_chain.0.side_total", (("anna", 10), ("bea", 20), ("cleo", 30)))
    assert tie.groups == (("cleo",), ("bea",), ("anna",))


def test_each_step_names_the_events_it_rests_on() -> None:
    """Positions of marks under the judges, of batches under the viewers, and of both under the sum."""
    votes = (BodyVotes("viewers", tuple(VIEWERS.values()), ((12, 14), (20, 20))),)
    outcome = tabulate(rules(SHARE, SINGLE), period(JUDGES, VIEWERS, scores_rest_on=((3, 8),), votes=votes))
    rests = [step.rests_on for step in outcome.working[:5]]
    marks, batches = ((3, 8),), ((12, 14), (20, 20))
    assert rests == [marks, marks, batches, batches, ((3, 8), (12, 14), (20, 20))]
