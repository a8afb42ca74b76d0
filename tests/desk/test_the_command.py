"""`glitterball desk` itself: what it needs, who speaks, and a real terminal."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from importlib import util
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.cli.desk import ASK_ELSEWHERE, SpeaksHere
from glitterball.cli.settings import Standing
from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import last_position

SCRIPT = "from glitterball.cli import main; main()"


def test_without_a_terminal_it_says_what_to_do(line: CommandLine) -> None:
    said = line.types('desk harbour-1 1 --by "Dora (score desk)"')
    assert said.code == 2
    assert "[desk-needs-terminal]" in said.err
    assert "ssh -t" in said.err


def test_without_the_library_it_says_what_to_install(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    found = util.find_spec
    monkeypatch.setattr("glitterball.cli.desk.find_spec", lambda name: None if name == "textual" else found(name))
    said = line.types("desk harbour-1 1")
    assert said.code == 2
    assert "pip install 'glitterball[desk]'" in said.err


def test_a_season_or_week_that_is_not_there_is_refused_first(line: CommandLine) -> None:
    assert "[season-unknown]" in line.types("desk nowhere-1 1").err
    assert "[week-not-in-season]" in line.types("desk harbour-1 9").err
    assert "[person-unclear]" in line.types("desk harbour-1 1 --by Dora").err


def test_who_sits_at_the_desk_stands_over_the_environment(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLITTERBALL_BY", "Petra (producer)")
    said = SpeaksHere(Address.read(line.store), (), Standing("Dora (score desk)", "--by")).record(
        ("score", "row", "--", "harbour-1", "1", "1.1.mia-jon", "9", "8")
    )
    assert (said.code, said.positions) == (0, (13, 14))
    last = line.types("events list --season harbour-1 --format csv").out.splitlines()[-1]
    assert "Dora" in last


def test_trying_a_line_records_nothing(line: CommandLine) -> None:
    before = last_position(line)
    speaks = SpeaksHere(Address.read(line.store), (), Standing("Dora (score desk)", "--by"))
    tried = speaks.would(("score", "row", "--", "harbour-1", "1", "1.1.mia-jon", "9", "8"))
    assert (tried.code, tried.positions) == (0, ())
    assert speaks.would(("week", "standings", "harbour-1", "1")).sentences == (ASK_ELSEWHERE,)
    assert "has no command" in " ".join(speaks.would(("week", "frobnicate")).sentences)
    assert last_position(line) == before


def test_a_file_named_as_the_keyboard_is_empty_and_the_keyboard_stays(line: CommandLine) -> None:
    keyboard = sys.stdin
    said = SpeaksHere(Address.read(line.store), (), None).would(
        ("score", "import", "harbour-1", "1", "-", "--by", "Dora (score desk)")
    )
    assert said.code != 0
    assert sys.stdin is keyboard


LEAVES_THE_SCREEN = "\x1b[?1049l"


class Terminal:
    """A real terminal of 24 rows and 80 columns, with the desk in it."""

    def __init__(self, *words: str, environment: dict[str, str]) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(theirs)
        os.set_blocking(ours, False)
        self.screen, self.written = ours, b""

    def sees(self, text: str, seconds: int = 60) -> None:
        """Wait until something was drawn."""
        for _ in range(seconds * 20):
            try:
                self.written += os.read(self.screen, 65_536)
            except (BlockingIOError, OSError):
                time.sleep(0.05)
            if text.encode() in self.written:
                return
        raise AssertionError(f"never drawn: {text}\n{self.written[-2_000:]!r}")

    def types(self, text: str) -> None:
        """Keys as a terminal sends them."""
        os.write(self.screen, text.encode())


@pytest.mark.heavy("every one")
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_in_a_real_terminal_marks_are_typed_and_recorded(line: CommandLine, tmp_path: Path) -> None:
    words = ("--store", line.store, "desk", "harbour-1", "1", "--by", "Dora (score desk)")
    terminal = Terminal(*words, environment={"NO_COLOR": "1"})
    try:
        terminal.sees("NOT READY: 4 reasons")
        terminal.types("m9 8\r")
        terminal.sees("recorded 13: Ana Ruiz gave Mia & Jon 9")
        terminal.types("q")
        assert terminal.process.wait(60) == 0
    finally:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.screen)
    assert last_position(line) == 14


@pytest.mark.heavy("every one")
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize("told", ["SIGTERM", "SIGHUP"])
def test_a_desk_that_is_told_to_end_gives_the_terminal_back(line: CommandLine, told: str) -> None:
    """The terminal stayed on the other screen, without echo."""
    asked = getattr(signal, told)
    words = ("--store", line.store, "desk", "harbour-1", "1", "--by", "Dora (score desk)")
    terminal = Terminal(*words, environment={"NO_COLOR": "1"})
    try:
        before = termios.tcgetattr(terminal.screen)
        terminal.sees("NOT READY: 4 reasons")
        during = termios.tcgetattr(terminal.screen)
        terminal.process.send_signal(asked)
        terminal.sees(LEAVES_THE_SCREEN)
        assert terminal.process.wait(60) == -asked
        assert termios.tcgetattr(terminal.screen) == before != during
    finally:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.screen)
