"""Any order of commands, duplicates, stale writers and refusals: no refused command leaves a trace, no accepted one is lost."""

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.gateway.events import GatewayClosed, VoteBatchReceived
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.evolve import evolve
from domain.season.state import SeasonState
from glitterball.engine import Engine
from glitterball.log.event_log import EventLog
from projections.fold import Fold
from tests.engine import small_season as small
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


PEOPLE = (
    small.PRODUCER, small.DESK, small.SECOND_DESK, small.EXECUTIVE, small.ADJUDICATOR, small.SUPERVISOR,
    small.SECOND_SUPERVISOR,
)  # fmt: skip
couples = st.sampled_from(small.COUPLES)
judges = st.sampled_from((*small.JUDGES, "nobody"))
weeks = st.integers(1, 2)
marks = st.integers(0, 11)
dances = st.builds(lambda week, couple: f"{week}.1.{couple}", weeks, couples)
reason = st.just("because")

governed = st.one_of(
    st.builds(c.CorrectScore, week=weeks, dance=dances, judge=judges, mark=marks, reason=reason),
    st.builds(c.VoidChannel, week=weeks, channel=st.sampled_from(("sms", "fax")), reason=reason),
    st.builds(c.CertifyOutcome, week=weeks),
    st.builds(c.CancelElimination, week=weeks, reason=reason),
    st.builds(c.ReopenWeek, week=weeks, reason=reason),
    st.builds(
        c.SettleTie, week=weeks, link=st.just("lot"), order=st.permutations(small.COUPLES[:2]).map(tuple), how=reason
    ),
)
plain = st.one_of(
    st.builds(c.GiveScore, week=weeks, dance=dances, judge=judges, mark=marks),
    st.builds(c.ShowPaddle, week=weeks, dance=dances, judge=judges, mark=marks),
    st.builds(c.AwardBonus, week=weeks, couple=couples, points=st.integers(1, 3), reason=reason),
    st.builds(c.GrantImmunity, week=weeks, couple=couples, reason=reason),
    st.builds(c.WithdrawCouple, week=weeks, couple=couples, reason=reason),
    st.builds(c.CloseVoting, week=weeks),
    st.builds(c.CastBallot, week=weeks, judge=judges, saves=couples),
    st.builds(c.AnnounceDanger, week=weeks, couples=st.tuples(couples)),
    st.builds(c.AnnounceElimination, week=weeks, couple=couples),
    st.builds(c.CloseWeek, week=weeks),
)


class AnyOrder(RuleBasedStateMachine):
    """Two engines over one log; one of them is often behind."""

    def __init__(self) -> None:
        super().__init__()
        self.log = EventLog.open("memory:")
        self.engines = (Engine(self.log), Engine(self.log))
        self.accepted: list[Recorded[Any]] = []

    def teardown(self) -> None:
        self.log.close()

    @initialize(scored=st.booleans(), second_week=st.booleans())
    def a_season_begins(self, scored: bool, second_week: bool) -> None:
        script = small.opening() + (small.scores(1, dict.fromkeys(small.COUPLES, 7)) if scored else [])
        if second_week:
            withdrawn = [(c.CancelElimination(week=1, reason="a withdrawal"), small.EXECUTIVE)]
            script += [
                (c.Propose(command=withdrawn[0][0]), small.EXECUTIVE),
                (c.Approve(decision=2), small.ADJUDICATOR),
            ]
            script += [(c.CloseWeek(week=1), small.PRODUCER), *small.week(2, "save")]
        for command, by in script:
            self.accepted.extend(self.engines[0].do("small", command, by))

    def attempt(self, work: Callable[[], tuple[Recorded[Any], ...]]) -> None:
        before = self.log.last_position()
        try:
            self.accepted.extend(work())
        except Refusal as refusal:
            assert "Nothing was recorded." in str(refusal)
            assert self.log.last_position() == before

    @rule(command=plain, by=st.sampled_from(PEOPLE), engine=st.integers(0, 1))
    def somebody_commands(self, command: Any, by: Actor, engine: int) -> None:
        self.attempt(lambda: self.engines[engine].do("small", command, by))

    @rule(command=governed, by=st.sampled_from(PEOPLE), engine=st.integers(0, 1))
    def somebody_proposes(self, command: Any, by: Actor, engine: int) -> None:
        self.attempt(lambda: self.engines[engine].do("small", c.Propose(command=command), by))

    @rule(by=st.sampled_from(PEOPLE), engine=st.integers(0, 1), back=st.integers(0, 2))
    def somebody_approves(self, by: Actor, engine: int, back: int) -> None:
        decision = max(1, len(self.engines[engine].state("small").proposals) - back)
        self.attempt(lambda: self.engines[engine].do("small", c.Approve(decision=decision), by))

    @rule(
        number=st.integers(1, 5),
        week=weeks,
        votes=st.dictionaries(couples, st.integers(0, 9), max_size=3),
        engine=st.integers(0, 1),
    )
    def a_batch_arrives(self, number: int, week: int, votes: dict[str, int], engine: int) -> None:
        batch = small.batch(number, votes, week)

        def work() -> tuple[Recorded[Any], ...]:
            (receipt,) = self.engines[engine].receive([batch])
            event = self.log.get(f"votes/small/{week}/phones", number)
            assert event is not None
            assert event.position == receipt.position
            assert event.fact == VoteBatchReceived.model_validate(batch.model_dump())
            return () if receipt.duplicate else (event,)

        self.attempt(work)

    @rule(batches=st.integers(0, 5), week=weeks, engine=st.integers(0, 1))
    def the_gateway_closes(self, batches: int, week: int, engine: int) -> None:
        def work() -> tuple[Recorded[Any], ...]:
            (receipt,) = self.engines[engine].receive([small.manifest(batches, 0, week)])
            event = self.log.get(f"votes/small/{week}/phones", receipt.sequence)
            assert event is not None
            assert isinstance(event.fact, GatewayClosed)
            return () if receipt.duplicate else (event,)

        self.attempt(work)

    @invariant()
    def the_log_holds_what_was_accepted_and_nothing_else(self) -> None:
        held = list(self.log.read())
        assert held == self.accepted
        assert [event.position for event in held] == list(range(1, len(held) + 1))

    @invariant()
    def replay_equals_live(self) -> None:
        fold, state = Fold(), SeasonState()
        for event in self.log.read():
            fold.apply(event)
            if event.stream == "season/small":
                state = evolve(state, event)
        for engine in self.engines:
            assert engine.state("small") == state
        if "small" in fold.seasons:
            live = self.engines[1].fold("small")
            assert live.state == fold.seasons["small"].state
            assert live.tallies == fold.seasons["small"].tallies


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)
