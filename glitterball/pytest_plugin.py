"""A pytest plugin: a rulebook file becomes a test for each promise it makes.

Files named `*.rulebook.toml` are collected, and any `.toml` file named on the command line that is a rulebook:

    pytest my-show.rulebook.toml --promise-work 100000

It is declared under the entry point group `pytest11` as `glitterball`, so that it is loaded wherever Glitterball is installed:
the rules themselves are loaded when there is a rulebook to read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from domain.rulebook import Rulebook

SUFFIX = ".rulebook.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far each promise is searched."""
    group = parser.getgroup("glitterball", "rulebooks and their promises")
    group.addoption("--promise-work", type=int, default=60_000, help="Outcomes computed at most, a promise (60000).")
    group.addoption(
        "--promise-examples", type=int, default=100, help="Weeks drawn at random after the small ones (100)."
    )
    group.addoption("--promise-seed", type=int, default=0, help="The seed of the weeks drawn (0).")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A rulebook file by its name, or because it was named on the command line."""
    if file_path.name.endswith(SUFFIX) or (file_path.suffix == ".toml" and _was_named(file_path, parent.config)):
        if not file_path.name.endswith(SUFFIX) and not _is_rulebook(file_path):
            return None
        return RulebookFile.from_parent(parent, path=file_path)
    return None


def _was_named(path: Path, config: pytest.Config) -> bool:
    named = [str(argument).split("::")[0] for argument in config.args]
    return any((config.invocation_params.dir / one).resolve() == path.resolve() for one in named)


def _is_rulebook(path: Path) -> bool:
    from domain.refusals import Refusal
    from domain.rulebook.reading import FORMAT
    from glitterball.files import read_text
    from glitterball.files.limits import RULEBOOK

    try:
        text = read_text(path, RULEBOOK)
    except Refusal:
        return False
    first = (line for line in text.splitlines() if line and line[0] != "#")
    return FORMAT in next(first, "")


class RulebookFile(pytest.File):
    """A rulebook; its tests are the promises it makes."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test that the file can be read where it makes no promise; else one a promise."""
        from domain.refusals import Refusal
        from domain.rulebook import RulebookUnreadable, read_rulebook
        from domain.rulebook.plug_ins import promised_by
        from glitterball.files import read_text
        from glitterball.files.limits import RULEBOOK

        try:
            rulebook = read_rulebook(read_text(self.path, RULEBOOK), self.path.name)
        except RulebookUnreadable as refusal:
            told = [str(finding) for finding in refusal.findings]
            raise self.CollectError("\n".join([refusal.sentence(), *told])) from None
        except Refusal as refusal:
            raise self.CollectError(refusal.sentence()) from None
        for name in promised_by(rulebook):
            yield PromiseItem.from_parent(self, name=name, rulebook=rulebook)


class PromiseItem(pytest.Item):
    """One promise of one rulebook."""

    def __init__(self, *, rulebook: "Rulebook", **more: Any) -> None:
        super().__init__(**more)
        self.rulebook = rulebook

    def runtest(self) -> None:
        """Try to break it."""
        from glitterball.properties import (  # only when a promise is tried: it costs a second
            Budget,
            property_named,
            told,
        )

        option = self.config.getoption
        work = option("--promise-work")
        budget = Budget(
            max_examples=option("--promise-examples"), seed=option("--promise-seed"), outcomes=work // 3, work=work
        )
        result = property_named(self.name).try_on(self.rulebook, budget)
        self.add_report_section("call", "searched", result.searched())
        if result.counterexample is not None:
            lines = [f"{self.rulebook.title} promises: {result.promise}", "", *result.counterexample.lines()]
            raise PromiseBroken("\n".join([*lines, "", f"Found with seed {result.seed}."]))
        if result.leaves_a_promise_untested:
            raise PromiseBroken(
                f"{self.rulebook.title} promises: {result.promise}\n\n{told(result)}: {result.searched()}"
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The counterexample, without a traceback."""
        if isinstance(excinfo.value, PromiseBroken):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """How pytest names it."""
        return self.path, None, f"{self.rulebook.ref}: {self.name}"


class PromiseBroken(AssertionError):
    """A rulebook does not keep what it promises, or it was not put to the test."""
