"""Children forked from a parent in which everything is imported: thousands of processes take minutes.

A child opens its own store (nothing is open in the parent) and tells what happens on a pipe, a line of JSON at a time: what
it sends, and after the call returned, what was acknowledged. A line is written whole or not at all, so a killed child
leaves no half of one.
"""

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from domain.refusals import Refusal

Line = list[Any]
Say = Callable[..., None]
Work = Callable[[Say], None]

ERROR, REFUSED, ACKNOWLEDGED, SENT = "error", "refused", "ack", "sent"


class Child:
    """A forked process at work."""

    def __init__(self, work: Work) -> None:
        self._read, write = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._read)
            _live(work, write)
        os.close(write)
        self._kept = b""
        self.lines: list[Line] = []
        self.status: int | None = None
        self.usage: Any = None

    def listen(self, seconds: float | None = None, enough: Callable[[list[Line]], bool] | None = None) -> bool:
        """Take in what it says until it ends (True), the time is over, or what it said is enough."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            if enough is not None and enough(self.lines):
                return False
            left = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self._read], [], [], left)[0]:
                return False
            got = os.read(self._read, 1 << 20)
            if not got:
                return True
            *whole, self._kept = (self._kept + got).split(b"\n")
            self.lines += [json.loads(line) for line in whole]

    def kill(self) -> list[Line]:
        """Kill it as the kernel does, and answer all it said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> list[Line]:
        """Hear it to its end."""
        self.listen()
        os.close(self._read)
        _, self.status, self.usage = os.wait4(self.pid, 0)
        return self.lines

    def wait_at_most(self, seconds: float) -> bool:
        """Hear it to its end, or kill it when the time is over. Whether it ended by itself."""
        ended = self.listen(seconds)
        self.wait() if ended else self.kill()
        return ended


def _live(work: Work, pipe: int) -> None:
    """The child's whole life."""
    code = 1
    try:
        work(lambda *line: os.write(pipe, json.dumps(line).encode() + b"\n") and None)
        code = 0
    except Refusal as refusal:
        os.write(pipe, json.dumps(refusal_line(refusal)).encode() + b"\n")
    except BaseException as error:
        if os.environ.get("LABORATORY_DEBUG"):
            traceback.print_exc()
        os.write(pipe, json.dumps([ERROR, f"{type(error).__name__}: {error}"[:300]]).encode() + b"\n")
    finally:
        os._exit(code)


def refusal_line(refusal: Refusal) -> Line:
    """How a child tells a refusal: its code, and whether it says that nothing was recorded."""
    return [REFUSED, refusal.code, refusal.on_record.startswith("Nothing was recorded")]


def run_together(work: Sequence[Work], seconds: float = 300) -> list[Line]:
    """Run the children side by side to their ends; all they said. A child that never ends is killed, and says so."""
    children = [Child(one) for one in work]
    for child in children:
        if not child.wait_at_most(seconds):
            child.lines.append([ERROR, f"did not end within {seconds:.0f} s"])
        elif child.status and os.WIFSIGNALED(child.status):
            child.lines.append([ERROR, f"ended by signal {os.WTERMSIG(child.status)}"])
    return [line for child in children for line in child.lines]


def peak_kib() -> int:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
