"""A small night whose every event is recorded a minute after the one before, so that a time names a position."""

from collections.abc import Iterator
from itertools import count

from domain.season import commands as c
from glitterball.moments import SECOND, micros, stamp
from glitterball.store import Season, open_store
from tests.engine.small_season import PRODUCER, batch, manifest, opening, scores

FIRST = "2024-09-24T20:00:00Z"
MARKS = {"amy-ben": 9, "cat-dan": 8, "eva-fin": 7, "gil-hal": 6}
VOTES = {"amy-ben": 10, "cat-dan": 20, "eva-fin": 40, "gil-hal": 30}


def minutes() -> Iterator[str]:
    """One minute after another."""
    return (stamp(micros(FIRST) + number * 60 * SECOND) for number in count())


def a_night(address: str = "memory:") -> Season:
    """A season whose first week is sealed, with a batch behind the seal."""
    told = minutes()
    store = open_store(address, clock=lambda: next(told))
    for command, by in opening() + scores(1, MARKS):
        store.engine.do("small", command, by)
    store.engine.receive([batch(1, VOTES)])
    store.engine.receive([manifest(2, 100)])
    store.engine.do("small", c.CloseVoting(week=1), PRODUCER)
    store.engine.receive([batch(2, VOTES)])
    return store.season("small")
