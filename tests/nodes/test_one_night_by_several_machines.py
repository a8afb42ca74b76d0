"""Two, three and four machines take one night together: log, outcomes, views, checkpoints and bundles are as from one machine."""

import json
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from domain.gateway.events import Sent
from domain.season.outcome import outcome_of
from glitterball.addresses import Address
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.intake.signing import sign_delivery
from glitterball.log import EventLog
from glitterball.views import Views, views_path
from glitterball.views.catalogue import VIEWS
from projections.fold import SeasonFold
from tests.evidence.verifying import night
from tests.house.test_same_bytes import FROZEN, digest, of_log
from tests.nodes.conftest import Machines
from tests.views.played import exported

pytestmark = pytest.mark.heavy("a server")


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


def delivers(address: Address, sent: Sequence[Sent], messages: Sequence[bytes], week: int) -> None:
    """A machine in a process of its own: what its gateway sends, one after another."""
    with EventLog.open(address.text, state=address.state, lock_seconds=60) as log:
        engine = Engine(log, lambda: night.TIME)
        for each in sent:
            engine.receive([each], night.TIME)
        for message in messages:
            engine.deliver(message, night.SEASON, week, night.TIME)


def test_gateways_that_send_at_once_to_machines_in_processes_of_their_own_leave_the_same_outcome(
    machine: Machines, tmp_path: Path
) -> None:
    """In which order batches of different gateways are recorded nobody decides, and it decides nothing."""
    alone = night.played(tmp_path)
    key = tmp_path / "publisher-key"
    key.mkdir()
    desk, gateways = machine("desk"), [machine("vox"), machine("west")]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:

        def at_once(played: night.Night, week: int, couples: tuple[str, ...], votes: tuple[int, ...]) -> None:
            vox = [night.batch_of(week, "vox", "sms", number, couples, votes) for number in (1, 2, 3)]
            west = [night.batch_of(week, "west", "online", number, couples, votes) for number in (1, 2, 3)]
            opened = played.engine.state(night.SEASON).opened
            assert opened is not None
            opening = opening_of(played.log, opened)
            signed = [
                sign_delivery(night.WEST, west[:2], opening=opening),
                sign_delivery(night.WEST, west[2:], night.manifest_of(west), opening=opening),
            ]
            sending = [
                pool.submit(delivers, gateways[0], [*vox, night.manifest_of(vox)], [], week),
                pool.submit(delivers, gateways[1], [], signed, week),
            ]
            for each in sending:
                each.result(timeout=200)

        with patch.object(night, "deliver", at_once):
            played = night.played(key, address=desk.text, state=desk.state)
    assert tables(played.log, tmp_path / "together") == tables(alone.log, tmp_path / "alone")
    assert len(list(played.log.read())) == len(list(alone.log.read()))
    assert [event.position for event in played.log.read()] == list(range(1, played.log.last_position() + 1))
    sizes = [signed.size for signed in played.register.published()]
    assert len(sizes) == len(alone.register.published())
    played.close()


def tables(log: EventLog, file: Path) -> dict[str, list[bytes]]:
    """What every view says, but for those that say where events stand."""
    with Views.open(file, log) as views:
        views.catch_up()
        return {view.name: list(views.export(view.name)) for view in VIEWS if view.name not in STANDING_SOMEWHERE}


STANDING_SOMEWHERE = ("working",)
"""Each step of it names the events it rests on."""
