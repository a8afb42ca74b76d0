"""Every statement about the log is made of both stores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glitterball.log import EventLog
from tests.log.whispers import whispering


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "season.glitter"


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, store: Path) -> Iterator[EventLog]:
    with EventLog.open("memory:" if request.param == "memory" else f"sqlite:{store}") as log:
        yield log


@pytest.fixture
def whispers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whispers are recorded."""
    with whispering(monkeypatch):
        yield
