"""Copies of the tree in which code is broken, and the processes that run tests there. The tree itself is never touched."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "results", "build", "dist")
HANGS = "Timeout ("
"""How the standard library begins what it writes of a process that was stopped because it took too long."""


class Answer(NamedTuple):
    """What a process found: its answer, or that it took too long, or that it broke off. `last` names the test it began last."""

    found: dict[str, Any] | None
    hangs: bool
    words: str
    last: str = ""


class Bench:
    """One copy of the tree; one process at a time runs in it."""

    def __init__(self, root: Path, work: Path, name: str) -> None:
        self.root = root
        self.copy = work / name
        self._work = work / f"{name}-files"
        self._second = 1_000_000_000
        self._work.mkdir(parents=True)
        shutil.copytree(root, self.copy, ignore=LEFT_BEHIND)

    @contextmanager
    def broken(self, path: str, text: str) -> Iterator[None]:
        """A module of the copy holds another text for a while."""
        module = self.copy / path
        whole = module.read_text("utf-8")
        try:
            self._write(module, text)
            yield
        finally:
            self._write(module, whole)

    def run(self, request: dict[str, Any], most_seconds: float | None = None) -> Answer:
        """A process that answers a request; it and all it started is stopped after `most_seconds`."""
        asked, answered, begun = (self._work / name for name in ("request.json", "answer.json", "begun"))
        answered.unlink(missing_ok=True)
        begun.write_text("", "utf-8")
        temporary = ["--basetemp", str(self._work / "tmp")]
        whole = request | {"arguments": [*temporary, *request["files"]], "begun": str(begun)}
        asked.write_text(json.dumps(whole), "utf-8")
        command = [sys.executable, "-m", "tests.mutants.in_pytest", str(asked), str(answered)]
        with (self._work / "words").open("w+b") as words:
            process = subprocess.Popen(
                command,
                cwd=self.copy,
                env=os.environ | {"PYTHONPATH": str(self.copy)},
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            late = False
            try:
                process.wait(most_seconds)
            except subprocess.TimeoutExpired:
                late = True
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            words.seek(0)
            said = words.read().decode("utf-8", errors="replace")
        found = json.loads(answered.read_text("utf-8")) if answered.exists() else None
        return Answer(found, found is None and (late or HANGS in said), said, begun.read_text("utf-8"))

    def _write(self, module: Path, text: str) -> None:
        """Each writing gets a second of its own: compiled code of another text is then never taken for this one's."""
        module.write_text(text, "utf-8")
        self._second += 1
        os.utime(module, (self._second, self._second))
