"""Whatever a page types is run by a test: every block of commands and of Python, and what is not run has its reason here.

Commands that are named within sentences are held against the commands and options there are.
"""

import re
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk
from tests.docs.naming_commands import commands_named, unknown_in
from tests.docs.site.navigation import ROOT, pages
from tests.docs.test_the_live_night import typed
from tests.docs.test_the_tutorial import commands, matches

HERE = "tests/docs/test_what_pages_type_is_run.py"

RUN_BY = {
    ("README.md", "console"): "tests/docs/test_the_tutorial.py",
    ("README.md", "python"): "tests/docs/test_the_tutorial.py",
    ("docs/tutorial.md", "console"): "tests/docs/test_the_tutorial.py",
    ("docs/tutorial.md", "python"): "tests/docs/test_the_tutorial.py",
    ("docs/by-hand.md", "console"): "tests/docs/test_the_tutorial.py",
    ("docs/first-season.md", "console"): "tests/docs/test_the_tutorial.py",
    ("docs/people.md", "console"): "tests/docs/test_the_tutorial.py",
    ("docs/live-night.md", "console"): "tests/docs/test_the_live_night.py",
    ("docs/operations.md", "console"): "tests/docs/test_the_operations_page.py",
    ("docs/history.md", "console"): "tests/docs/test_the_history_page.py",
    ("docs/history.md", "python"): "tests/docs/test_the_history_page.py",
    ("docs/plug-ins.md", "python"): "tests/shell/test_views_of_others.py",
    ("docs/own-stage-kinds.md", "python"): "tests/shell/test_stage_kinds_of_others.py",
    ("docs/own-stage-kinds.md", "console"): "tests/shell/test_stage_kinds_of_others.py",
    ("docs/commands.md", "console"): "tests/docs/reference/pages.py",
    ("docs/views.md", "sql"): "tests/docs/reference/pages.py",
    ("docs/rulebooks.md", "console"): HERE,
    ("docs/terminal.md", "console"): HERE,
    ("docs/browser.md", "console"): HERE,
    ("docs/web-people.md", "console"): HERE,
    ("docs/api.md", "console"): HERE,
    ("docs/api.md", "python"): "tests/web/api/test_the_client.py",
    ("docs/formats/ballots.md", "console"): HERE,
    ("docs/formats/deliveries.md", "console"): HERE,
    ("docs/feeds.md", "console"): HERE,
}
"""Which test runs the blocks of a kind on a page, all of them."""

RUN_HERE = [page for (page, kind), test in RUN_BY.items() if test == HERE]

NOT_RUN = {
    "python3.11 -m venv": "lays out a second place to work in, as .ci/run does",
    "glitterball desk": "a screen that stays: tests/desk plays it in a terminal of its own",
    "uv sync": "the ways to run all tests: a test would run itself",
    "uv run python -m benchmarks": "takes minutes: tests/benchmarks runs each row with little work",
}
"""Blocks that look like commands and are not run, by what they begin with, with the reason."""

RUNNABLE = ("console", "python", "sql", "sh", "bash", "shell", "powershell", "pycon")
TYPED = re.compile(r"(?m)^\$ |^(uv|uvx|pipx|pip|python[0-9.]*|sqlite3|docker|git|curl|\.venv/bin/\w+) ")
"""What a line begins with that somebody may type."""

NAMED_OTHERWISE = {
    "glitterball proof v1 sigma-proofs_Shake128_P256": "the first line of a file",
    "glitterball key share v1": "the first line of a file",
    "glitterball --key KEY": "an option of earlier days, in the changelog",
}

MARKDOWN = [page for page in pages() if page.endswith(".md")]


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def blocks(page: str) -> list[tuple[str, str]]:
    """Each block of a page: its kind, and what is in it."""
    return re.findall(r"(?ms)^```([\w-]*)[^\n]*\n(.*?)^```$", text_of(page))


def made_from_code(page: str) -> bool:
    """Pages whose lines of usage are made from the commands themselves."""
    return page == "docs/commands.md"


@pytest.mark.parametrize("page", MARKDOWN)
def test_every_block_that_can_be_run_is(page: str) -> None:
    for kind, block in blocks(page):
        first = block.partition("\n")[0]
        if kind in RUNNABLE:
            assert (page, kind) in RUN_BY, f"{page}: no test runs the {kind} block that begins with: {first}"
        elif TYPED.search(block) or (re.match(r"glitterball [a-z]+ ", block) and not made_from_code(page)):
            named = first.startswith(tuple(NOT_RUN)) or first in NAMED_OTHERWISE
            assert named, f"{page}: make it a console block, which a test runs, or give the reason: {first}"


@pytest.mark.parametrize(
    ("place", "test"), RUN_BY.items(), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_the_test_that_runs_a_page_names_it(place: tuple[str, str], test: str) -> None:
    page, kind = place
    assert Path(page).name in (ROOT / test).read_text("utf-8")
    assert kind in [found for found, _ in blocks(page)], f"{page} has no {kind} block any more"


def test_every_reason_is_of_a_block_there_is() -> None:
    firsts = {block.partition("\n")[0] for page in MARKDOWN for _, block in blocks(page)}
    assert [begins for begins in NOT_RUN if not any(first.startswith(begins) for first in firsts)] == []


@pytest.mark.heavy("documents")
@pytest.mark.parametrize("page", RUN_HERE)
def test_every_command_of_the_page_prints_what_it_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path)
    desk.store = "sqlite:glitterball.sqlite"
    run = 0
    for line, expected in commands(text_of(page)):
        said = typed(desk, line)
        ending = f"(exit code {said.code})\n" if said.code else ""
        found = said.out + said.err + ending
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
        assert said.code == 0
        run += 1
    assert run >= 2


@pytest.mark.parametrize("page", MARKDOWN)
def test_every_command_that_is_named_is_there(page: str) -> None:
    wrong = {line: unknown for line in commands_named(text_of(page)) if (unknown := unknown_in(line))}
    assert {line: words for line, words in wrong.items() if line not in NAMED_OTHERWISE} == {}


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("glitterball week certificat us-33 2", ["certificat", "us-33", "2"]),
        ("glitterball season show us-33 --picture a.svg", ["--picture"]),
        ("glitterball --store sqlite:show.sqlite season list", []),
        ("glitterball season list --store=sqlite:show.sqlite > all.txt", []),
        ("glitterball history audit FILE", []),
        ("glitterball help score row", []),
        ("glitterball help score rwo", ["rwo"]),
        ("glitterball help no-store", []),
        ("glitterball help no-stroe", ["no-stroe"]),
    ],
)
def test_a_command_that_is_not_there_is_found(line: str, unknown: list[str]) -> None:
    assert unknown_in(line) == unknown
