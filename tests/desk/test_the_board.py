"""What the desk shows of a week is what the command line answers of it: in seasons that are drawn, at any step of them."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.addresses import Address
from glitterball.desk.board import Board
from glitterball.desk.following import Follower
from glitterball.store import open_store
from glitterball.testing.script import SEASON, Said, Script
from glitterball.testing.seasons import seasons
from tests.cli.typing_at_it import Desk as CommandLine
from tests.thoroughness import examples


@st.composite
def nights(draw: st.DrawFn) -> tuple[Script, int, int]:
    """A live season, how many of its steps have been said, and a week that was opened by then."""
    script = draw(seasons(mode="live", max_weeks=2))
    opened = [
        (place, step.command.week)
        for place, step in enumerate(script.steps, start=1)
        if isinstance(step, Said) and step.command.do == "open-week"
    ]
    first, week = draw(st.sampled_from(opened))
    return script, draw(st.integers(first, len(script.steps))), week


def said_so_far(folder: Path, script: Script, steps: int) -> CommandLine:
    """A store in which so many steps of a season are recorded."""
    line = CommandLine(folder)
    with open_store(line.store) as store:
        for step in script.steps[:steps]:
            if isinstance(step, Said):
                store.engine.do(SEASON, step.command, step.by)
            else:
                store.engine.receive((step.message,))
    return line


def seen(line: CommandLine, week: int) -> Board:
    follower = Follower(Address.read(f"sqlite:{line.folder}/show.sqlite"), SEASON, week)
    try:
        found = follower.look()
    finally:
        follower.close()
    assert found.board is not None, found.stale
    assert not found.stale
    return found.board


def data(line: CommandLine, words: str) -> list[dict[str, Any]]:
    return list(json.loads(line.types(f"{words} --format json").out)["data"])


@pytest.mark.heavy("every one")
@given(nights())
@settings(max_examples=examples(60, fewest=12), deadline=None)
def test_the_board_is_what_the_command_line_answers(night: tuple[Script, int, int]) -> None:
    script, steps, week = night
    with tempfile.TemporaryDirectory() as folder:
        line = said_so_far(Path(folder), script, steps)
        board = seen(line, week)
        check = line.types(f"week check {SEASON} {week}")
        assert board.ready == (check.code == 0)
        assert f"week {week}: {board.word}" in check.out
        found = {
            (row["where"], row["what"], tuple(row["settled_by"])) for row in data(line, f"week check {SEASON} {week}")
        }
        assert {(reason.where, reason.what, reason.lines) for reason in board.reasons} == found
        rows = data(line, f"week standings {SEASON} {week}")
        assert [(row.couple, row.place, row.result, row.status, row.provisional) for row in board.standings] == [
            (row["couple"], row["place"], row["result"], row["status"], row["provisional"]) for row in rows
        ]
        marks = {(row["dance"], row["judge"]) for row in data(line, f"week scorecards {SEASON} {week}") if row["judge"]}
        shown = {(row.dance, cell.judge) for row in board.grid.rows for cell in row.cells if cell and cell.mark}
        assert shown <= marks
        ended = {row["decision"]: row["ended"] for row in data(line, f"decision list {SEASON}")}
        waiting = {decision for decision, how in ended.items() if how.startswith("open")}
        assert {each.decision for each in board.waiting} == waiting
