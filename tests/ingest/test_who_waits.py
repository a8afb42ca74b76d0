"""Writers that wait for a commit of others: one that is interrupted is forgotten, and a commit has a bound."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import FrameType

import pytest
from eventsourcing.persistence import IntegrityError

from domain.gateway.events import VoteBatchReceived
from glitterball.log.envelope import Line, line_of
from glitterball.log.group_commit import MOST_LINES, GroupCommit
from glitterball.log.recording import Group
from tests.engine import small_season as small
from tests.engine.alarm import SECONDS, ends
from tests.ingest.nights import batch

AT = "2024-09-25T00:00:10Z"


class Interrupted(BaseException):
    """What a signal raises in the thread that waits."""


def line(number: int) -> Line:
    fact = VoteBatchReceived.model_construct(**batch("web", number).__dict__)
    return line_of("votes/small/1/web", number, AT, small.DESK, fact)


class HeldUp:
    """A store whose first commit waits to be let go. `commits` holds the groups of each."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.commits: list[list[Group]] = []
        self.together = GroupCommit(self._commit)

    def _commit(self, groups: Sequence[Group]) -> list[int | IntegrityError]:
        self.commits.append(list(groups))
        assert self.go.wait(60)
        return [1 for _ in groups]

    def until_committing(self) -> None:
        until(lambda: bool(self.commits))


def until(so: Callable[[], bool]) -> None:
    """Look again until it is so. What never comes about fails the test."""
    for _ in range(1_000 * SECONDS):
        if so():
            return
        time.sleep(0.001)
    raise AssertionError("it never came about")


def until_it_waits(thread: int) -> None:
    """A thread has come to rest inside `record`."""
    at, seen = (-1, -1), 0

    def rests() -> bool:
        nonlocal at, seen
        frame = sys._current_frames().get(thread)
        here = (id(frame), frame.f_lasti) if frame is not None and frame.f_code.co_name == "record" else (-1, -1)
        seen = seen + 1 if here == at != (-1, -1) else 0
        at = here
        return seen >= 20

    until(rests)


def started(work: Callable[[], int]) -> tuple[Future[int], int]:
    """Work begun in a thread, and which thread that is. Nothing waits for a thread that waits for ever."""
    future: Future[int] = Future()

    def answered() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    thread = threading.Thread(target=answered, daemon=True)
    thread.start()
    assert thread.ident is not None
    return future, thread.ident


def test_what_a_writer_was_interrupted_over_while_it_waited_is_not_recorded() -> None:
    """It was told that it was interrupted, and says its lines again: they must not be there already."""
    store, main = HeldUp(), threading.main_thread().ident
    assert main == threading.get_ident()
    mine = Group([line(2)])

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted

    def somebody_interrupts() -> int:
        until_it_waits(main)
        signal.pthread_kill(main, signal.SIGUSR1)
        return 0

    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with ends():
            first, _ = started(lambda: store.together.record(Group([line(1)])))
            store.until_committing()
            started(somebody_interrupts)
            with pytest.raises(Interrupted):
                store.together.record(mine)
            store.go.set()
            assert first.result() == 1
            assert store.together.record(Group([line(3)])) == 1, "nobody waits for who is gone"
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert all(mine is not group for groups in store.commits for group in groups)
    assert len(store.commits) == 2


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("lines", "commits"),
    [
        ((MOST_LINES // 2, MOST_LINES // 2), [1, 2]),
        ((MOST_LINES // 2, MOST_LINES // 2 + 1), [1, 1, 1]),
        ((MOST_LINES + 1, 1), [1, 1, 1]),
        ((1, 1, MOST_LINES), [1, 2, 1]),
    ],
)
def test_a_commit_has_so_many_lines_and_no_more_unless_one_group_has(
    lines: tuple[int, ...], commits: list[int]
) -> None:
    """Whoever waits behind large deliveries waits for one of them, not for ten."""
    store, same = HeldUp(), line(1)
    first, _ = started(lambda: store.together.record(Group([same])))
    store.until_committing()
    waiting = []
    for number in lines:
        group = Group([same] * number)
        future, thread = started(lambda group=group: store.together.record(group))  # type: ignore[misc]
        until_it_waits(thread)
        waiting.append(future)
    store.go.set()
    assert [future.result(timeout=SECONDS) for future in (first, *waiting)] == [1] * (len(lines) + 1)
    assert [len(groups) for groups in store.commits] == commits
