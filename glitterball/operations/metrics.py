"""What happens, as metrics of Prometheus (https://prometheus.io/docs/practices/naming/): seconds, totals, no label with a name of
its own for each person, address or moment. docs/operations.md lists them, and what is kept out."""

import time
from collections.abc import Callable
from typing import Any

from glitterball import telemetry as t
from glitterball.frames.packages import imported
from glitterball.operations.readings import Reading, readings
from glitterball.store import Store
from glitterball.version import VERSION

COMMIT_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OF_A_WEEK = ("season", "week")


class Metrics:
    """Counts what happens in this process, and reads how the store stands when it is asked. Refuses (`FramesMissing`) where the
    extra `operations` is not installed."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.client = client = imported("prometheus_client", "Metrics", "operations")
        client.disable_created_metrics()
        self.registry = registry = client.CollectorRegistry()
        self._clock = clock
        self._store: Store | None = None
        self._last: tuple[Reading, ...] = ()
        client.ProcessCollector(registry=registry)
        registry.register(self)

        def made(kind: str, name: str, says: str, labels: tuple[str, ...] = (), **more: Any) -> Any:
            return getattr(client, kind)(f"glitterball_{name}", says, labels, registry=registry, **more)

        made("Info", "build", "The version that runs.").info({"version": VERSION})
        self._events = made("Counter", "events_recorded", "Events this process recorded, by type.", ("type",))
        self._commits = made(
            "Histogram", "commit_duration_seconds", "From asking to the answer that it is on disk.", buckets=COMMIT_SECONDS
        )  # fmt: skip
        self._refusals = made("Counter", "refusals", "Refusals by code, where the code is about no week.", ("code",))
        self._requests = made(
            "Histogram", "http_request_duration_seconds", "From a request to the beginning of its answer.",
            ("area", "method", "status"), buckets=REQUEST_SECONDS,
        )  # fmt: skip
        self._listeners = made("Gauge", "http_listeners", "Screens and programs that listen to changes.")
        self._followed = made("Gauge", "live_position_events", "How far the log was looked at for listeners.")
        self._followed_at = made("Gauge", "live_last_look_timestamp_seconds", "When it was looked at last.")
        self._caught_up = made("Histogram", "views_catch_up_duration_seconds", "Catching up the persisted views.")
        self._feed_looked = made(
            "Gauge", "feed_last_look_timestamp_seconds", "When a folder was looked into.", OF_A_WEEK
        )
        self._feed_refused = made("Gauge", "feed_files_refused", "Files refused as they stand.", OF_A_WEEK)
        self._feed_unsettled = made("Gauge", "feed_files_unsettled", "Files that may still be written.", OF_A_WEEK)
        self._feed_alarm = made("Gauge", "feed_signature_alarm", "1 where a signature does not fit.", OF_A_WEEK)
        self._feed_awaited = made("Gauge", "feed_gateways_awaited", "Gateways that are waited for.", OF_A_WEEK)
        self._feed_lag = made(
            "Gauge", "feed_lag_seconds", "From a file's last change to its commit.", (*OF_A_WEEK, "gateway")
        )
        self._published = made("Counter", "checkpoints_published", "Checkpoints this process signed.")
        self._size = made("Gauge", "checkpoint_size_events", "Events in the last checkpoint this process signed.")
        self._unforeseen = made("Counter", "unforeseen_errors", "Errors that should not have happened.")

    def watch(self, store: Store | None) -> None:
        """Read of this store when metrics are asked for; of none before it is open, and after."""
        self._store = store

    def last(self) -> None:
        """The store is about to be closed: what was read of it last is told from now on."""
        store, self._store = self._store, None
        self._last = () if store is None else readings(store)

    def end(self) -> None:
        """Nothing more will be told."""

    def hear(self, happening: t.Happening) -> None:
        """Something has happened."""
        match happening:
            case t.Committed(types=types, seconds=seconds):
                self._commits.observe(seconds)
                for kind, count in types.items():
                    self._events.labels(kind).inc(count)
            case t.Refused(code=code):
                self._refusals.labels(code).inc()
            case t.Answered(area=area, method=method, status=status, seconds=seconds):
                self._requests.labels(area, method, str(status)).observe(seconds)
            case t.Listening(change=change):
                self._listeners.inc(change)
            case t.Followed(position=position):
                self._followed.set(position)
                self._followed_at.set(self._clock())
            case t.CaughtUp(seconds=seconds):
                self._caught_up.observe(seconds)
            case t.TakenIn() | t.Looked():
                self._of_a_feed(happening)
            case t.Published(size=size):
                self._published.inc()
                self._size.set(size)
            case t.Reported():
                self._unforeseen.inc()
            case _:
                pass

    def _of_a_feed(self, look: t.TakenIn | t.Looked) -> None:
        if isinstance(look, t.TakenIn):
            for gateway in look.gateways:
                self._feed_lag.labels(look.season, look.week, gateway).set(look.waited)
            return
        of = (look.season, look.week)
        self._feed_looked.labels(*of).set(self._clock())
        self._feed_refused.labels(*of).set(look.refused)
        self._feed_unsettled.labels(*of).set(look.unsettled)
        self._feed_alarm.labels(*of).set(look.alarm)
        self._feed_awaited.labels(*of).set(len(look.waits_for))

    def collect(self) -> list[Any]:
        """How the store stands, for the registry."""
        store = self._store
        return [self._family(reading) for reading in (self._last if store is None else readings(store))]

    def _family(self, reading: Reading) -> Any:
        family = self.client.metrics_core.GaugeMetricFamily(
            f"glitterball_{reading.name}", reading.says, labels=reading.labels
        )
        for labels, value in reading.values:
            family.add_metric(labels, value)
        return family

    def written(self) -> bytes:
        """All of it, in Prometheus' text format."""
        text: bytes = self.client.generate_latest(self.registry)
        return text

    @property
    def content_type(self) -> str:
        """What it is, for who asks by HTTP."""
        kind: str = self.client.CONTENT_TYPE_LATEST
        return kind
