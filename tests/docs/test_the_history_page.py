"""The page on files of seasons: every command prints what it says, the picture is one, and its files tell one season."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from glitterball.history import Beside, audit_history, together_said
from glitterball.rulebooks import shipped_rulebook
from tests.cli.typing_at_it import Desk
from tests.docs.test_the_tutorial import ROOT, blocks, commands, matches, printed

PAGE = (ROOT / "docs" / "history.md").read_text()
FILES = ROOT / "docs" / "history"
DOWNLOAD = ROOT / "tests" / "history" / "data" / "comap-five-seasons.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FILES, tmp_path / "lantern")
    shutil.copy(DOWNLOAD, tmp_path / "2026_MCM_Problem_C_Data.csv")
    return tmp_path


@pytest.mark.heavy("documents")
def test_every_command_of_the_page_prints_what_it_says(folder: Path) -> None:
    desk = Desk(folder)
    run = 0
    for line, expected in commands(PAGE):
        found = printed(desk, line)
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
        run += 1
    assert run > 8


def test_the_python_on_the_page_runs_and_draws_a_bar_for_each_couple(folder: Path) -> None:
    for block in blocks(PAGE, "python"):
        exec(compile(block, "a block of the documentation", "exec"), {})
    drawn = ElementTree.parse(folder / "week-6.svg").getroot()
    bars = [one for one in drawn if one.tag.endswith("rect")]
    assert len(bars) == 7
    assert [one.get("fill") for one in bars].count("#b03060") == 1
    assert all(int(one.get("width") or 0) >= 12 for one in bars)


@pytest.mark.parametrize(
    "name", ["one-row-a-couple", "one-row-a-score", "one-row-a-dance", "cells", "weekly-totals", "tables"]
)
def test_the_files_of_the_page_tell_one_season(name: str) -> None:
    beside = Beside(show="Lantern", season=4, together=together_said(str(FILES / "weeks-together.csv")))
    rules = shipped_rulebook("us-3-27")
    told = audit_history(FILES / (name if name == "tables" else f"{name}.csv"), None, rules, beside=beside)
    expected = audit_history(FILES / "one-row-a-couple.csv", None, rules, beside=beside)

    def seen(report: object) -> dict[tuple[int, str], tuple[object, ...]]:
        rows = report.ranges  # type: ignore[attr-defined]  # a report
        kept = [row for row in rows if row.week < 4 or name != "weekly-totals"]
        return {(row.week, row.couple): (row.marks, row.result, row.least, row.most) for row in kept}

    assert seen(told) == {key: seen(expected)[key] for key in seen(told)}
    assert len(seen(told)) == (13 if name == "weekly-totals" else 15)


def test_every_file_beside_the_page_stands_on_it() -> None:
    assert [path.name for path in sorted(FILES.iterdir()) if f"history/{path.name}" not in PAGE] == []
