"""One run of pytest in a process of its own: either what each test calls is noted, or tests are asked until one fails.

Run as `python -m tests.mutants.in_pytest REQUEST ANSWER`, two JSON files. Drawn examples are few and the same each time.
"""

import faulthandler
import functools
import json
import re
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

MOST_BYTES = 8 * 2**30
"""Address space of a run: a mutant that gathers without end fails instead of taking the machine with it."""
MOST_CALLS = 500_000
"""Calls of one test that are noted: a test that makes more counts as one that may reach everything."""
CODE_OF_OURS = ("domain.", "projections.", "glitterball.", "tests.")
STARTS_A_PROCESS = ("subprocess.Popen", "os.fork", "os.posix_spawn")
INNER = re.compile(r"\.?<(locals|lambda|listcomp|setcomp|dictcomp|genexpr)>")
QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-o", "addopts=")


class FewExamples:
    """Every test that draws examples draws at most so many, in an order that never changes, and does not shrink."""

    def __init__(self, most: int) -> None:
        self._most = most

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = getattr(item, "obj", None)
            test = getattr(test, "__func__", test)
            if (given := getattr(test, "_hypothesis_internal_use_settings", None)) is not None:
                test._hypothesis_internal_use_settings = self._fewer(given)
            machine = getattr(item, "cls", None)
            if hasattr(getattr(machine, "settings", None), "max_examples"):
                machine.settings = self._fewer(machine.settings)  # type: ignore[union-attr]

    def _fewer(self, given: Any) -> Any:
        from hypothesis import Phase, settings  # only now: pytest means to be the first that imports it

        return settings(
            given,
            max_examples=min(given.max_examples, self._most),
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
        )


class Noted:
    """What each test calls and how long it takes.

    What is called while tests are collected belongs to all of them, what a fixture of a module or session calls to every
    test that asks for it. Caches are emptied before each test, or only the first would be seen to call what is cached.
    """

    def __init__(self, root: Path) -> None:
        self._prefix = f"{root}/"
        self._calls: dict[int, CodeType] = {}
        self._at_import = self._calls
        self._by_fixture: dict[str, dict[int, CodeType]] = {}
        self._left = sys.maxsize
        self._modules_seen = 0
        self._caches: list[Any] = []
        self.elsewhere = False
        self.tests: dict[str, dict[str, Any]] = {}
        self.failed: list[str] = []

    def trace(self, frame: FrameType, event: str, argument: Any) -> None:
        self._calls[id(frame.f_code)] = frame.f_code
        self._left -= 1
        if self._left < 0:
            self.elsewhere = True
            self._listen(None)

    def _listen(self, trace: Any) -> None:
        threading.settrace(trace)
        sys.settrace(trace)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._empty_caches()
        self._calls, self.elsewhere, self._left = {}, False, MOST_CALLS
        self._listen(self.trace)
        begun = time.perf_counter()
        result = yield
        calls = dict(self._calls)
        for name in getattr(item, "fixturenames", ()):
            calls |= self._by_fixture.get(name, {})
        self.tests[item.nodeid] = {
            "seconds": round(time.perf_counter() - begun, 4),
            "calls": self._named(calls),
            "elsewhere": self.elsewhere,
        }
        self._calls, self._left = self._at_import, sys.maxsize
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before, self._calls = self._calls, self._by_fixture.setdefault(fixturedef.argname, {})
        try:
            return (yield)
        finally:
            self._calls = before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def answer(self) -> dict[str, Any]:
        return {"tests": self.tests, "failed": self.failed, "at_import": self._named(self._at_import)}

    def _named(self, calls: dict[int, CodeType]) -> list[str]:
        ours = (code for code in calls.values() if code.co_filename.startswith(self._prefix))
        return sorted({f"{code.co_filename[len(self._prefix) :]}::{_function(code)}" for code in ours})

    def _empty_caches(self) -> None:
        if len(sys.modules) != self._modules_seen:
            self._modules_seen = len(sys.modules)
            modules = [module for name, module in list(sys.modules.items()) if f"{name}.".startswith(CODE_OF_OURS)]
            everything = (each for module in modules for each in vars(module).values())
            self._caches = [each for each in everything if isinstance(each, functools._lru_cache_wrapper)]
        for cache in self._caches:
            cache.cache_clear()


class Asked:
    """Only the tests named, in their order, and new ones; stopped at the first that fails or takes far too long."""

    def __init__(self, request: dict[str, Any]) -> None:
        self._order = {name: place for place, name in enumerate(request["tests"])}
        self._known = frozenset(request["known"])
        self._bounds: dict[str, float] = request["bounds"]
        self._longest: float = request["longest"]
        self.killed_by: str | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        last = len(self._order)
        chosen = [item for item in items if item.nodeid in self._order or item.nodeid not in self._known]
        items[:] = sorted(chosen, key=lambda item: self._order.get(item.nodeid, last))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
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
        faulthandler.dump_traceback_later(seconds, exit=True)


def note(request: dict[str, Any], root: Path) -> dict[str, Any]:
    """What each test of these files calls."""
    noted = Noted(root)

    def elsewhere(event: str, _: Any) -> None:
        if event in STARTS_A_PROCESS:
            noted.elsewhere = True

    sys.addaudithook(elsewhere)
    threading.settrace(noted.trace)
    sys.settrace(noted.trace)
    pytest.main([*QUIET, *request["arguments"]], plugins=[FewExamples(request["examples"]), noted])
    sys.settrace(None)
    return noted.answer()


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """The first test that fails, if any does."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    asked = Asked(request)
    asked.begin()
    code = pytest.main([*QUIET, "-x", *request["arguments"]], plugins=[FewExamples(request["examples"]), asked])
    faulthandler.cancel_dump_traceback_later()
    survived = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return {"killed_by": None if survived else asked.killed_by or "pytest could not begin"}


def _function(code: CodeType) -> str:
    """A function as `places` names it: what is written within it without a name is part of it."""
    return INNER.sub("", code.co_qualname) or "<module>"


def main() -> None:
    """Read the request, run, write the answer."""
    request_file, answer_file = map(Path, sys.argv[1:])
    request = json.loads(request_file.read_text("utf-8"))
    answer = note(request, Path.cwd()) if request["note"] else ask(request)
    answer_file.write_text(json.dumps(answer), "utf-8")


if __name__ == "__main__":
    main()
