from collections.abc import Iterator

import pytest

import glitterball as gb
from glitterball.store import Store


@pytest.fixture(scope="session")
def rehearsed() -> Iterator[Store]:
    """A store with three weeks of a rehearsal of season 33."""
    with gb.open_store() as store:
        store.rehearse("us-33", through=3)
        yield store
