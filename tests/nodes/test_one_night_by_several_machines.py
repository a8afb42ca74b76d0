"""Two, three and four machines take one night together: log, outcomes, views, checkpoints and bundles are as from one machine."""

import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from domain.gateway.events import Sent
from domain.season.outcome import outcome_of
from glitterball.engine import Engine
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.log import EventLog
from glitterball.views import Views, views_path
from projections.fold import SeasonFold
from tests.evidence.verifying import night
from tests.house.test_same_bytes import FROZEN, digest, of_log
from tests.nodes.conftest import Machines
from tests.views.played import exported


class InTurn:
    """An engine that is several, each on a machine of its own: what is asked of it the next of them does.

    A checkpoint follows where one is asked for, signed by the machine that has the key, whichever recorded what asks for it.
    """

    def __init__(self, engines: Sequence[Engine], publisher: Publisher) -> None:
        self.engines, self.publisher, self.asked = engines, publisher, 0

    def _next(self) -> Engine:
        self.asked += 1
        return self.engines[self.asked % len(self.engines)]

    def do(self, *said: Any) -> Any:
        events = self._next().do(*said)
        self.publisher.after(events)
        return events

    def receive(self, sent: Sequence[Sent], at: str) -> Any:
        return self._next().receive(sent, at)

    def deliver(self, *said: Any, **asked: Any) -> Any:
        return self._next().deliver(*said, **asked)

    def state(self, season: str) -> Any:
        return self._next().state(season)

    def fold(self, season: str) -> SeasonFold:
        return self._next().fold(season)


@pytest.mark.parametrize("machines", [2, 3, 4])
def test_everything_is_as_from_one_machine(machine: Machines, tmp_path: Path, machines: int) -> None:
    frozen = json.loads(FROZEN.read_text())
    alone = night.played(tmp_path)
    key = tmp_path / "publisher-key"
    key.mkdir()
    addresses = [machine(f"machine-{number}") for number in range(machines)]
    with ExitStack() as stack, patch.object(os, "urandom", lambda length: bytes(range(length))):
        logs = [stack.enter_context(EventLog.open(at.text, state=at.state)) for at in addresses]
        engines = [Engine(log, lambda: night.TIME) for log in logs]
        made = night.Night.__init__

        def together(here: night.Night, folder: Path, *asked: Any) -> None:
            made(here, folder, *asked)
            here.engine = InTurn(engines, here.publisher)  # type: ignore[assignment]

        with patch.object(night.Night, "__init__", together):
            played = night.played(key, address=addresses[0].text, state=addresses[0].state)
        assert of_log(played.log) == frozen["night: log"]
        assert [of_log(log) for log in logs] == [frozen["night: log"]] * machines
        bundle = make_bundle(played.ledger, played.register, night.SEASON, margins=True)
        assert digest(bundle.octets) == frozen["night: bundle"]
        wanted = [(signed.size, signed.root) for signed in alone.register.published()]
        assert [(signed.size, signed.root) for signed in played.register.published()] == wanted
        for log, engine, address in zip(logs, engines, addresses, strict=True):
            assert log.shared is not None
            assert [(signed.size, signed.root) for signed in log.shared.signed_by(played.register.key)] == wanted
            assert outcomes(engine) == outcomes(alone.engine)
            with (
                Views.open(views_path(address.beside), log) as here,
                Views.open(tmp_path / "alone", alone.log) as there,
            ):
                here.catch_up()
                there.catch_up()
                assert exported(here) == exported(there)
        played.close()


def outcomes(engine: Engine) -> list[Any]:
    fold = engine.fold(night.SEASON)
    return [outcome_of(fold.state, week, fold.tallies) for week in fold.state.weeks]
