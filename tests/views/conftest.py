"""A store with a season in which everything happens once, and its views."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "projections"))

from one_of_each import recorded

from glitterball.log import EventLog
from glitterball.views import Views, views_path
from tests.views.played import entries


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with EventLog.open(f"sqlite:{tmp_path / 'show.glitter'}") as log:
        log.append_many(entries(recorded()))
        yield log


@pytest.fixture
def path(log: EventLog) -> Path:
    return views_path(log.beside)


@pytest.fixture
def views(log: EventLog, path: Path) -> Iterator[Views]:
    with Views.open(path, log) as views:
        views.catch_up()
        yield views
