"""Every statement about the log is made of all stores: in memory, in a file, on a server."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from tests import postgres_server
from tests.log.whispers import whispering

_numbers = count()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "season.glitter"


@pytest.fixture
def on_server(tmp_path: Path) -> Address:
    """An empty store of its own on a server, and the folder of this machine's own files."""
    (tmp_path / "state").mkdir()
    address = Address.read(postgres_server.in_schema(f"t{os.getpid()}_{next(_numbers)}"), tmp_path / "state")
    assert make_store(address) == (True, 0)
    return address


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.heavy("a server"))])
def log(request: pytest.FixtureRequest, store: Path) -> Iterator[EventLog]:
    if request.param == "postgresql":
        address: Address = request.getfixturevalue("on_server")
    else:
        address = Address.read("memory:" if request.param == "memory" else f"sqlite:{store}")
    with EventLog.open(address.text, state=address.state) as log:
        yield log


@pytest.fixture
def whispers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whispers are recorded."""
    with whispering(monkeypatch):
        yield
