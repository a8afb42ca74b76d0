"""When the events of a season were recorded, read from their stored lines without reading what they say."""

from collections.abc import Iterator

from glitterball.log.event_log import EventLog

_STREAM, _TIME = b'{"stream":"', b'","time":"'
_KINDS = (b'season/%b"', b"votes/%b/", b"deliveries/%b/")
"""How the streams of a season are named: its own, and those of each of its gateways."""


def times(log: EventLog, season: str, after: int = 0, until: int | None = None) -> Iterator[tuple[int, str]]:
    """Positions of a season's events and when each was recorded, those after one position and up to another.

    The first `","time":"` of a line can only be the field: a quotation mark inside a JSON string is escaped.
    """
    own = tuple(_STREAM + kind % season.encode() for kind in _KINDS)
    for position, line in log.raw(after, until):
        if line.startswith(own):
            begin = line.index(_TIME) + len(_TIME)
            yield position, line[begin : line.index(b'"', begin)].decode()


def recorded_by(log: EventLog, season: str, time: str, after: int = 0) -> int:
    """The position at which the log ended when a season was known as of a time: before its first event that says it was
    recorded later, or all there is.

    Where clocks disagree nothing is shown that says it came later. Up to `after` everything was recorded by then.
    """
    last = log.last_position()
    later = (position for position, said in times(log, season, after, last) if said[:-1] > time[:-1])
    return next(later, last + 1) - 1
