"""Tasks done in processes of this machine, each of which does one at a time."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any, TypeVar

from glitterball.placing.place import TRIES, Lost

A = TypeVar("A")
R = TypeVar("R")
START = "import sys; sys.path[:] = sys.argv[1:]; from glitterball.placing.worker import main; main()"


class Processes:
    """Tasks in so many processes of this machine, begun when they are needed. They end with `close`, with `with`, with what
    a task raises, and with this process, however it ends."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._hands: list[_Hand] = []

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        hands, self._hands = self._hands, []
        for hand in hands:
            hand.dismiss()

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers, each as soon as those before it are there."""
        free: SimpleQueue[_Hand] = SimpleQueue()
        while len(self._hands) < min(self.workers, len(arguments)):
            self._hands.append(_Hand())
        for hand in self._hands:
            free.put(hand)

        def done(argument: A) -> R:
            hand = free.get()
            try:
                return hand.do(function, argument)
            finally:
                free.put(hand)

        threads = ThreadPoolExecutor(max(1, len(self._hands)))
        try:
            yield from threads.map(done, arguments)
        except BaseException:
            self.close()
            raise
        finally:
            threads.shutdown(cancel_futures=True)


class _Hand:
    """One process that does one task at a time; another takes its place when it is lost."""

    def __init__(self) -> None:
        self._dismissed = False
        self._process = self._started()

    def do(self, function: Callable[[A], R], argument: A) -> R:
        """The answer, or what the task raised."""
        for _ in range(TRIES):
            answer = self._asked(function, argument)
            if answer is not None:
                raised, said = answer
                if raised:
                    raise said
                result: R = said
                return result
            if self._dismissed:
                break
            self._end()
            self._process = self._started()
        raise Lost(f"a process was ended {TRIES} times before it was done with what is called {function.__name__}")

    def dismiss(self) -> None:
        """End the process, whatever it is doing."""
        self._dismissed = True
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _asked(self, function: Callable[[A], R], argument: A) -> tuple[bool, Any] | None:
        """Whether it raised, and what it answered or raised; nothing where the process is lost."""
        tasks, answers = self._process.stdin, self._process.stdout
        assert tasks is not None, "the process was started with it"
        assert answers is not None, "the process was started with it"
        try:
            pickle.dump((function, argument), tasks)
            tasks.flush()
            return _answer(answers)
        except (BrokenPipeError, EOFError, pickle.UnpicklingError, ValueError):
            return None


def _answer(said: IO[bytes]) -> tuple[bool, Any]:
    answer: tuple[bool, Any] = pickle.load(said)
    return answer
