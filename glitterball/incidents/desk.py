"""A desk at which an incident is played: a folder, a store in it, and the program to type at."""

import contextlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STORE = "glitterball.sqlite"
"""The store in the folder."""

ALONE = "python "
"""How a line begins that runs the auditor's single file, without Glitterball."""

OURS = "GLITTERBALL_"
"""Variables of the environment that would speak for somebody in the incident."""

SCREEN = ("COLUMNS", "FORCE_COLOR", "NO_COLOR")
"""Variables of the environment that tell of somebody's screen: an incident is heard, and not seen."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What followed a line: the lines of the answer, on both streams, and the exit code."""

    lines: tuple[str, ...]
    code: int


class Desk:
    """Types lines in a folder. `program` takes the words behind `glitterball` and answers the exit code."""

    def __init__(self, folder: Path, program: Callable[[Sequence[str]], int]) -> None:
        self.folder = folder
        self._program = program

    def types(self, line: str) -> Answered:
        """Type a line, and wait for its end."""
        if line.startswith(ALONE):
            return self._alone(shlex.split(line.removeprefix(ALONE)))
        heard = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        streams = contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard)
        with contextlib.chdir(self.folder), _nobody_speaks(), streams[0], streams[1]:
            code = self._program(shlex.split(line))
        return Answered(_lines(heard.buffer.getvalue()), code)

    def _alone(self, words: Sequence[str]) -> Answered:
        """Run the single file as an auditor does: by an interpreter that is told to see nothing that is installed."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", *words],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Answered(_lines(done.stdout), done.returncode)


def _lines(printed: bytes) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in printed.decode().splitlines())


@contextlib.contextmanager
def _nobody_speaks() -> Iterator[None]:
    """Who plays an incident says nothing in it: neither as a person nor with a key, by a variable or by settings, nor by
    the width of a screen."""
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(OURS) or name in SCREEN}
    os.environ[f"{OURS}SETTINGS"] = os.devnull
    try:
        yield
    finally:
        del os.environ[f"{OURS}SETTINGS"]
        os.environ.update(held)
