"""A statement about the window names the batches outside it as the log stands at its commit, whoever else is writing."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.engine.windows import Measured
from glitterball.log.event_log import EventLog
from tests.engine.small_season import SECOND_SUPERVISOR, SUPERVISOR, batch, opening

VOTES = {"amy-ben": 10, "cat-dan": 20}
STATED = c.StateWindow(week=1, opens="2024-09-24T21:00:00Z", closes="2024-09-24T22:00:00Z", reason="an hour off")


@pytest.fixture(params=["memory:", "sqlite:"])
def engine(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    address = request.param if request.param == "memory:" else f"sqlite:{tmp_path / 'night.sqlite'}"
    with EventLog.open(address) as log:
        engine = Engine(log)
        for command, by in opening():
            engine.do("small", command, by)
        engine.receive([batch(1, VOTES), batch(3, VOTES)])
        yield engine


def test_a_batch_that_fills_a_gap_while_the_statement_is_decided_is_named(engine: Engine) -> None:
    """It stands behind the last number, so that no stream's end has moved."""
    engine.do("small", c.Propose(command=STATED), SUPERVISOR)
    within, meanwhile = Measured.within, [batch(2, VOTES), batch(4, VOTES)]

    def slowly(measured: Measured, *asked: Any) -> Any:
        counted = within(measured, *asked)
        if meanwhile:
            Engine(engine.log).receive([meanwhile.pop(0)])
        return counted

    with patch.object(Measured, "within", slowly):
        _, stated = engine.do("small", c.Approve(decision=2), SECOND_SUPERVISOR)
    assert [held.batches for held in stated.fact.outside] == [((1, 4),)]
    tally = engine.fold("small").tallies[1]
    assert tally.gateways["phones"].channels["sms", "viewers"].outside == [(1, 4)]


def test_a_repeat_under_its_key_is_answered_and_not_measured_again(engine: Engine) -> None:
    engine.do("small", c.Propose(command=STATED), SUPERVISOR)
    first = engine.do("small", c.Approve(decision=2), SECOND_SUPERVISOR, key="once")
    engine.receive([batch(2, VOTES)])
    assert engine.do("small", c.Approve(decision=2), SECOND_SUPERVISOR, key="once") == first
