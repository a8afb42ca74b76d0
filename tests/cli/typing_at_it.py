"""Typing at the command line, in this process: what it prints, what it says, how it ends."""

import contextlib
import io
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from glitterball.cli.app import app
from glitterball.cli.ending import run


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed on standard output and on standard error, and its exit code."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with a store in it, and somebody typing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = f"sqlite:{folder / 'show.sqlite'}"

    def types(self, line: str) -> Said:
        """Run `glitterball LINE`; `{folder}` in the line is this folder."""
        words = [word.replace("{folder}", str(self.folder)) for word in shlex.split(line)]
        out, err = io.StringIO(), io.StringIO()
        stands = mock.patch.dict(os.environ, {"GLITTERBALL_STORE": self.store})
        with stands, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(app, words)
        return Said(code, out.getvalue(), err.getvalue())

    def file(self, name: str, text: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path
