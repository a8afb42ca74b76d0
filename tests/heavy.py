"""What the README's command leaves to `pytest --thorough`: tests that are marked as heavy, each with what makes it so.

    pytestmark = pytest.mark.heavy("a browser")         at the head of a file, which is then not even imported
    @pytest.mark.heavy("processes")                     one test; pytest.param(..., marks=...) one case of it

The plain run keeps every case by name, every rule's worked numbers and a few examples of whatever is drawn. What is left waits
for something outside of the process, or works long on the same kind of question, and has a quick sibling in its folder.
Whoever names a folder, a file or a test is asked all of it.
"""

import re
from collections.abc import Iterable
from enum import Enum
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from tests.after_plain import TESTS, asks_the_same, text_of, whole

MARK = "heavy"
REASONS = {
    "a browser": "pages are opened in Chromium",
    "a server": "a server of PostgreSQL is started, and killed",
    "a cluster": "machines of a cluster are started",
    "processes": "programs are started, one for each case",
    "accidents": "a program is killed or a disk cut off at one moment after another",
    "proofs": "proofs are made of whole weeks, forged and checked",
    "forgeries": "a whole bundle is verified for each byte, line or word that is changed",
    "nights": "whole nights and seasons are played, drawn or given",
    "every one": "the same is asked of every subject there is",
    "documents": "notebooks, pages and pictures are made again",
}
"""Why a test is heavy, and what that means; a mark says one of them."""
FIXTURES = {
    "tests.web.test_in_a_browser.browser": "a browser",
    "tests.log.conftest.on_server": "a server",
    "tests.nodes.conftest.machine": "a server",
    "tests.canvass.test_on_a_cluster.cluster": "a cluster",
    "tests.faults.test_the_laboratory.shim": "accidents",
}
"""What a test sets up by which it is heavy without saying so, wherever it uses it."""
WITHOUT_A_PLAIN_TEST = {
    "failover": "every question is put to two servers, one of which is lost",
    "placing": "every question is put to one, two and three processes",
}
"""Folders of which the plain run asks nothing, and why not."""

OF_A_FILE = re.compile(r"^pytestmark = (?:\[\s*)?pytest\.mark\.heavy\(", re.MULTILINE)
ANYWHERE = re.compile(r"\bmark\.heavy\(")


class Run(Enum):
    """Which tests a run asks."""

    PLAIN = "all that are not heavy"
    AFTER_PLAIN = "the heavy ones, and those of files that ask more in a thorough run"
    ALL = "all"

    def asks(self, *, heavy: bool, same: bool) -> bool:
        """Whether it asks a test that is heavy or not, of a file that asks the same in a plain and a thorough run, or not."""
        if self is Run.PLAIN:
            return not heavy
        return self is Run.ALL or heavy or not same


def run_of(config: pytest.Config) -> Run:
    """What was asked for: of everything, or of what is named."""
    if config.getoption("--thorough"):
        return Run.AFTER_PLAIN if config.getoption("--after-plain") else Run.ALL
    everything = {config.rootpath, *(config.rootpath / name for name in config.getini("testpaths"))}
    named = {(config.invocation_params.dir / argument).resolve() for argument in config.args}
    return Run.PLAIN if named <= everything else Run.ALL


def is_left_whole(file: Path, run: Run) -> bool:
    """Whether a run asks nothing of a file, so that it need not be read in."""
    if run is Run.PLAIN:
        return bool(OF_A_FILE.search(text_of(file)))
    return (
        run is Run.AFTER_PLAIN
        and asks_the_same(file)
        and not any(ANYWHERE.search(text_of(used)) for used in whole(file))
    )


def asks(run: Run, item: pytest.Item) -> bool:
    """Whether a run asks a test, whose file it may not even read in."""
    return not is_left_whole(item.path, run) and run.asks(heavy=is_heavy(item), same=asks_the_same(item.path))


def is_heavy(item: pytest.Item) -> bool:
    """Whether a test is marked. Refuses a mark that names no reason, or one that is not known."""
    marks = list(item.iter_markers(MARK))
    for mark in marks:
        if len(mark.args) != 1 or mark.args[0] not in REASONS:
            raise pytest.UsageError(f"{item.nodeid}: heavy is marked with one of {', '.join(REASONS)}, not {mark.args}")
    return bool(marks) or not FIXTURES.keys().isdisjoint(sets_up(item))


def sets_up(item: pytest.Item) -> set[str]:
    """The fixtures a test names, and those that they name, each with its module."""
    info = getattr(item, "_fixtureinfo", None)
    fixtures = (known[-1].func for known in info.name2fixturedefs.values()) if info else ()
    return {f"{fixture.__module__}.{getattr(fixture, '__name__', '')}" for fixture in fixtures}


def folders_asked_nothing(asked: Iterable[Path]) -> list[str]:
    """The folders of tests of which none is among the files that are asked, without those that say why."""
    there = {file.parent for file in TESTS.rglob("test_*.py")} - {file.parent for file in asked}
    return sorted({folder.relative_to(TESTS).as_posix() for folder in there} - set(WITHOUT_A_PLAIN_TEST))


class Leaving:
    """Leaves what a run does not ask, and says at the end of a plain one what that was."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._files: set[Path] = set()
        self._left = (0, 0)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Files of which a run asks nothing are not read in."""
        if not fnmatch(collection_path.name, "test_*.py") or not is_left_whole(collection_path, self._run):
            return None
        self._files.add(collection_path)
        return True

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Of the other files, what a run asks."""
        asked: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            (asked if asks(self._run, item) else left).append(item)
        self._left = (len(self._files), len(left))
        if left:
            config.hook.pytest_deselected(items=left)
            items[:] = asked

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker tells whoever reports."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[MARK] = self._left

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """A worker is told what is asked."""
        node.workerinput[MARK] = self._run.name

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """All workers have left the same."""
        self._left = getattr(node, "workeroutput", {}).get(MARK, self._left)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What was left, and how to ask it."""
        if self._run is Run.PLAIN and any(self._left):
            terminalreporter.write_line(told(*self._left))


def told(files: int, tests: int) -> str:
    """The closing line of a plain run."""
    return (
        f"Left to `pytest --thorough`: {files} files of tests, and {tests} tests of other files, that are marked as heavy. "
        "Name a folder or a file, and all of it is asked. docs/tests.md says more."
    )


def leave(config: pytest.Config) -> None:
    """Have a run leave what it does not ask."""
    config.addinivalue_line("markers", f"{MARK}(reason): left to `pytest --thorough`; see tests/heavy.py")
    told_it: dict[str, str] = getattr(
        config, "workerinput", {}
    )  # a worker is given files and folders under other names
    run = Run[told_it[MARK]] if told_it else run_of(config)
    config.pluginmanager.register(Leaving(run), "leaving")
