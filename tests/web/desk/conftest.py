from collections.abc import Iterator

import pytest

import glitterball as gb
from domain.season import commands as c
from glitterball.rehearsal.night import NIGHT
from glitterball.rehearsal.people import PRODUCER
from glitterball.rehearsal.votes import GATEWAYS
from glitterball.store import Store
from glitterball.web.gate import Gate
from tests.web.desk.sitting import night


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        yield store


@pytest.fixture
def gate(store: Store) -> Gate:
    return night(store)


@pytest.fixture
def lines(store: Store, gate: Gate) -> None:
    """The lines of the night are open."""
    store.season(NIGHT).do(c.OpenVoting(week=1, gateways=GATEWAYS), PRODUCER)
