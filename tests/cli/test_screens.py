"""What a screen shows depends on the screen: its width, whether it has colours, and whether it is one at all."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from glitterball.cli.layout import Heading, Piece, Table, laid_out
from glitterball.cli.screen import LEFT_TO_RIGHT_MARK, in_lines, print_lines, sentence, width_of
from glitterball.cli.weights import CAPITALS, WHOLE, style_of
from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

CODE = re.compile(r"\x1b\[[0-9;]*m")
COLOUR = re.compile(r"\x1b\[(?:\d+;)?3\d")


class Terminal:
    """A stream that somebody watches."""

    def __init__(self) -> None:
        self.shown = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.shown += text
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def fileno(self) -> int:
        raise OSError("not of this machine")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal of the usual kind, about which nothing was said."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


@contextlib.contextmanager
def watched() -> Iterator[Terminal]:
    """What is printed while somebody watches."""
    terminal = Terminal()
    with contextlib.redirect_stdout(terminal):  # type: ignore[type-var]
        yield terminal


def painted(said: dict[str, str], environment: pytest.MonkeyPatch, stream: object) -> str:
    for name, value in said.items():
        environment.setenv(name, value)
    return sentence("us-33, week 2: NOT READY", stream)


@pytest.mark.parametrize(
    ("said", "terminal", "weight", "colour"),
    [
        ({}, True, True, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1"}, True, True, False),
        ({"NO_COLOR": ""}, True, True, True),
        ({"FORCE_COLOR": "1"}, False, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True, False),
        ({"TERM": "dumb"}, True, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True, True),
    ],
)
def test_colour_is_for_screens_that_have_it_and_people_who_want_it(
    said: dict[str, str], terminal: bool, weight: bool, colour: bool, environment: pytest.MonkeyPatch
) -> None:
    told = painted(said, environment, Terminal() if terminal else object())
    assert bool(CODE.search(told)) == weight
    assert bool(COLOUR.search(told)) == colour
    assert CODE.sub("", told) == "us-33, week 2: NOT READY"


@pytest.mark.parametrize("state", [*CAPITALS, *WHOLE])
def test_every_state_that_has_a_colour_is_told_in_words(state: str) -> None:
    assert style_of(state) == {**WHOLE, **CAPITALS}[state]
    assert style_of(f"{state} (announced)") == style_of(state)


@pytest.mark.parametrize("name", ["Out & About", "Ready Reggie & Ole", "Saved by the Bell", "leaves of grass", "okay"])
def test_a_name_is_no_state(name: str) -> None:
    assert style_of(name) == ""


@pytest.mark.parametrize(
    ("columns", "width"),
    [("60", 60), ("200", 200), ("0", 80), ("wide", 80), ("-5", 80), ("1", 20), ("", 80), ("²", 80)],
)
def test_a_screen_is_as_wide_as_it_says(columns: str, width: int, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("COLUMNS", columns)
    assert width_of(Terminal()) == width


def test_in_a_pipe_each_row_is_a_line_unless_a_width_is_stated(environment: pytest.MonkeyPatch) -> None:
    assert width_of(object()) >= 10_000
    environment.setenv("COLUMNS", "80")
    assert width_of(object()) == 80


def test_in_a_pipe_a_sentence_stays_on_its_line() -> None:
    assert "\n" not in sentence("word " * 200, object())
    assert "\n" in sentence("word " * 200, Terminal())


@given(
    st.lists(st.sampled_from(["judges'", "place", "10)", "李小龙", "1,200"]), min_size=1, max_size=60),
    st.integers(20, 200),
)
def test_a_folded_sentence_breaks_no_word_and_keeps_its_indent(words: list[str], width: int) -> None:
    lines = in_lines("  " + " ".join(words), width, further=2)
    assert " ".join(lines).split() == words
    assert all(cell_len(line) <= width for line in lines)
    assert all(line.startswith("  ") for line in lines)


def test_a_command_is_never_folded_so_that_it_can_be_copied() -> None:
    command = "glitterball week certify harbour-1 1 --by 'Eve (executive)' --with 'Ada (adjudicator)'."
    lines = in_lines(f"Certify it first: {command} Then announce what follows.", 40)
    assert lines == ["Certify it first:", command, "Then announce what follows."]


def test_a_number_beside_a_name_from_right_to_left_stays_beside_it() -> None:
    table = Table([Heading("couple"), Heading("votes", True)], [[Piece("שלום ועדן"), Piece("1,200")]])
    with watched() as terminal:
        print_lines(laid_out(table, 80))
    assert f"שלום ועדן{LEFT_TO_RIGHT_MARK}  1,200" in CODE.sub("", terminal.shown)


WEEKS = (
    "week standings us-33 2",
    "season show us-33",
    "week scorecards us-33 2",
    "week audit us-33 2",
    "demo",
    "season list",
)


@pytest.mark.heavy("nights")
@pytest.mark.parametrize(
    ("line", "width"),
    [(line, width) for at, line in enumerate(WEEKS) for width in part((60, 80, 100, 120, 200), at, of=3)],
)
def test_season_33_fits_on_every_screen_and_says_the_same(line: str, width: int, us_33: Desk) -> None:
    def numbers(text: str) -> set[str]:
        return set(re.findall(r"\d[\d,./-]*\d|\d", CODE.sub("", text)))

    wide = us_33.types(line).out
    os.environ["COLUMNS"] = str(width)
    try:
        said = us_33.types(line)
    finally:
        del os.environ["COLUMNS"]
    assert numbers(said.out) == numbers(wide)
    assert all(cell_len(shown) <= width or "glitterball " in shown for shown in said.out.splitlines())


def in_a_terminal(columns: int, *words: str, folder: Path) -> str:
    """What a terminal of so many columns shows of `glitterball WORDS`, in a process of its own."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    child, master = pty.fork()
    if child == 0:  # pragma: no cover - the other process
        os.environ.update(TERM="xterm-256color", PYTHONPATH=str(Path(__file__).parents[2]))
        typed = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execv(sys.executable, [sys.executable, "-c", typed, "--store", f"sqlite:{folder / 'show.sqlite'}", *words])
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while octets := os.read(master, 4096):
            shown += octets
    os.waitpid(child, 0)
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.heavy("every one")
def test_on_a_real_terminal_who_left_is_heavy_and_every_name_whole(us_33: Desk) -> None:
    shown = in_a_terminal(60, "week", "audit", "us-33", "2", folder=us_33.folder)
    assert "\x1b[1;31mELIMINATED\x1b[0m" in shown
    plain = CODE.sub("", shown)
    assert all(cell_len(line) <= 60 for line in plain.splitlines() if "glitterball " not in line)
    assert {"Tori", "Pasha", "Anna", "Ezra", "Chandler"} <= set(plain.split())


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("line", ["week scorecards us-33 2", "week leaderboard us-33 2"])
def test_marks_stand_in_a_table_with_each_couple_named_once(
    line: str, width: int, us_33: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both had a couple under its identifier and its name, columns nobody filled, and at 80 columns were records."""
    monkeypatch.setenv("COLUMNS", str(width))
    told = us_33.types(line).out.splitlines()
    assert told[1].split()[0] in ("couple", "place")
    assert max(map(cell_len, told)) <= width
    assert not any("  couples:" in row or "  name:" in row for row in told)


def test_a_place_that_is_shared_says_so(us_33: Desk) -> None:
    told = us_33.types("week leaderboard us-33 2").out
    assert re.search(r"^ +=3  Joey & Jenna", told, re.MULTILINE)
    assert re.search(r"^ +1  Chandler & Brandon", told, re.MULTILINE)
