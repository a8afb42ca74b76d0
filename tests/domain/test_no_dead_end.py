"""From every state a week can be brought to an end, by statements that `week check` names.

Exhaustively over a small model: three couples, two judges, two gateways, one week. Every combination of what may have
happened on the floor, with the couples, on the lines and with open proposals is one state; from each somebody who only
reads the reasons for NOT READY and states what settles them must come to a certificate. Every state passed on the way is
walked too. Beyond the model, weeks of drawn seasons are left wherever they are and brought to their end.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.record import Recorded
from domain.season import commands as c
from domain.season import events as e
from domain.season import unready
from domain.season import words as w
from domain.season.readiness import is_ready, readiness
from domain.season.ways import BY_CLAUSE, OF_A_SIDE, WAYS, ways_of
from domain.stages.links.decision import Lot
from glitterball.testing import Delivered, PlainLog, Said, Script, manifest_of, seasons
from glitterball.testing.plain_log import replayed
from tests import thoroughness
from tests.domain.given_when_then import (
    FINALE,
    INSTANT,
    NOBODY,
    PIA,
    SAVE,
    SINGLE,
    THREE,
    adopted,
    batch,
    cast,
    danced,
    opened,
    panel,
    week,
)
from tests.domain.on_paper import SHARE, SOURCE, STANDARD, rules
from tests.domain.ways_out import MOST_STEPS, STATED, DeadEnd, Desk
from tests.thoroughness import examples

A, B, C = THREE
FORMS = (SINGLE, SAVE, INSTANT, FINALE, NOBODY)
RANKS = rules(STANDARD, *FORMS, chain=(Lot(source=SOURCE),))
SHARES = rules(SHARE, *FORMS)
GATEWAYS = (w.ExpectedGateway(gateway="vox", channels=("sms",)), w.ExpectedGateway(gateway="web", channels=("app",)))
LINES = e.VotingOpened(week=1, gateways=GATEWAYS, opens="2024-09-25T00:00:00Z", closes="2024-09-26T00:00:00Z")
VOTES = {A: 30, B: 20, C: 10}
CANCEL = c.CancelElimination(week=1, reason="wrong numbers on one feed")

BEGUN: dict[str, tuple[Any, ...]] = {
    form: (opened(), adopted(RANKS), *cast(*THREE), week(1, form)) for form in ("single", "save", "instant", "finale")
}
BEGUN["single, by shares"] = (opened(), adopted(SHARES), *cast(*THREE), week(1, "single"))

EVERYBODY = tuple(fact for couple in THREE for fact in danced(couple, 8, 7))
FLOOR: dict[str, tuple[Any, ...]] = {
    "nothing is scheduled": (),
    "a panel and no dance": (panel("carrie", "len"),),
    "dances and no panel": tuple(danced(couple)[0] for couple in THREE),
    "no mark is given": (panel("carrie", "len"), *(danced(couple)[0] for couple in THREE)),
    "one mark is given": (panel("carrie", "len"), *danced(A, 9), *danced(B), *danced(C)),
    "one judge is missing": (panel("carrie", "len"), *danced(A, 9, 9), *danced(B, 8), *danced(C, 7)),
    "one couple is forgotten": (panel("carrie", "len"), *danced(A, 9, 9), *danced(B, 8, 8)),
    "two are level": (panel("carrie", "len"), *danced(A, 9, 9), *danced(B, 8, 8), *danced(C, 8, 8)),
    "every mark is given": (panel("carrie", "len"), *EVERYBODY),
}


def left(*couples: str) -> tuple[Any, ...]:
    return tuple(e.CoupleWithdrew(week=1, couple=couple, reason="hurt") for couple in couples)


def excused(*couples: str) -> tuple[Any, ...]:
    return (e.ByeStated(week=1, couples=couples, holds="bye", reason="hurt"),)


COUPLES: dict[str, tuple[Any, ...]] = {
    "all are in": (),
    "one has withdrawn": left(C),
    "one is left": left(B, C),
    "all have withdrawn": left(*THREE),
    "all have a bye": excused(*THREE),
}


def delivered(gateway: str, channel: str, how: str) -> tuple[Any, ...]:
    """What one gateway has sent before the lines close."""
    of = {"gateway": gateway, "channel": channel}
    first, second = (batch(number, VOTES, **of) for number in (1, 2))
    stray = batch(2, VOTES, opens="2024-09-24T00:00:00Z", closes="2024-09-24T01:00:00Z", **of)
    manifest = manifest_of([first], season="us-33", week=1, gateway=gateway)
    return {
        "nothing": (),
        "all": (first, manifest),
        "no manifest": (first,),
        "a wrong manifest": (first, manifest_of([batch(1, {A: 29}, **of)], season="us-33", week=1, gateway=gateway)),
        "a gap": (second, manifest_of([first, second], season="us-33", week=1, gateway=gateway)),
        "a batch of another day": (first, stray, manifest_of([first, stray], season="us-33", week=1, gateway=gateway)),
        "nothing but a manifest": (manifest,),
    }[how]


SENT = (
    "all",
    "nothing",
    "no manifest",
    "a wrong manifest",
    "a gap",
    "a batch of another day",
    "nothing but a manifest",
)
VOTING: dict[str, tuple[Any, ...]] = {"the lines are not open": ()}
for vox, web, closed in product(SENT, SENT, ("closed", "open")):
    seal = (e.VotingClosed(week=1),) if closed == "closed" else ()
    VOTING[f"{closed}; vox: {vox}; web: {web}"] = (
        LINES, *delivered("vox", "sms", vox), *delivered("web", "app", web), *seal,
    )  # fmt: skip

PROPOSED: dict[str, tuple[Any, ...]] = {
    "nothing is proposed": (),
    "something is proposed": (e.DecisionProposed(decision=1, command=CANCEL),),
}

FEW = {
    "forms": ("single", "save"),
    "floor": tuple(FLOOR),
    "couples": ("all are in", "one is left", "all have withdrawn", "all have a bye"),
    "voting": (
        "the lines are not open", "open; vox: all; web: nothing", "closed; vox: all; web: all",
        "closed; vox: a gap; web: nothing",
        "closed; vox: a wrong manifest; web: no manifest", "closed; vox: a batch of another day; web: nothing but a manifest",
        "closed; vox: nothing; web: nothing",
    ),
    "proposed": ("nothing is proposed", "something is proposed"),
}  # fmt: skip
ALL = {
    "forms": tuple(BEGUN),
    "floor": tuple(FLOOR),
    "couples": tuple(COUPLES),
    "voting": tuple(VOTING),
    "proposed": tuple(PROPOSED),
}


def situations() -> Iterator[tuple[str, ...]]:
    """Each combination of what may have happened; in the plain run of the kinds of each, in the whole one of all there are.

    The thorough run takes two of seven: seven divides none of the numbers of ways, so that no two of them always miss each other.
    """
    model = ALL if thoroughness.THOROUGH else FEW
    every = product(model["forms"], model["floor"], model["couples"], model["voting"], model["proposed"])
    in_part = thoroughness.THOROUGH and not thoroughness.WHOLE
    yield from (situation for number, situation in enumerate(every) if not in_part or number % 7 < 2)


def test_the_thorough_run_meets_every_two_things_that_may_have_happened_together() -> None:
    """So that only three of them at once are left to the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thoroughness, "THOROUGH", True)
        patch.setattr(thoroughness, "WHOLE", False)
        met = {pair for situation in situations() for pair in combinations(enumerate(situation), 2)}
    of = list(ALL.values())
    assert met == {((i, a), (j, b)) for i, j in combinations(range(len(of)), 2) for a in of[i] for b in of[j]}


def reached(situation: tuple[str, ...]) -> PlainLog:
    """The week as it stands in a situation: it was open, then this happened. Couples withdraw last."""
    form, floor, couples, voting, proposed = situation
    log = PlainLog()
    for fact in (*BEGUN[form], *FLOOR[floor], *VOTING[voting], *COUPLES[couples], *PROPOSED[proposed]):
        log.deliver(fact) if not isinstance(fact, e.SeasonFact) else log.record((fact,), PIA)
    return log


class Walk:
    """The states walked, each by all that was said and when it decides something."""

    def __init__(self) -> None:
        self.states: set[tuple[str, ...]] = set()
        self.used: set[tuple[str, str]] = set()
        self.ends: dict[str, int] = {}

    def saw(self, log: PlainLog) -> None:
        self.states.add(tuple(f"{event.fact.TYPE} {event.fact!r}" for event in log.events))


def walked(situation: tuple[str, ...], walk: Walk, last_first: bool) -> None:
    log = reached(situation)
    walk.saw(log)
    desk = Desk(log, last_first=last_first, seen=walk.saw)
    try:
        end = desk.ends()
    except DeadEnd as dead:
        raise AssertionError(f"{situation}: {dead}") from None
    walk.ends[end] = walk.ends.get(end, 0) + 1
    walk.used.update(desk.used)


@pytest.mark.parametrize("last_first", [False, True], ids=["the likeliest way first", "the likeliest way last"])
def test_from_every_state_of_the_model_the_week_comes_to_its_end(last_first: bool) -> None:
    walk = Walk()
    for number, situation in enumerate(situations()):
        if not last_first or number % 7 == 0:
            walked(situation, walk, last_first)
    assert len(walk.states) > (200 if last_first else 2_000)
    assert set(walk.ends) == ({"certified"} if last_first else {"certified", "closed"}), (
        "where a withdrawal is taken back first, somebody is left in every week"
    )
    print(f"{len(walk.states):,} states walked, {walk.ends}")


REASONS = [kind for kind in unready.KINDS if kind.severity == "error"]


def test_each_reason_has_a_way_out_that_somebody_can_state() -> None:
    for kind in REASONS:
        if kind is not unready.NEEDS_DECISION:
            assert set(WAYS[kind.code]) & STATED.keys() or kind is unready.VOTES_UNPUBLISHED, kind.code
    for _, ways in (*BY_CLAUSE, ("a side", OF_A_SIDE)):
        assert set(ways) & STATED.keys()
    assert set(WAYS) | {unready.NEEDS_DECISION.code} == {kind.code for kind in REASONS}


def test_what_keeps_no_week_from_being_certified_needs_no_way_out() -> None:
    assert ways_of(unready.NO_VOTES.at("week 1", couple=A)) == ()


@pytest.mark.heavy("nights")
@settings(max_examples=examples(400), deadline=None, suppress_health_check=list(HealthCheck))
@given(seasons(), st.randoms(use_true_random=False), st.booleans())
def test_a_drawn_season_left_anywhere_comes_to_the_end_of_its_week(
    script: Script, chance: Any, last_first: bool
) -> None:
    steps = script.steps[: chance.randrange(1, len(script.steps) + 1)]
    log = PlainLog(script.season)
    for step in steps:
        if isinstance(step, Said):
            log.say(step.command, step.by)
        elif isinstance(step, Delivered):
            log.deliver(step.message)
    open_weeks = [number for number, found in log.state.weeks.items() if found.closed is None]
    if log.state.mode == "historic" or not open_weeks:
        return
    number = max(open_weeks)
    desk = Desk(log, week=number, last_first=last_first)
    if desk.ends() == "certified":
        assert is_ready(readiness(log.state, number, log.tallies))
        assert log.state.weeks[number].certified


def test_the_events_of_a_settled_week_replay_to_the_same_week() -> None:
    log = reached(
        (
            "single",
            "one judge is missing",
            "all are in",
            "closed; vox: a gap; web: a wrong manifest",
            "nothing is proposed",
        )
    )
    Desk(log).ends()
    events: list[Recorded[Any]] = log.events
    again = replayed(events)
    assert (again.state, repr(again.tallies)) == (log.state, repr(log.tallies))
    assert len(log.events) < len(EVERYBODY) + MOST_STEPS * 3
