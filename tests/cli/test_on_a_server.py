"""Commands with a store on a server: begun, read, signed, bundled, looked at; what is exported is what the file exports."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from domain.season.events import SeasonOpened
from glitterball.addresses import Address
from glitterball.desk.following import Follower
from glitterball.evidence.ledger import Ledger, Register, make_key, read_key, register_path
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.log import EventLog
from glitterball.nodes import signing, waiting
from tests import postgres_server
from tests.cli.typing_at_it import Desk

pytestmark = pytest.mark.heavy("a server")


_numbers = count()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose store is on a server, and whose own files are in a folder that the environment states."""
    desk = Desk(tmp_path)
    desk.store = postgres_server.in_schema(f"cli{os.getpid()}_{next(_numbers)}")
    (tmp_path / "state").mkdir()
    monkeypatch.setenv("GLITTERBALL_STATE", str(tmp_path / "state"))
    return desk


def timeless(export: Path) -> bytes:
    """An export without the moments in which somebody typed: two cannot be the same."""
    return re.sub(rb'"time":"[^"]*"', b"", export.read_bytes())


def ends(desk: Desk, line: str, code: int = 0) -> str:
    said = desk.types(line)
    assert said.code == code, said.err
    return said.out + said.err


def test_from_an_empty_database_to_a_verified_bundle(server: Desk, tmp_path: Path) -> None:
    assert "glitterball store upgrade" in ends(server, "season import us-33", code=3)
    assert "is made" in ends(server, "store upgrade")
    assert "Nothing was changed" in ends(server, "store upgrade")
    file = Desk(tmp_path)
    for desk, name in ((server, "server"), (file, "file")):
        ends(desk, "season import us-33")
        ends(desk, "projections update")
        ends(desk, f"events export --out {{folder}}/{name}.jsonl")
        ends(desk, f"checkpoint key example.org/dancing -o {{folder}}/{name}.key")
        ends(desk, f"checkpoint publish --key {{folder}}/{name}.key -o {{folder}}/{name}.txt")
        ends(desk, f"bundle us-33 --key {{folder}}/{name}.key -o {{folder}}/{name}.bundle")
        ends(desk, "replay us-33 --compare")
    assert timeless(tmp_path / "server.jsonl") == timeless(tmp_path / "file.jsonl")
    for line in ("week standings us-33 2", "season grid us-33", "week check us-33 2"):
        assert server.types(line).out == file.types(line).out, line
    assert "every one read and valid" in ends(server, "doctor")
    kept = {path.name for path in (tmp_path / "state").iterdir()}
    assert {"store.node", "store.views.sqlite", "store.snapshots.sqlite", "store.merkle.sqlite"} <= kept


def test_a_store_on_a_server_is_shown_in_a_browser(server: Desk) -> None:
    """Its address was taken for the path of a file, and refused as one that is not there."""
    ends(server, "store upgrade")
    ends(server, "season import us-33")
    assert "read-only, for this machine alone" in ends(server, "serve --port 0 --seconds 0")


def test_the_desk_follows_a_store_on_a_server(server: Desk, tmp_path: Path) -> None:
    """What is recorded over there is on the screen at the next look, and a server that is gone is STALE."""
    ends(server, "store upgrade")
    ends(server, "rehearse us-33 --through 1")
    address = Address.read(server.store, tmp_path / "state")
    follower = Follower(address, "us-33-rehearsal", 1)
    seen = follower.look()
    assert not seen.stale
    assert seen.told
    ends(server, 'season cast us-33-rehearsal late-pro "Late" "Pro" --by "Rehearsal producer (producer)"')
    assert follower.look().told[-1].position > seen.told[-1].position
    follower.close()
    gone = Follower(Address.read("postgresql://localhost:1/nowhere", tmp_path / "state"), "us-33-rehearsal", 1)
    assert gone.look().stale


def test_the_doctor_says_which_setting_would_lose_what_is_acknowledged(server: Desk) -> None:
    ends(server, "store upgrade")
    assert "what is acknowledged is on the disk" in ends(server, "doctor")
    server.store += "&options=-csynchronous_commit%3Doff"
    told = ends(server, "doctor", code=3)
    assert "synchronous_commit" in told
    assert "NOT OK" in told
    assert "is off, and must be on" in told


def test_the_state_is_stated_before_or_behind_a_command_or_not_at_all(
    server: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends(server, "store upgrade")
    monkeypatch.delenv("GLITTERBALL_STATE")
    assert "--state FOLDER" in ends(server, "events list", code=3)
    ends(server, "--state {folder}/state events list")
    ends(server, "events list --state {folder}/state")
    assert "is not there" in ends(server, "events list --state {folder}/elsewhere", code=3)


@pytest.mark.parametrize("line", ["store resume", "store backup {folder}/backup"])
def test_what_is_for_files_says_so(server: Desk, line: str) -> None:
    ends(server, "store upgrade")
    assert "has no file" in ends(server, line, code=2)


def test_machines_are_shown_and_one_of_them_publishes(
    server: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second that tries is told where."""
    ends(server, "store upgrade")
    ends(server, "checkpoint key example.org/dancing -o {folder}/log.key")
    assert "Nobody publishes checkpoints" in ends(server, "nodes status")
    ends(server, 'season open harbour-3 --show "Harbour Lights" --number 3 --by "Eve (executive)"')
    with EventLog.open(server.store, state=tmp_path / "state") as studio:
        assert studio.shared is not None
        with studio.shared.lease():
            (tmp_path / "spare").mkdir()
            monkeypatch.setenv("GLITTERBALL_STATE", str(tmp_path / "spare"))
            shown = ends(server, "nodes status")
            assert re.search(rf"{studio.shared.here} +checkpoints +0\.", shown), shown
            assert "(here)" in shown
            refused = ends(server, "nodes publish --key {folder}/log.key --seconds 0", code=4)
            assert f"machine {studio.shared.here}" in refused
            assert "signed elsewhere" in ends(server, "checkpoint publish --key {folder}/log.key", code=4)
    assert "Publishing checkpoints" in ends(server, "nodes publish --key {folder}/log.key --seconds 0")
    assert "Nothing was changed" in ends(server, "checkpoint recover --key {folder}/log.key")


def test_what_is_closed_where_the_key_is_not_is_recorded_and_its_checkpoint_awaited(
    server: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here every opening of a season asks for a checkpoint, so that one line will do."""
    monkeypatch.setattr(waiting, "MOMENTS", (SeasonOpened,))
    monkeypatch.setattr(signing, "MOMENTS", (SeasonOpened,))
    line = 'season open {} --show "Harbour Lights" --number 3 --by "Eve (executive)"'
    ends(server, "store upgrade")
    assert "checkpoint" not in ends(server, line.format("harbour-1")), "nobody signs, so nothing is waited for"
    (tmp_path / "spare").mkdir()
    make_key(tmp_path / "log.key", "example.org/dancing")
    register = Register(register_path(tmp_path / "log.key"))
    with EventLog.open(server.store, state=tmp_path / "spare") as log, Ledger.open(log) as ledger:
        assert log.shared is not None
        with log.shared.lease(), monkeypatch.context() as impatient:
            impatient.setattr(waiting.await_checkpoint, "__defaults__", (0.2,))
            told = ends(server, line.format("harbour-2"))
            assert "recorded 2: its checkpoint is awaited" in told
        stop, publisher = Event(), Publisher(ledger, register, read_key(tmp_path / "log.key"))
        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(signing.keep_signing, publisher, stop)
            while not any(node.publishes for node in log.shared.nodes()):
                sleep(0.02)
            told = ends(server, line.format("harbour-3"))
            stop.set()
            working.result(timeout=60)
    register.close()
    assert "3 is in the checkpoint of 3 events" in told
