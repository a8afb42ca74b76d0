"""How commands that run long tell whoever keeps the machine what happens: as lines for a log, and as metrics.

With lines as JSON nothing else is on standard error: sentences for people may quote a count, a line of a log never does.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glitterball import telemetry
from glitterball.cli.output import hush, say
from glitterball.cli.settings import standing
from glitterball.refusals import ValueNotValid
from glitterball.version import VERSION

if TYPE_CHECKING:
    from glitterball.operations.metrics import Metrics
    from glitterball.store import Store

SETTING = "log_format"
PORTS = 65_535
ENDING = ".prom"
"""How a file of metrics is called: a collector of text files reads no others."""


class LogFormat(StrEnum):
    """How what happens is told while a command runs."""

    TEXT = "text"
    JSON = "json"


LogFormatOption = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format",
        help="text for people; json for a log, one object a line on standard error, without a count. Unless said: "
        "GLITTERBALL_LOG_FORMAT, or log_format in the settings, or text.",
    ),
]
MetricsOption = Annotated[
    str | None,
    typer.Option(
        "--metrics",
        help="Metrics for Prometheus: a port of this machine (http://127.0.0.1:PORT/metrics; 0 for any that is free), or a file "
        "that ends in .prom, written anew every 15 seconds.",
        metavar="PORT|FILE",
    ),
]


@dataclass(frozen=True, slots=True)
class Operated:
    """What holds while a command runs: whether lines are JSON, and its metrics, where it has any."""

    as_json: bool
    metrics: "Metrics | None"

    @contextmanager
    def watching(self, store: "Store") -> Iterator[None]:
        """Let metrics be read of this store while it is open, and of how it stood when it was closed afterwards."""
        if self.metrics is None:
            yield
            return
        self.metrics.watch(store)
        try:
            yield
        finally:
            self.metrics.last()


def operated(command: str, form: LogFormat | None, metrics: str | None, *, counted: bool = False) -> Operated:
    """Tell what happens while a command runs, and that it began; `ending.run` tells how it ended.

    `counted` has metrics also where nobody asked for a port or a file. Refuses metrics where the extra `operations` is not
    installed, and what is neither port nor file.
    """
    as_json = log_format(form) is LogFormat.JSON
    if as_json:
        from glitterball.operations.lines import JsonLines

        hush()
        telemetry.listen(JsonLines(sys.stderr))
    measured = _measured(metrics) if metrics is not None or counted else None
    telemetry.tell(telemetry.Began(command, VERSION))
    return Operated(as_json, measured)


def log_format(said: LogFormat | None) -> LogFormat:
    """How what happens is told: as the option says, else as the environment or the settings do."""
    if said is not None:
        return said
    found = standing(SETTING)
    if found.said not in tuple(LogFormat):
        raise ValueNotValid(found.where, found.said, "Write text or json")
    return LogFormat(found.said)


def _measured(target: str | None) -> "Metrics":
    from glitterball.operations.metrics import Metrics

    metrics = Metrics()
    telemetry.listen(metrics)
    if target is not None:
        _expose(metrics, target)
    return metrics


def _expose(metrics: "Metrics", target: str) -> None:
    from glitterball.operations.exposing import InFile, OnPort

    if target.isascii() and target.isdigit() and len(target) < 6 and int(target) <= PORTS:
        on_port = OnPort(metrics, int(target))
        telemetry.listen(on_port)
        say(f"Metrics: {on_port.address}")
    elif target.endswith(ENDING):
        telemetry.listen(InFile(metrics, Path(target)))
    else:
        raise ValueNotValid("--metrics", target, f"Write a port, such as 9464, or a file whose name ends in {ENDING}")
