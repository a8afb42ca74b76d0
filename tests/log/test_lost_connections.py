"""A connection lost in the middle of a commit, a backend killed, the power cut: nothing is lost, and nothing recorded twice."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog, StaleStream, refusals
from glitterball.log.postgres.opening import make_store
from glitterball.log.recording import Key
from tests import postgres_server
from tests.log.live_night import AT, DESK, SMS, batch, opened, score
from tests.log.test_on_a_server import log_on, speaking

pytestmark = pytest.mark.heavy("a server")


psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)

SEASON = "season/us-33"
CARD_7 = Key("card 7", b"len gives 8")


def lost_before(monkeypatch: pytest.MonkeyPatch, *, answered: bool, times: int = 1) -> list[int]:
    """The connection breaks at the next calls of `append`: before the server has the call, or with the call's answer."""
    from glitterball.log.postgres import writing

    really, lost = writing.rows_of, list(range(times))

    def breaking(connection: Any, statement: str, parameters: Any = ()) -> Any:
        if statement != writing.STATEMENT or not lost or not parameters[4]:
            return really(connection, statement, parameters)
        lost.pop()
        if answered:
            really(connection, statement, parameters)
        connection.close()
        raise psycopg.OperationalError("the connection was lost")

    monkeypatch.setattr(writing, "rows_of", breaking)
    return lost


@pytest.mark.parametrize("answered", [True, False], ids=["with the answer", "with the call"])
def test_a_batch_without_a_key_whose_connection_is_lost_is_found_again_by_its_bytes(
    on_server: Address, monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    with log_on(on_server) as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        lost = lost_before(monkeypatch, answered=answered)
        said = log.append("votes/us-33/2/sms-east", 0, [batch(1), batch(2)], SMS, AT)
        assert (not lost, [event.position for event in said]) == (True, [2, 3])
        assert [event.position for event in log.read()] == [1, 2, 3]


@pytest.mark.parametrize("answered", [True, False], ids=["with the answer", "with the call"])
def test_a_score_whose_connection_is_lost_is_recorded_once_and_answered(
    on_server: Address, monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    with log_on(on_server) as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        lost = lost_before(monkeypatch, answered=answered)
        said = log.append(SEASON, 1, [score(), score("bruno")], DESK, AT, CARD_7)
        assert (not lost, [event.position for event in said]) == (True, [2, 3])
        assert log.append(SEASON, 3, [score(), score("bruno")], DESK, AT, CARD_7) == said, (
            "the key knows the first positions"
        )
        assert [event.position for event in log.read()] == [1, 2, 3]


def test_what_somebody_else_recorded_meanwhile_is_not_taken_for_ones_own(
    on_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that stands at the sequence is another's: the decision is stale, as ever."""
    with log_on(on_server) as log, log_on(on_server) as other:
        log.append(SEASON, 0, [opened()], DESK, AT)
        lost_before(monkeypatch, answered=False)
        really = log._recorder._writer._found_out  # type: ignore[attr-defined]

        def meanwhile(*asked: Any) -> Any:
            other.append(SEASON, 1, [score("carrie-ann")], DESK, AT)
            return really(*asked)

        monkeypatch.setattr(log._recorder._writer, "_found_out", meanwhile)  # type: ignore[attr-defined]
        with pytest.raises(StaleStream):
            log.append(SEASON, 1, [score("len")], DESK, AT)
        assert [event.fact.judge for event in log.stream(SEASON, after=1)] == ["carrie-ann"]  # type: ignore[attr-defined]


def test_where_nobody_answers_any_more_it_is_said_that_nothing_is_known(
    on_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glitterball.log.postgres import writing

    monkeypatch.setattr(writing, "RECONNECT_SECONDS", 0.1)
    with log_on(on_server) as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        lost_before(monkeypatch, answered=True)
        reconnects = log._recorder._writer._connect  # type: ignore[attr-defined]

        def away() -> Any:
            from eventsourcing.persistence import OperationalError

            raise OperationalError("away")

        monkeypatch.setattr(log._recorder._writer, "_connect", away)  # type: ignore[attr-defined]
        with pytest.raises(refusals.CommitInterrupted) as refused:
            log.append(SEASON, 1, [score()], DESK, AT, CARD_7)
        assert refused.value.exit_code == 6
        assert "It may have been recorded, or not" in str(refused.value)
        monkeypatch.setattr(log._recorder._writer, "_connect", reconnects)  # type: ignore[attr-defined]
        assert [event.position for event in log.append(SEASON, 1, [score()], DESK, AT, CARD_7)] == [2]


def test_a_backend_killed_while_it_waits_for_the_head_row_loses_and_doubles_nothing(on_server: Address) -> None:
    """By hand: somebody holds the head row, the backend that waits for it is terminated, and the row let go."""
    with (
        log_on(on_server, lock_seconds=30) as log,
        ThreadPoolExecutor(1) as pool,
        closing(speaking(on_server)) as holder,
    ):
        log.append(SEASON, 0, [opened()], DESK, AT)
        waiting = (
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT * FROM append%'"
        )
        with holder.transaction(), closing(speaking(on_server)) as killer:
            holder.execute("SELECT last FROM head FOR UPDATE")
            appending = pool.submit(log.append, SEASON, 1, [score()], DESK, AT)
            while not (found := killer.execute(waiting).fetchall()):
                time.sleep(0.02)
            killer.execute("SELECT pg_terminate_backend(%s)", (found[0][0],))
        assert [event.position for event in appending.result(timeout=60)] == [2]
        assert log.last_position() == 2


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[postgres_server.Server, Address]]:
    """A server that may be killed, and a store on it."""
    server = postgres_server.own_server()
    server.start()
    (tmp_path / "state").mkdir()
    address = Address.read(server.address, tmp_path / "state")
    make_store(address)
    try:
        yield server, address
    finally:
        server.remove()


def test_a_power_cut_takes_nothing_that_was_acknowledged(
    own: tuple[postgres_server.Server, Address], thorough: bool
) -> None:
    """Gateways send, the server and all its processes are killed, started again: each goes on by itself, none twice."""
    server, address = own
    stop = threading.Event()

    def gateway(log: EventLog, name: str) -> list[tuple[int, int]]:
        answered: list[tuple[int, int]] = []
        while not stop.is_set():
            number = len(answered) + 1
            fact = batch(number, name)
            said = log.append(f"votes/us-33/2/{name}", number - 1, [fact], SMS, AT)
            answered.append((number, said[0].position))
        return answered

    names = [f"gateway-{place}" for place in range(4)]
    with (
        log_on(address, lock_seconds=30) as one,
        log_on(address, lock_seconds=30) as two,
        ThreadPoolExecutor(4) as pool,
    ):
        sending = [pool.submit(gateway, (one, two)[place % 2], name) for place, name in enumerate(names)]
        for _ in range(10 if thorough else 3):
            time.sleep(0.5)
            server.kill()
            server.start()
        time.sleep(0.5)
        stop.set()
        answered = [each.result(timeout=60) for each in sending]
        positions = [event.position for event in one.read()]
        assert positions == list(range(1, len(positions) + 1))
        for name, said in zip(names, answered, strict=True):
            assert [(event.sequence, event.position) for event in one.stream(f"votes/us-33/2/{name}")] == said
        assert all(said for said in answered)


@pytest.mark.parametrize("lost", [True, False], ids=["in a commit", "between commits"])
def test_where_another_store_answers_at_the_address_nothing_is_recorded_in_it(
    on_server: Address, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    """Of several servers that an address names, the next that took writes had a store of its own: a batch went there."""
    from glitterball.log.postgres import recorder, writing
    from glitterball.log.postgres.places import Server

    other = Address.read(f"{on_server.text}_other", on_server.state)
    make_store(other)
    monkeypatch.setattr(writing, "RECONNECT_SECONDS", 0.5)
    really = recorder.connected
    with log_on(on_server) as log:
        if lost:
            log.append(SEASON, 0, [opened()], DESK, AT)
            lost_before(monkeypatch, answered=False)
        monkeypatch.setattr(recorder, "connected", lambda _, **asked: really(Server.of(other), **asked))
        with pytest.raises(refusals.CommitInterrupted if lost else refusals.ServerFailed) as refused:
            log.append("votes/us-33/2/sms-east", 0, [batch(1)], SMS, AT)
    assert lost or "another store answers" in str(refused.value)
    with closing(speaking(other)) as there:
        assert there.execute("SELECT last FROM head").fetchone() == (0,)
