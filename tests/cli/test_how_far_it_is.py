"""Long work says how far it is on a terminal, on standard error, and nothing of it stays behind. Elsewhere it says nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.steps import TOLD, counted, heard_by
from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("processes")


ROOT = Path(__file__).parents[2]
TYPED = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
CLEARED = "\x1b[2K"
SHOWN_AGAIN = "\x1b[?25h"

LONG = {
    "season import us-33 --as again": "lines",
    "season validate us-33": "lines",
    "replay us-33": "weeks",
    "doctor": "events",
    "projections update": "events",
    "projections rebuild": "events",
    "checkpoint rebuild": "hashing the log",
}


def on_a_terminal(desk: Desk, line: str, before: str = "", **environment: str) -> tuple[int, str, str]:
    """How a command ends whose standard error is a terminal: its code, what went to the pipe, what to the screen."""
    pty = pytest.importorskip("pty")
    assert pty
    master, terminal = os.openpty()
    words = [sys.executable, "-c", before + TYPED, "--store", desk.store, *line.split()]
    typed = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    with subprocess.Popen(words, cwd=desk.folder, env=typed, stdout=subprocess.PIPE, stderr=terminal) as running:
        os.close(terminal)
        drawn = b""
        while piece := _read(master):
            drawn += piece
        out = running.stdout.read() if running.stdout else b""
    os.close(master)
    return running.returncode, out.decode(), drawn.decode()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65_536)
    except OSError:  # whoever wrote there has ended
        return b""


@pytest.mark.parametrize(("line", "counts"), part(tuple(LONG.items()), 0, of=3))
def test_it_is_told_on_a_terminal_and_is_gone_when_it_is_done(line: str, counts: str, us_33: Desk) -> None:
    code, out, drawn = on_a_terminal(us_33, line)
    assert code == 0
    assert counts in drawn
    assert drawn.count(SHOWN_AGAIN) == drawn.count("\x1b[?25l") > 0
    assert drawn.rindex(CLEARED) > drawn.index(counts)
    assert CLEARED not in out


@pytest.mark.parametrize("line", part(tuple(LONG), 1, of=3))
def test_in_a_pipe_and_on_a_dumb_terminal_nothing_is_drawn(line: str, us_33: Desk) -> None:
    code, out, drawn = on_a_terminal(us_33, line, TERM="dumb", NO_COLOR="1")
    assert code == 0
    assert "\x1b" not in out + drawn
    assert not drawn.startswith("\r\n")
    told = us_33.types(line)
    assert "\x1b" not in told.out + told.err


@pytest.mark.parametrize("line", ["replay us-33", "season import us-33 --as again"])
def test_ctrl_c_in_the_middle_leaves_the_cursor_and_says_what_is_recorded(line: str, us_33: Desk) -> None:
    """Pressed, for certain, while things are counted: when the third of them is told."""
    pressed = (
        "import os, signal\n"
        "from glitterball import steps\n"
        "told = steps._told\n"
        "def pressed(things, what, of, heard):\n"
        "    for number, thing in enumerate(told(things, what, of, heard)):\n"
        f"        if number == 3: os.kill(os.getpid(), {int(signal.SIGINT)})\n"
        "        yield thing\n"
        "steps._told = pressed\n"
    )
    code, _, drawn = on_a_terminal(us_33, line, before=pressed)
    assert code == 130
    assert drawn.rindex(SHOWN_AGAIN) > drawn.rindex("\x1b[?25l")
    assert "Traceback" not in drawn
    assert "Nothing was recorded." in drawn or "Stopped" in drawn
    assert us_33.types("season show again").code == 3


@given(things=st.lists(st.integers(), max_size=60), known=st.booleans())
def test_whoever_watches_hears_the_beginning_and_the_end_and_changes_nothing(things: list[int], known: bool) -> None:
    heard: list[tuple[str, int, int | None]] = []
    of = len(things) if known else None
    with heard_by(lambda what, done, of: heard.append((what, done, of))):
        assert list(counted(things, "marks", of)) == things
    assert heard[0] == ("marks", 0, of)
    assert heard[-1] == ("marks", len(things), of)
    assert list(counted(things, "marks", of)) == things


def test_a_million_are_told_in_a_thousand_steps() -> None:
    heard: list[int] = []
    with heard_by(lambda what, done, of: heard.append(done)):
        things: Sequence[int] = range(1_000_000)
        assert sum(1 for _ in counted(things, "events", len(things))) == len(things)
    assert len(heard) <= TOLD + 2
    assert heard == sorted(heard)
