"""Season 33 rehearsed, to be read and not written: played once in a process, for every test that asks something of it."""

from functools import cache

from glitterball.rehearsal import rehearse
from glitterball.store import Season, open_season, open_store

REHEARSED = "us-33-rehearsal"


@cache
def rehearsed() -> Season:
    """The rehearsal of season 33 with the seed and the moment that its frozen digests are of. Nothing is recorded in it."""
    store = open_store(clock=lambda: "2024-12-01T00:00:00Z")
    rehearse(open_season("us-33").state, store.engine, REHEARSED)
    return store.season(REHEARSED)
