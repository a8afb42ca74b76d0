"""How metrics leave a command that serves no pages: on a port of this machine, or as a file for a collector of text files."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

from domain.refusals import Refusal
from glitterball import telemetry as t
from glitterball.files import target_of, write
from glitterball.files.kinds import METRICS
from glitterball.operations.metrics import Metrics

HERE = "127.0.0.1"
HOSTS = frozenset((HERE, "localhost"))
EVERY = 15.0
"""Seconds between two writings of the file: what Prometheus asks at unless told otherwise."""


class MetricsPortTaken(Refusal):
    """The port for metrics cannot be listened on."""

    says: ClassVar = "Port {port} of this machine, for metrics, cannot be listened on: {because}."
    fix: ClassVar = "Name another with --metrics, or --metrics 0 for any that is free."
    port: int
    because: str


class OnPort:
    """Metrics at http://127.0.0.1:PORT/metrics, for this machine alone, until the end. Port 0 is any that is free."""

    def __init__(self, metrics: Metrics, port: int) -> None:
        try:
            self._server = ThreadingHTTPServer((HERE, port), _answering(metrics))
        except OSError as error:
            raise MetricsPortTaken(port, (error.strerror or str(error)).lower()) from None
        self._server.daemon_threads = True
        self.address = f"http://{HERE}:{self._server.server_address[1]}/metrics"
        self._thread = Thread(target=self._server.serve_forever, name="glitterball-metrics", daemon=True)
        self._thread.start()

    def hear(self, happening: t.Happening) -> None:
        """The metrics hear for themselves."""

    def end(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()


class InFile:
    """Metrics in a file that is written anew every quarter of a minute and at the end, each time whole, for the textfile
    collector of Prometheus' node exporter. Refuses a name at which something else stands."""

    def __init__(self, metrics: Metrics, path: Path) -> None:
        target_of(path, METRICS)
        self._metrics, self._path, self._over = metrics, path, Event()
        self._write()
        self._thread = Thread(target=self._keep, name="glitterball-metrics", daemon=True)
        self._thread.start()

    def hear(self, happening: t.Happening) -> None:
        """The metrics hear for themselves."""

    def end(self) -> None:
        """Write it for the last time."""
        self._over.set()
        self._thread.join(timeout=5)
        self._write()

    def _keep(self) -> None:
        while not self._over.wait(EVERY):
            try:
                self._write()
            except Refusal as refusal:
                t.tell(t.refused(refusal))  # a full disk: the next writing may fit

    def _write(self) -> None:
        write(self._path, METRICS_HEADING + self._metrics.written(), METRICS)


METRICS_HEADING = b"# Metrics of glitterball\n"


def _answering(metrics: Metrics) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        """Answers one address, and only under this machine's own name: a page of another site cannot read it by a name of its
        own that it has pointed here."""

        timeout = 10
        server_version, sys_version = "glitterball", ""

        def do_GET(self) -> None:
            """Answer who asks."""
            host = self.headers.get("host", "").rpartition(":")[0] or self.headers.get("host", "")
            if host not in HOSTS or self.path.partition("?")[0] != "/metrics":
                self.send_error(404)
                return
            text = metrics.written()
            self.send_response(200)
            self.send_header("content-type", metrics.content_type)
            self.send_header("content-length", str(len(text)))
            self.send_header("cache-control", "no-store")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *words: object) -> None:
            """Who asks is nobody's concern."""

    return Answering
