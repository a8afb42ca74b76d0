"""Many write at once: nobody loses an event, positions have no gap, and a stale decision is refused."""

import multiprocessing
import sqlite3
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.log import Entry, EventLog, StaleStream
from glitterball.log.envelope import line_of
from glitterball.proof.hashing import leaf_hash
from tests.log.live_night import AT, DESK, SMS, batch, opened, score

SEASON = "season/us-33"


def gateway_night(log: EventLog, gateway: str, groups: int, size: int = 5) -> None:
    stream = f"votes/us-33/2/{gateway}"
    for group in range(groups):
        numbers = range(group * size + 1, group * size + size + 1)
        log.append_many([Entry(stream, number, batch(number, gateway), SMS, AT) for number in numbers])


def desk_night(log: EventLog, judge: str, scores: int) -> int:
    """Each score is decided on the season as it is; whoever comes second reads and decides again."""
    again = 0
    for mark in range(scores):
        while True:
            try:
                log.append(SEASON, log.version(SEASON), [score(judge, mark)], DESK, AT)
                break
            except StaleStream:
                again += 1
    return again


def process_night(address: Address, name: str) -> int:
    with EventLog.open(address.text, lock_seconds=60, state=address.state) as log:
        gateway_night(log, name, 20)
        return desk_night(log, name, 20)


def assert_whole(log: EventLog, names: list[str], batches: int, scores: int) -> None:
    events = list(log.read())
    assert [event.position for event in events] == list(range(1, len(names) * (batches + scores) + 1))
    for name in names:
        assert [event.sequence for event in log.stream(f"votes/us-33/2/{name}")] == list(range(1, batches + 1))
        marks = [event.fact.mark for event in log.stream(SEASON) if getattr(event.fact, "judge", "") == name]
        assert marks == list(range(scores))
    assert [event.sequence for event in log.stream(SEASON)] == list(range(1, len(names) * scores + 1))


def test_gateways_and_judges_in_threads(log: EventLog) -> None:
    names = ["len", "carrie-ann", "bruno", "derek"]
    with ThreadPoolExecutor(8) as pool:
        work = [pool.submit(gateway_night, log, name, 20) for name in names]
        work += [pool.submit(desk_night, log, name, 25) for name in names]
        for each in work:
            each.result()
    assert_whole(log, names, 100, 25)


@pytest.mark.heavy("processes")
def test_gateways_and_judges_in_processes(store: Path) -> None:
    """They also make the store at the same moment."""
    in_processes(Address.read(f"sqlite:{store}"))


def test_gateways_and_judges_of_several_machines(on_server: Address) -> None:
    in_processes(on_server)


def in_processes(address: Address) -> None:
    names = ["len", "carrie-ann", "bruno"]
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(process_night, [address] * 3, names, timeout=100))
    with EventLog.open(address.text, state=address.state) as log:
        assert_whole(log, names, 100, 20)


def test_of_two_decisions_on_one_state_one_is_recorded(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    start = threading.Barrier(6)

    def decide(mark: int) -> bool:
        start.wait()
        try:
            log.append(SEASON, 1, [score(mark=mark)], DESK, AT)
        except StaleStream:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(decide, range(6))) == 1
    assert log.last_position() == 2


def test_a_writer_waits_for_its_turn_and_then_sees_what_the_other_wrote(store: Path) -> None:
    """Reading first and asking for the right to write afterwards ends in `database is locked`, however long one waits."""
    with EventLog.open(f"sqlite:{store}", lock_seconds=20) as log, ThreadPoolExecutor(1) as pool:
        log.append(SEASON, 0, [opened()], DESK, AT)
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = pool.submit(log.append, "votes/us-33/2/web", 0, [batch(1, "web")], SMS, AT)
            time.sleep(0.2)
            line = line_of(SEASON, 2, AT, DESK, score())
            other.execute("INSERT INTO stored_events VALUES (2, ?, ?, ?, ?, ?)", (*line[:4], leaf_hash(line[3])))
            other.execute("UPDATE streams SET last = 2, events = 2")
            other.execute("COMMIT")
        assert [event.position for event in waiting.result(timeout=30)] == [3]
        assert [event.position for event in log.read()] == [1, 2, 3]


def test_a_board_in_another_process_is_told(store: Path) -> None:
    is_told(Address.read(f"sqlite:{store}"))


def test_a_board_on_another_machine_is_told(on_server: Address) -> None:
    is_told(on_server)


def is_told(address: Address) -> None:
    with (
        EventLog.open(address.text, state=address.state) as desk,
        EventLog.open(address.text, state=address.state, read_only=True) as board,
    ):
        desk.append(SEASON, 0, [opened()], DESK, AT)
        following = board.follow(timeout=10)
        assert next(following).sequence == 1
        later = threading.Timer(0.1, lambda: desk.append(SEASON, 1, [score()], DESK, AT))
        later.start()
        assert next(following).sequence == 2
        later.join()


@pytest.mark.parametrize("count", [4])
def test_a_store_opened_by_all_at_once_is_made_once(store: Path, count: int) -> None:
    start = threading.Barrier(count)

    def open_and_say(place: int) -> None:
        start.wait()
        with EventLog.open(f"sqlite:{store}") as log:
            log.append(f"season/us-{place}", 0, [opened()], DESK, AT)

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(open_and_say, range(count)))
    with EventLog.open(f"sqlite:{store}") as log:
        assert log.last_position() == count
