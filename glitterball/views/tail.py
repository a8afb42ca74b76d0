"""The live tail, on the library's runner: it supervises the subscription in a thread, and `wait` tells when a position is seen.

The runner hands over one event at a time and expects one commit for each (1.3 thousand a second against tens of thousands
in pages: LIBRARY, "Views"). So an event is only the bell: the first one of a burst has the views catch up in pages with
all that is recorded, and the others of the burst are seen to be applied already.

`BaseProjectionRunner` rather than `ProjectionRunner`, because the latter makes the tracking recorder itself from the
process environment, which could point it at another file.
"""

from collections.abc import Callable
from threading import Event
from typing import Any, Protocol

from eventsourcing.persistence import Tracking
from eventsourcing.projection import BaseProjectionRunner, Projection

from glitterball.log.application import LogApplication
from glitterball.views.recorder import ViewsRecorder
from glitterball.views.refusals import TailNeedsFile
from glitterball.views.views import Views


class LiveViews(Projection[ViewsRecorder]):
    """The views, as a projection of the library."""

    name = "views"

    def __init__(self, views: Views) -> None:
        super().__init__(views.recorder)
        self._views, self._seen = views, views.recorder.position()

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Catch up, unless an earlier event of the burst has brought the views this far."""
        if tracking.notification_id > self._seen:
            self._seen = self._views.catch_up()


def tail(views: Views) -> BaseProjectionRunner[LogApplication]:
    """Catch up, then keep the views current in a thread until stopped: `with tail(views) as runner: runner.run_forever()`.

    `runner.wait(position)` returns when the views have seen it. Call no `rebuild` meanwhile. `TailNeedsFile` for `memory:`.
    """
    if not views.log.application.address.is_kept:
        raise TailNeedsFile(views.log.address)
    views.catch_up()
    return BaseProjectionRunner(
        projection=LiveViews(views),
        application_class=LogApplication,
        tracking_recorder=views.recorder,
        topics=(),
        env=views.log.application.address.settings,
    )


class Stop(Protocol):
    """An event of a thread or of a process."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


def keep_current(views: Views, stop: Stop, progress: Callable[[int], None] | None = None) -> int:
    """Keep the views current until stopped, in this thread: catch up in pages, wait for the next commit, and so on.

    For the fastest nights: unlike `tail` it reads each event once. What was recorded before the stop is still seen; the
    answer is the position reached. `progress` is told each page's position once readers can see it.
    """
    told, recorder = Event(), views.log.application.recorder
    recorder.listen(told)
    try:
        while True:
            stopping = stop.is_set()
            told.clear()
            position = views.catch_up(progress=progress)
            if stopping:
                return position
            told.wait(recorder.poll_seconds)
    finally:
        recorder.unlisten(told)
