"""Where the processor time of a run of the tests goes: `uv run pytest --processor`.

A test's seconds are processor seconds, user and system, of its worker and of the processes it started and waited for: they stay
much the same when the machine is busy, which the clock on the wall does not. What a worker spent outside of every test (starting,
importing, collecting) is a line of its own. `--processor 5` shows the files that took five seconds or more.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

SHOWN = 1.0
"""From how many processor seconds on a file is shown, unless another number is asked for."""
SPENT = "processor_seconds"


def spent() -> float:
    """Processor seconds of this process and its ended children so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Weighing:
    """Notes in each report what its phase of the test took; in a worker, what the worker took in all."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._since = spent()

    def pytest_runtest_logstart(self) -> None:
        self._since = spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[None]:
        report: Any = yield
        now = spent()
        setattr(report, SPENT, now - self._since)
        self._since = now
        return report

    def pytest_sessionfinish(self) -> None:
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[SPENT] = spent()


class Account:
    """Adds up what the reports say, by file, and tells it at the end of the run."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._by_file: Counter[str] = Counter()
        self._workers = 0.0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._by_file[report.nodeid.split("::")[0]] += getattr(report, SPENT, 0.0)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._workers += getattr(node, "workeroutput", {}).get(SPENT, 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("processor seconds")
        everything = self._workers + time.process_time() if self._workers else spent()
        for line in self.lines(everything):
            terminalreporter.write_line(line)

    def lines(self, everything: float) -> list[str]:
        """The whole, the folders, the files; the dearest first. `everything`: of all processes of the run."""
        tests = self._by_file.total()
        by_folder: Counter[str] = Counter()
        for file, seconds in self._by_file.items():
            by_folder[file.rpartition("/")[0]] += seconds
        shown = [(name, seconds) for name, seconds in self._by_file.most_common() if seconds >= self._least]
        return [
            f"{everything:8.1f}  in all",
            f"{tests:8.1f}  in tests",
            f"{everything - tests:8.1f}  starting, collecting, handing out",
            *(f"{seconds:8.1f}  {name}/" for name, seconds in by_folder.most_common()),
            *(f"{seconds:8.1f}  {name}" for name, seconds in shown),
        ]


def weigh(config: pytest.Config, least: float) -> None:
    """Have a run weighed: every process notes, the one that reports adds up."""
    config.pluginmanager.register(Weighing(config), "weighing")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Account(least), "account")
