"""What each test of a run of pytest reaches, line by line, as coverage.py's tracer sees it, and how long it takes.

What runs while tests are collected belongs to all of them, what a fixture of a module or session runs to every test that
asks for it. Caches are emptied before each test, or only the first would be seen to run what is cached.
"""

import functools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

CODE_OF_OURS = ("domain.", "projections.", "glitterball.", "tests.")
STARTS_A_PROCESS = ("subprocess.Popen", "os.fork", "os.posix_spawn")
AT_IMPORT = "import"
BETWEEN = "between tests"


class Noting:
    """Listens to one run of pytest. What runs is sorted by context: a test, a fixture, the import of code."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tracer = coverage.Coverage(
            data_file=None,
            config_file=False,
            include=[f"{root}/*"],
            omit=[f"{root}/tests/*"],
            context=AT_IMPORT,
            messages=False,
        )
        self._files: dict[str, dict[str, Any]] = {}
        self._now = ""
        self._modules_seen = 0
        self._caches: list[Any] = []
        self._elsewhere = False

    def begin(self) -> None:
        """From now on what runs is noted."""
        sys.addaudithook(self._audited)
        self._tracer.start()

    def end(self) -> dict[str, dict[str, Any]]:
        """What was noted of each file of tests: its tests, those that failed, and what is run by importing code."""
        self._tracer.stop()
        by_context = self._by_context()
        at_import = by_context.pop(AT_IMPORT, {})
        for note in self._files.values():
            note["at_import"] = _written(at_import)
            for name, test in note["tests"].items():
                contexts = (name, *test.pop("fixtures"))
                test["lines"] = _written(_together(by_context.get(context, {}) for context in contexts))
        return self._files

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._empty_caches()
        self._elsewhere = False
        self._enter(item.nodeid)
        begun = time.perf_counter()
        result = yield
        self._note(item.nodeid)["tests"][item.nodeid] = {
            "seconds": round(time.perf_counter() - begun, 4),
            "elsewhere": self._elsewhere,
            "fixtures": [_context(fixture) for fixture in _fixtures(item)],
        }
        self._enter(BETWEEN)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before = self._now
        self._enter(_context(fixturedef))
        try:
            return (yield)
        finally:
            self._enter(before)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._note(report.nodeid)["failed"].append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._note(report.nodeid)["failed"].append(report.nodeid)

    def _note(self, name: str) -> dict[str, Any]:
        return self._files.setdefault(name.split("::")[0], {"tests": {}, "failed": []})

    def _enter(self, context: str) -> None:
        self._now = context
        self._tracer.switch_context(context)

    def _audited(self, event: str, _: Any) -> None:
        if event in STARTS_A_PROCESS:
            self._elsewhere = True

    def _by_context(self) -> dict[str, dict[str, int]]:
        """Lines run, by context and path, a bit for each line."""
        found: dict[str, dict[str, int]] = {}
        data = self._tracer.get_data()
        for file in data.measured_files():
            path = Path(file).relative_to(self._root).as_posix()
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    of_context = found.setdefault(context.removeprefix(f"{AT_IMPORT}|"), {})
                    of_context[path] = of_context.get(path, 0) | 1 << line
        return found

    def _empty_caches(self) -> None:
        if len(sys.modules) != self._modules_seen:
            self._modules_seen = len(sys.modules)
            modules = [module for name, module in list(sys.modules.items()) if f"{name}.".startswith(CODE_OF_OURS)]
            everything = (each for module in modules for each in vars(module).values())
            self._caches = [each for each in everything if isinstance(each, functools._lru_cache_wrapper)]
        for cache in self._caches:
            cache.cache_clear()


def _fixtures(item: pytest.Item) -> Iterator[Any]:
    """The fixtures a test asks for that are set up for more than one test."""
    by_name = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    return (fixture for found in by_name.values() for fixture in found if fixture.scope != "function")


def _context(fixture: Any) -> str:
    return f"fixture {fixture.baseid}::{fixture.argname}"


def _together(several: Iterator[dict[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for lines in several:
        for path, bits in lines.items():
            whole[path] = whole.get(path, 0) | bits
    return whole


def _written(lines: dict[str, int]) -> dict[str, str]:
    return {path: f"{bits:x}" for path, bits in lines.items()}
