"""The live tail, on the library's runner: it supervises the subscription in a thread, and `wait` tells when a position is seen.

The runner hands over one event at a time and expects one commit for each (1.3 thousand a second against tens of thousands
in pages: LIBRARY, "Views"). So an event is only the bell: the first one of a burst has the views catch up in pages with
all that is recorded, and the others of the burst are seen to be applied already.

`BaseProjectionRunner` rather than `ProjectionRunner`, because the latter makes the tracking recorder itself from the
process environment, which could point it at another file.
"""

from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.projection import BaseProjectionRunner, Projection

from glitterball.log.application import STORE, LogApplication
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
    if views.log.application.address.path is None:
        raise TailNeedsFile(views.log.address)
    views.catch_up()
    return BaseProjectionRunner(
        projection=LiveViews(views),
        application_class=LogApplication,
        tracking_recorder=views.recorder,
        topics=(),
        env={STORE: views.log.address},
    )
