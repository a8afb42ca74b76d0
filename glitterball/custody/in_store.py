"""A season's key where it lies: beside its store."""

from collections.abc import Sequence
from pathlib import Path

from glitterball.custody.refusals import KeyNotBegun, SharesOfAnotherStore
from glitterball.custody.share_files import Share
from glitterball.log.event_log import EventLog
from glitterball.log.season_keys import SeasonKey, SeasonKeys, key_file


def key_id_in(log: EventLog, season: str) -> bytes:
    """The ID of a season's key, as the store has it on record. Refuses (`KeyNotBegun`) where nothing is hidden yet."""
    key_id = log.key_id_of(season)
    if key_id is None:
        raise KeyNotBegun(season)
    return key_id


def key_in(log: EventLog, season: str) -> SeasonKey:
    """The key itself, from its file. Refuses one that is missing, unreadable or another."""
    return SeasonKeys(_path(log, season), log.destroyed_at).held(season, key_id_in(log, season))


def lies_there(log: EventLog, season: str) -> bool:
    """Whether a season's key file lies beside the store, whatever is in it."""
    return log.beside is not None and key_file(log.beside, season).exists()


def put_back(log: EventLog, key: SeasonKey) -> Path:
    """Write a key's file beside the store whose hidden parts it opens; where it lies. Takes the place of nothing."""
    return SeasonKeys(_path(log, key.season), log.destroyed_at).put_back(key, key_id_in(log, key.season))


def must_be_of(log: EventLog, season: str, opening: str, shares: Sequence[Share]) -> None:
    """Refuses (`SharesOfAnotherStore`) shares of another season, opening or key than this store's."""
    has = f"{season} opened as {opening[:8]} with key {key_id_in(log, season).hex()}"
    for part in shares:
        if part.of != has or part.opening != opening:
            raise SharesOfAnotherStore(part.of, has)


def _path(log: EventLog, season: str) -> Path:
    if log.beside is None:
        raise KeyNotBegun(season)
    return log.beside
