"""Group commit: whoever appends while a commit is under way shares the next one, and is answered when the disk has it.

There is no writer thread. The first to come commits what has gathered, its own and that of others, answers them, and
hands over to one that came meanwhile. A lone writer therefore pays nothing, and nobody has to be started or stopped.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from glitterball.log.recording import CommitFailed, Group, Refused

MOST_LINES = 20_000
"""Lines in one commit, unless a single group has more: whoever waits behind a large delivery waits for one, not for ten."""


INTERRUPTED = "it was interrupted"
"""What is known when whoever led a commit was broken off in the middle of it."""


class Answered(NamedTuple):
    """What became of a group: the position of its first line, or the error its own writer is to be told."""

    first: int
    error: BaseException | None = None


class _Waiting:
    """A writer and what it wants recorded. `turn` is released when it has its answer, or is to lead."""

    __slots__ = ("answer", "group", "leads", "turn")

    def __init__(self, group: Group) -> None:
        self.group = group
        self.answer: Answered | None = None
        self.leads = False
        self.turn = Lock()
        self.turn.acquire()


class GroupCommit:
    """Gathers groups of any number of threads into commits of one store."""

    def __init__(self, commit: Callable[[Sequence[Group]], list[int | Refused]]) -> None:
        self._commit = commit
        self._lock = Lock()
        self._queue: list[_Waiting] = []
        self._busy = False

    def record(self, group: Group) -> int:
        """The position of the group's first line, once it is on disk. Raises what this group was refused for."""
        mine = _Waiting(group)
        with self._lock:
            self._queue.append(mine)
            mine.leads, self._busy = not self._busy, True
        try:
            if not mine.leads:
                mine.turn.acquire()
            if mine.leads:
                self._lead(mine)
        except BaseException:
            self._give_up(mine)
            raise
        assert mine.answer is not None, "whoever is let go on has an answer"
        if mine.answer.error is not None:
            raise mine.answer.error
        return mine.answer.first

    def _lead(self, mine: _Waiting) -> None:
        """Commit what has gathered, and answer. Who was answered goes on before the next commit is gathered: it may bring
        its next group in time."""
        with self._lock:
            gathered = self._gathered()
        failed: BaseException = CommitFailed(INTERRUPTED)
        answers: list[Answered] = []
        try:
            answers = [_answered(answer) for answer in self._commit([each.group for each in gathered])]
        except Exception as error:
            failed = error
        finally:
            for place, each in enumerate(gathered):
                each.answer = answers[place] if answers else Answered(0, failed)
                if each is not mine:
                    each.turn.release()
            with self._lock:
                mine.leads = False
                self._hand_over()

    def _gathered(self) -> list[_Waiting]:
        """The next commit: all that wait, up to `MOST_LINES`."""
        lines = taken = 0
        for each in self._queue:
            lines += len(each.group.lines)
            if taken and lines > MOST_LINES:
                break
            taken += 1
        gathered, self._queue = self._queue[:taken], self._queue[taken:]
        return gathered

    def _hand_over(self) -> None:
        """Somebody who waits leads the next commit; with nobody waiting, whoever comes next."""
        if self._queue:
            self._queue[0].leads = True
            self._queue[0].turn.release()
        else:
            self._busy = False

    def _give_up(self, mine: _Waiting) -> None:
        """A writer was interrupted while it waited: nobody may wait for it."""
        with self._lock:
            if mine in self._queue:
                self._queue.remove(mine)
            if mine.leads:
                mine.leads = False
                self._hand_over()


def _answered(answer: int | Refused) -> Answered:
    return Answered(answer) if isinstance(answer, int) else Answered(0, answer)
