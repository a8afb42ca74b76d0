"""Metrics at /metrics, for this machine alone: what comes by a proxy, or under the name people know, is answered as nothing."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from glitterball.frames.packages import FramesMissing
from glitterball.web.access import EVERYBODY, Door
from glitterball.web.guarding import HOSTS, host_in
from glitterball.web.problems import answer_to
from glitterball.web.refusals import NoSuchPage

if TYPE_CHECKING:
    from glitterball.operations.metrics import Metrics

PATH = "/metrics"

BY_A_PROXY = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers by which a request says that it came from elsewhere."""


def metrics_door(metrics: "Metrics | None") -> Door:
    """The door at which metrics are had; it says what to install where there are none."""

    def measured(request: Request) -> Response:
        if not is_from_here(request):
            return answer_to(NoSuchPage(request.scope["path"][:200]), for_machines=True)
        if metrics is None:
            return answer_to(FramesMissing("prometheus_client", "Metrics", "operations"), for_machines=True)
        return Response(metrics.written(), 200, {"cache-control": "no-store"}, metrics.content_type)

    return Door(PATH, measured, access=EVERYBODY)


def is_from_here(request: Request) -> bool:
    """Whether somebody on this machine asks, and no proxy for somebody else."""
    return host_in(request.headers.get("host", "")) in HOSTS and not any(name in request.headers for name in BY_A_PROXY)
