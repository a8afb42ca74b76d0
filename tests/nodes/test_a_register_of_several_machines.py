"""The end of a stream, written and read by several machines at once while connections are cut, is one register."""

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season.events import ScoreGiven
from glitterball.log import EventLog, StaleStream
from glitterball.log.refusals import CommitInterrupted, StoreRefusal
from tests.log.live_night import AT, DESK
from tests.log.test_on_a_server import speaking
from tests.nodes.conftest import Machines
from tests.nodes.linearizable import EMPTY, NEVER, Operation, done, is_linearizable

pytestmark = pytest.mark.heavy("a server")


SEASON = "season/us-33"


class Client:
    """Somebody at a machine, who reads the register and writes behind what was read."""

    def __init__(self, log: EventLog, name: int, chance: random.Random) -> None:
        self.log, self.name, self.chance, self.seen = log, name, chance, 0
        self.history: list[Operation] = []

    def works(self, times: int) -> list[Operation]:
        for number in range(times):
            (self.reads if self.chance.random() < 0.5 else self.writes)(1_000 * self.name + number)
        return self.history

    def reads(self, _: int) -> None:
        called = time.monotonic()
        try:
            events = list(self.log.stream(SEASON))
        except StoreRefusal:
            return  # what was not read says nothing
        last = int(events[-1].fact.dance.split(".")[1]) if events else None  # type: ignore[attr-defined]
        self.seen = len(events)
        self.history.append(Operation(called, time.monotonic(), "read", answer=(len(events), last)))

    def writes(self, value: int) -> None:
        called = time.monotonic()
        behind, answer, answered = self.seen, None, NEVER
        try:
            self.log.append(SEASON, behind, [placed(value)], DESK, AT)
            answer, answered, self.seen = True, time.monotonic(), behind + 1
        except StaleStream:
            answer, answered = False, time.monotonic()
        except CommitInterrupted:
            pass  # it may be done at any moment from now on, or never
        except StoreRefusal:
            answer, answered = None, time.monotonic()
        if answer is not None or answered == NEVER:
            self.history.append(Operation(called, answered, "write", behind, value, answer))


def placed(value: int) -> Any:
    """A fact that says a number."""
    return ScoreGiven(week=2, dance=f"2.{value}.anna-ezra", judge="len", mark=8)


@pytest.mark.parametrize("machines", [2, 3, 4])
def test_it_is_linearizable_while_connections_are_cut(machine: Machines, machines: int, thorough: bool) -> None:
    stop = threading.Event()
    with ExitStack() as stack:
        addresses = [machine(f"machine-{number}") for number in range(machines)]
        logs = [stack.enter_context(EventLog.open(at.text, state=at.state)) for at in addresses]
        clients = [Client(logs[number % machines], number, random.Random(number)) for number in range(2 * machines)]
        with ThreadPoolExecutor(len(clients) + 1) as pool:
            cutting = pool.submit(cut_connections, addresses[0], stop)
            working = [pool.submit(client.works, 60 if thorough else 15) for client in clients]
            history = [operation for each in working for operation in each.result(timeout=120)]
            stop.set()
            assert cutting.result(timeout=30) > 0, "connections were cut meanwhile"
        assert sum(operation.answer is True for operation in history) > machines
        assert is_linearizable(history)
        assert not is_linearizable([*history, Operation(time.monotonic(), time.monotonic(), "read", answer=EMPTY)]), (
            "a machine that still saw the empty register would have been noticed"
        )


def cut_connections(address: Any, stop: threading.Event) -> int:
    """Cut a connection of some machine now and then; how many were."""
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity "
        "WHERE application_name ~ '^glitterball [0-9a-f]{8}' ORDER BY random() LIMIT 1) AS one"
    )
    chance, many = random.Random(7), 0
    with closing(speaking(address)) as superuser:
        while not stop.wait(chance.uniform(0.02, 0.1)) or not many:
            many += superuser.execute(cut).fetchone()[0]
    return many


@st.composite
def histories(draw: st.DrawFn) -> list[Operation]:
    """What clients of one register saw, each operation drawn out around the moment it was done; then perhaps one is moved, or its
    answer is another's: so both kinds of history come often."""
    state, history = EMPTY, []
    for moment in range(draw(st.integers(1, 4))):
        asked, value = draw(st.sampled_from(["read", "write"])), draw(st.sampled_from("ab"))
        behind = draw(st.sampled_from([state[0], 0]))
        operation = Operation(moment - draw(wide), moment + draw(wide), asked, behind, value)
        answer, state = done(operation, state)
        is_lost = asked == "write" and draw(st.booleans())
        history.append(
            replace(operation, answer=None, answered=NEVER) if is_lost else replace(operation, answer=answer)
        )
    if draw(st.booleans()):
        place, other = draw(st.sampled_from(range(len(history)))), draw(st.sampled_from(history))
        if (
            draw(st.booleans())
            and other.asked == history[place].asked
            and NEVER not in (other.answered, history[place].answered)
        ):
            history[place] = replace(history[place], answer=other.answer)
        else:
            later = draw(st.integers(-3, 3))
            history[place] = replace(
                history[place], called=history[place].called + later, answered=history[place].answered + later
            )
    return history


wide = st.sampled_from([0.0, 0.4, 1.6])


def by_definition(history: Sequence[Operation]) -> bool:
    """Some order of all that was answered and some of what was not, in which each has its answer, and none was answered before
    one that comes earlier was called."""
    known = [operation for operation in history if operation.answered != NEVER]
    unknown = [operation for operation in history if operation.answered == NEVER]
    return any(
        _fits(order)
        for many in range(len(unknown) + 1)
        for more in permutations(unknown, many)
        for order in permutations([*known, *more])
    )


def _fits(order: Sequence[Operation]) -> bool:
    state = EMPTY
    for place, operation in enumerate(order):
        if any(later.answered < operation.called for later in order[place + 1 :]):
            return False
        answer, state = done(operation, state)
        if operation.answered != NEVER and answer != operation.answer:
            return False
    return True


@given(histories())
def test_the_search_finds_what_the_definition_says(history: list[Operation]) -> None:
    assert is_linearizable(history) == by_definition(history)


def written(called: float, answered: float, behind: int, value: str) -> Operation:
    return Operation(called, answered, "write", behind, value, None if answered == NEVER else True)


def read(called: float, answered: float, *answer: Any) -> Operation:
    return Operation(called, answered, "read", answer=answer)


@pytest.mark.parametrize(
    ("history", "is_one"),
    [
        ([written(0, 1, 0, "a"), read(2, 3, 1, "a")], True),
        ([written(0, 1, 0, "a"), read(2, 3, *EMPTY)], False),
        ([written(0, 3, 0, "a"), read(1, 2, *EMPTY)], True),
        ([written(0, 3, 0, "a"), read(1, 2, 1, "a")], True),
        ([written(0, 9, 0, "a"), read(1, 2, 1, "a"), read(3, 4, *EMPTY)], False),
        ([written(0, NEVER, 0, "a"), read(3, 4, *EMPTY), read(5, 6, 1, "a")], True),
        ([written(0, NEVER, 0, "a"), read(3, 4, *EMPTY)], True),
        ([written(5, NEVER, 0, "a"), read(3, 4, 1, "a")], False),
        ([written(0, 2, 0, "a"), written(1, 3, 0, "b")], False),
    ],
)
def test_what_is_one_register_and_what_is_not(history: list[Operation], is_one: bool) -> None:
    assert is_linearizable(history) == by_definition(history) == is_one
