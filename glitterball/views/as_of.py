"""As of any moment: the log read up to a position, remembered in memory. The persisted views say the same there."""

from collections.abc import Collection

from domain.gateway.events import season_stream
from glitterball.log import EventLog
from glitterball.views.refusals import PositionUnknown
from projections.fold import Fold


def as_of(log: EventLog, position: int, season: str | None = None) -> Fold:
    """What the log said at a position (0 is nothing yet), for every view of `projections`.

    With a season only its own streams are read. `PositionUnknown` beyond the end.
    """
    last = log.last_position()
    if not 0 <= position <= last:
        raise PositionUnknown(position, last)
    fold = Fold()
    for event in log.read(until=position, streams=None if season is None else streams_of(log, season)):
        fold.apply(event)
    fold.position = position
    return fold


def streams_of(log: EventLog, season: str) -> Collection[str]:
    """The season's own stream and those of its gateways."""
    return (season_stream(season), *log.stream_names(f"votes/{season}/"))
