"""One run of pytest in a process of its own: either what each test reaches is noted, or tests are asked until one fails.

Run as `python -m tests.mutants.in_pytest REQUEST ANSWER`, two JSON files. Drawn examples are few and the same each time.
"""

import faulthandler
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.examples import FewExamples

MOST_BYTES = 8 * 2**30
"""Address space of a run: a mutant that gathers without end fails instead of taking the machine with it."""
QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-o", "addopts=")


class Asked:
    """Only the tests named, in their order, and new ones; stopped at the first that fails or takes far too long."""

    def __init__(self, request: dict[str, Any]) -> None:
        self._order = {name: place for place, name in enumerate(request["tests"])}
        self._known = frozenset(request["known"])
        self._bounds: dict[str, float] = request["bounds"]
        self._longest: float = request["longest"]
        self._begun = Path(request["begun"])
        self._words = os.fdopen(os.dup(2), "w")  # pytest takes what is written to the other
        self.killed_by: str | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        last = len(self._order)
        chosen = [item for item in items if item.nodeid in self._order or item.nodeid not in self._known]
        items[:] = sorted(chosen, key=lambda item: self._order.get(item.nodeid, last))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._begun.write_text(nodeid, "utf-8")
        self._wait_for(self._bounds.get(nodeid, self._longest))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.killed_by is None:
            self.killed_by = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.killed_by is None:
            self.killed_by = f"collecting {report.nodeid}"

    def begin(self) -> None:
        self._wait_for(self._longest)

    def _wait_for(self, seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._words)


def note(request: dict[str, Any], root: Path) -> dict[str, Any]:
    """What each test of these files reaches."""
    from tests.mutants.noting import Noting

    noting = Noting(root)
    noting.begin()
    pytest.main([*QUIET, *request["arguments"]], plugins=[FewExamples(request["examples"]), noting])
    return noting.end()


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """The first test that fails, if any does."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    asked = Asked(request)
    asked.begin()
    code = pytest.main([*QUIET, "-x", *request["arguments"]], plugins=[FewExamples(request["examples"]), asked])
    faulthandler.cancel_dump_traceback_later()
    survived = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return {"killed_by": None if survived else asked.killed_by or "pytest could not begin"}


def main() -> None:
    """Read the request, run, write the answer."""
    request_file, answer_file = map(Path, sys.argv[1:])
    request = json.loads(request_file.read_text("utf-8"))
    answer = note(request, Path.cwd()) if request["note"] else ask(request)
    answer_file.write_text(json.dumps(answer), "utf-8")


if __name__ == "__main__":
    main()
