from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from glitterball import telemetry
from glitterball.operations.metrics import Metrics
from glitterball.telemetry import Happening
from tests.cli.typing_at_it import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with nobody's settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return Desk(tmp_path)


@dataclass
class Heard:
    """Somebody who listens, and what was heard."""

    happenings: list[Happening]

    def hear(self, happening: Happening) -> None:
        self.happenings.append(happening)

    def end(self) -> None:
        pass


@pytest.fixture
def heard() -> Iterator[list[Happening]]:
    """What happens in a test."""
    listener = Heard([])
    telemetry.listen(listener)
    yield listener.happenings
    telemetry.unlisten(listener)


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    """Metrics of what happens in a test."""
    made = Metrics()
    telemetry.listen(made)
    yield made
    telemetry.unlisten(made)


@pytest.fixture(scope="session")
def exporter() -> InMemorySpanExporter:
    """Somebody traces, in this process, from here on: the library takes one provider a process."""
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    return kept


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[list[ReadableSpan]]:
    """The spans of a test, filled when they are asked for."""

    class Ended(list[ReadableSpan]):
        def __iter__(self) -> Iterator[ReadableSpan]:
            return iter(exporter.get_finished_spans())

    exporter.clear()
    yield Ended()
    exporter.clear()
