"""A batch is voided by two people, and what it held is read from the log, whoever says it and however."""

from collections.abc import Iterator

import pytest

from domain.season import commands as c
from domain.season.proposing.refusals import NeedsSecondPerson
from glitterball.engine import Engine
from glitterball.log.event_log import EventLog
from tests.engine.small_season import SUPERVISOR, batch, opening

VOTES = {"amy-ben": 10, "cat-dan": 20}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        for command, by in opening():
            engine.do("small", command, by)
        engine.receive([batch(1, VOTES)])
        yield engine


def void(number: int, channel: str = "calls") -> c.VoidBatch:
    return c.VoidBatch(
        week=1, gateway="phones", batch=number, channel=channel, body="nobody", votes=(), reason="test lines"
    )


def test_one_person_alone_voids_no_batch(engine: Engine) -> None:
    before = engine.log.last_position()
    with pytest.raises(NeedsSecondPerson):
        engine.do("small", void(1), SUPERVISOR)
    assert engine.log.last_position() == before


def test_what_is_proposed_shows_what_the_batch_held(engine: Engine) -> None:
    """The second person sees the counts that go, not what the first one typed."""
    (proposed,) = engine.do("small", c.Propose(command=void(1)), SUPERVISOR)
    held = proposed.fact.command
    assert (held.channel, held.body) == ("sms", "viewers")
    assert {one.couple: one.votes for one in held.votes} == VOTES


def test_of_a_batch_that_never_came_nothing_is_taken_out(engine: Engine) -> None:
    (proposed,) = engine.do("small", c.Propose(command=void(2, "sms")), SUPERVISOR)
    assert (proposed.fact.command.channel, proposed.fact.command.votes) == ("sms", ())
