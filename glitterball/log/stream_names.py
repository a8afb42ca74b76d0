"""The names of the streams of a log, read from its events and remembered: what was recorded of a stream stays its name."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from glitterball.log.envelope import stream_name
from glitterball.log.recording import LogRecorder


class _Known(NamedTuple):
    """All names up to a position, sorted."""

    until: int = 0
    names: tuple[str, ...] = ()


class StreamNames:
    """Names are looked for among the events that are new, so asking again costs nothing however many seasons a store has."""

    def __init__(self, recorder: LogRecorder) -> None:
        self._recorder = recorder
        self._known = _Known()

    def starting(self, prefix: str) -> Iterator[str]:
        """The names of all streams that start so, sorted. `RecordDamaged` where an event does not say whose it is."""
        names = self._all()
        for place in range(bisect_left(names, prefix), len(names)):
            if not names[place].startswith(prefix):
                return
            yield names[place]

    def _all(self) -> tuple[str, ...]:
        last, known = self._recorder.max_notification_id() or 0, self._known
        if last < known.until:  # not the log it was
            known = _Known()
        if last > known.until:
            new = {stream_name(row[0], row[1], row[4]) for row in self._recorder.first_rows(known.until, last)}
            self._known = known = _Known(last, tuple(sorted(new.union(known.names))))
        return known.names
