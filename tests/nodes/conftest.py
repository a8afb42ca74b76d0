"""Machines: each a folder of its own and the address they share."""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.log.postgres.opening import make_store
from tests import postgres_server

_numbers = count()

Machines = Callable[[str], Address]


@pytest.fixture
def machine(tmp_path: Path) -> Machines:
    """A machine of that name, at a store that is this test's."""
    pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)
    text = postgres_server.in_schema(f"n{os.getpid()}_{next(_numbers)}")
    assert make_store(Address.read(text)) == (True, 0)

    def named(name: str) -> Address:
        state = tmp_path / name
        state.mkdir(exist_ok=True)
        return Address.read(text, state)

    return named
