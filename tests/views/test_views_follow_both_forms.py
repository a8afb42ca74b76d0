"""A night in which gateways send both forms of batches is followed in pages as a replay remembers it."""

from pathlib import Path

import pytest

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.log import EventLog
from glitterball.views import Views
from tests.engine import small_season as small
from tests.ingest import nights
from tests.ingest.test_the_second_form import AT, ORDER
from tests.views.played import persisted, remembered


@pytest.mark.heavy("accidents")
def test_in_pages_of_any_size_the_views_equal_a_replay(tmp_path: Path) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'show.sqlite'}") as log:
        engine = Engine(log)
        nights.lines_open(engine, order=ORDER)
        first, second, *others = nights.GATEWAYS
        engine.deliver(nights.delivery(first, 1, 4), "small", 1, AT)
        engine.deliver(nights.in_parts(second, 1, 3, order=ORDER), "small", 1, AT)
        engine.deliver(nights.in_parts(first, 5, 9, True, order=ORDER), "small", 1, AT)
        engine.deliver(nights.delivery(second, 4, 9, True), "small", 1, AT)
        for gateway in others:
            engine.deliver(nights.in_parts(gateway, 1, 9, True, order=ORDER), "small", 1, AT)
        engine.do("small", c.CloseVoting(week=1), small.SUPERVISOR)
        assert {VoteBatchReceived, VoteBatchReceivedV2} <= {type(event.fact) for event in log.read()}
        for page in (1, 2, 7, 20_000):
            with Views.open(tmp_path / f"views-{page}.sqlite", log) as views:
                views.catch_up(page=page)
                assert persisted(views) == remembered(log, log.last_position())
