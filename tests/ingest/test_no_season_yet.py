"""A delivery for a season that nobody opened: a slip in its name, or a gateway that is early."""

import pytest

from domain.season.refusals import SeasonNotOpen
from glitterball.engine import Engine
from glitterball.intake import sign_delivery
from glitterball.log import EventLog
from tests.ingest.nights import OPENING, batch, delivery, lines_open, signer


@pytest.mark.parametrize("key", [1, None])
def test_a_delivery_for_a_season_nobody_opened_is_refused_and_not_kept(key: int | None) -> None:
    with EventLog.open("memory:") as log:
        with pytest.raises(SeasonNotOpen):
            Engine(log).deliver(delivery("phones", 1, 2, key=key))
        assert log.last_position() == 0


def test_a_slip_in_the_seasons_name_does_not_reach_the_season_beside_it() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine)
        last = log.last_position()
        with pytest.raises(SeasonNotOpen):
            engine.deliver(sign_delivery(signer("phones"), [batch("phones", 1, season="smal")], opening=OPENING))
        assert log.last_position() == last
