"""The tutorial and the README print what they say: every command is run, every Python block too."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text()
README = (ROOT / "README.md").read_text()
FIRST_SEASON = (ROOT / "docs" / "first-season.md").read_text()
BY_HAND = (ROOT / "docs" / "by-hand.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the console blocks with what is said to follow it."""
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            line, _, output = part.partition("\n")
            yield line, output


def in_order(text: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Each command of a page with what is said to follow it; sheets that its reader fills in are saved where they stand, as
    blocks of CSV that begin with the name of their file."""
    for kind, block in re.findall(r"^```(console|csv)\n(.*?)^```$", text, re.M | re.S):
        if kind == "console":
            yield from commands(f"```{kind}\n{block}```\n")
            continue
        name, _, table = block.partition("\n")
        (folder / name).write_text(table)


def printed(desk: Desk, line: str) -> str:
    """What a person sees on a terminal: both streams, and the exit code when it is not 0."""
    if line.startswith("sqlite3 "):
        _, path, query = line.split(" ", 2)
        with sqlite3.connect(desk.folder / path) as views:
            found = views.execute(query.strip('"')).fetchall()
        views.close()
        return "".join("|".join(map(str, row)) + "\n" for row in found)
    said = desk.types(line.removeprefix("uv run ").removeprefix("glitterball "))
    ending = f"(exit code {said.code})\n" if said.code else ""
    return said.out + said.err + ending


def matches(expected: str, found: str) -> bool:
    """Whether the output is as written; a line `...` stands for any lines, `...` in a line for any text."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else ".*".join(map(re.escape, line.rstrip().split("..."))) + r"[ ]*\n"
        for line in expected.rstrip("\n").splitlines()
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in found.splitlines())) is not None


@pytest.mark.heavy("documents")
@pytest.mark.parametrize(
    ("page", "least"),
    [(TUTORIAL, 30), (BY_HAND, 25), (FIRST_SEASON, 12)],
    ids=["tutorial", "by-hand", "first-season"],
)
def test_every_command_of_the_page_prints_what_it_says(
    page: str, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    if page is BY_HAND:
        shutil.copytree(ROOT / "docs" / "tutorial" / "harbour", tmp_path / "harbour")
    desk = Desk(tmp_path)
    desk.store = "sqlite:glitterball.sqlite"
    run = 0
    for line, expected in in_order(page, tmp_path):
        found = printed(desk, line)
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
        run += 1
    assert run > least


def test_every_command_about_people_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "docs" / "tutorial" / "harbour", tmp_path / "harbour")
    desk = Desk(tmp_path)
    desk.store = "sqlite:glitterball.sqlite"
    typed = list(commands((ROOT / "docs" / "people.md").read_text()))
    for line, expected in typed:
        found = printed(desk, line)
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
    assert len(typed) > 10


@pytest.mark.heavy("documents")
@pytest.mark.parametrize("text", [TUTORIAL, README], ids=["tutorial", "README"])
def test_every_python_block_runs(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = blocks(text, "python")
    assert found
    for block in found:
        exec(compile(block, "a block of the documentation", "exec"), {})


def test_the_readme_shows_what_the_demo_prints(desk: Desk) -> None:
    shown = next(output for line, output in commands(README) if line.endswith("glitterball demo"))
    assert matches(shown, printed(desk, "glitterball demo"))
