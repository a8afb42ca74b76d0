"""The gateways of a night to play with deliver in the form in which whoever plays has opened the lines."""

import pytest

import glitterball as gb
from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from domain.season import commands as c
from domain.season.words import ExpectedGateway
from glitterball.rehearsal.night import COUPLES, MINUTES, begin_night, deliver
from glitterball.rehearsal.people import PRODUCER
from glitterball.rehearsal.votes import GATEWAYS

ORDER = tuple(sorted(couple for couple, _, _ in COUPLES))
EXPECTED = tuple(ExpectedGateway(gateway=one.gateway, channels=one.channels) for one in GATEWAYS)


@pytest.mark.parametrize("couples", [None, ORDER])
def test_what_is_delivered_in_two_goes_is_taken_whole_and_once(couples: tuple[str, ...] | None) -> None:
    with gb.open_store() as store:
        season = begin_night(store.engine)
        store.engine.do(season, c.OpenVoting(week=1, gateways=EXPECTED, couples=couples), PRODUCER)
        some = deliver(store.engine, season, 1, upto=4, closing=False)
        rest = deliver(store.engine, season, 1)
        assert (some.batches, some.closed) == (4 * len(EXPECTED), 0)
        assert (rest.batches, rest.closed) == ((MINUTES - 4) * len(EXPECTED), len(EXPECTED))
        assert deliver(store.engine, season, 1).batches == 0
        form = VoteBatchReceived if couples is None else VoteBatchReceivedV2
        batches = [
            event.fact for event in store.log.read() if isinstance(event.fact, VoteBatchReceived | VoteBatchReceivedV2)
        ]
        assert len(batches) == MINUTES * len(EXPECTED)
        assert all(isinstance(batch, form) for batch in batches)
        missing = {finding.code for finding in store.season(season).week(1).check()}
        assert "votes-missing" not in missing
        assert not any("batch" in code or "manifest" in code for code in missing)
