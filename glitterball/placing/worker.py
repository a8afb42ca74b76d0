"""A process that does tasks: each is read from its standard input, each answer written to its standard output.

It ends when its input does, in the midst of a task as well: whoever started it is gone, and nobody wants the answer.
"""

import os
import pickle
import sys
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any


def main() -> None:
    """Do tasks until there is nobody to do them for."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anybody prints is no answer
    asked: SimpleQueue[tuple[Any, Any]] = SimpleQueue()
    Thread(target=_read, args=(sys.stdin.buffer, asked), daemon=True).start()
    while True:
        function, argument = asked.get()
        pickle.dump(_done(function, argument), answers)
        answers.flush()


def _read(tasks: IO[bytes], asked: "SimpleQueue[tuple[Any, Any]]") -> None:
    try:
        while True:
            asked.put(pickle.load(tasks))
    except (EOFError, OSError):
        os._exit(0)


def _done(function: Any, argument: Any) -> tuple[bool, Any]:
    """Whether it raised, and what it answered or raised."""
    try:
        return False, function(argument)
    except BaseException as error:
        return True, error
