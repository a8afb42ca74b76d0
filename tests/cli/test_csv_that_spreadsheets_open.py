"""CSV holds no formula, CSV and JSON are UTF-8 wherever they go, and no encoding of a console ends a command."""

import csv
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season import commands as c
from glitterball.answers import Answer, csv_lines
from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.cli.streams import prepare
from glitterball.formulas import as_meant, harmless
from glitterball.season_files.table_text import Columns, rows_of
from glitterball.season_files.writing_tables import written
from glitterball.store import open_store
from tests.cli.test_ways_to_be_stopped import started
from tests.engine import small_season as small
from tests.thoroughness import part

NAMES = {
    "amy-ben": ("Zoë 李", "=cmd|' /C calc'!A0"),
    "cat-dan": ("+1+1", "@SUM(A1)"),
    "eve-fay": ("-Ώ", "Fay\U0001f483"),
}
POOR = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)
"""What a console, a redirected one on Windows, and a service without a locale write in."""

LINES = [
    ("events", "list"),
    ("season", "list"),
    ("season", "show", "small"),
    ("season", "import", "no-such-Ω.toml"),
    ("week", "check", "small", "1"),
    ("week", "standings", "small", "1"),
    ("week", "leaderboard", "small", "1"),
    ("week", "audit", "small", "1"),
    ("score", "give", "small", "1", "Ζοë", "x", "8", "--by", "Ω (score desk)"),
    ("votes", "status", "small", "1"),
    ("replay", "small"),
    ("doctor",),
]
FORMS = ("csv", "json", "jsonl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A season with a cast that no console can write."""
    place = tmp_path_factory.mktemp("poor")
    with open_store(f"sqlite:{place / 'show.sqlite'}") as store:
        for command, by in small.opening():
            said = command
            if isinstance(command, c.CastCouple) and command.couple in NAMES:
                celebrity, professional = NAMES[command.couple]
                said = c.CastCouple(couple=command.couple, celebrity=celebrity, professional=professional)
            store.engine.do("small", said, by)
    return place


def told(folder: Path, *words: str, **environment: str) -> tuple[int, bytes, bytes]:
    """What a command says in a process of its own."""
    telling = started(folder, *words, **{"PYTHONUTF8": "0", **environment})
    out, err = telling.communicate()
    return telling.returncode, out, err


def told_here(folder: Path, encoding: str, *words: str) -> tuple[int, bytes, bytes]:
    """What a command says in this process, on streams of that encoding."""
    with TemporaryFile() as out, TemporaryFile() as err:
        with (
            redirect_stdout(io.TextIOWrapper(out, encoding, "strict", write_through=True)) as outer,
            redirect_stderr(io.TextIOWrapper(err, encoding, "strict", write_through=True)) as beside,
        ):
            prepare()
            code = run(app, ["--store", f"sqlite:{folder / 'show.sqlite'}", *words])
            sys.stdout.flush()
            sys.stderr.flush()
            outer.detach()
            beside.detach()
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


def ends_in_a_sentence(code: int, err: bytes) -> None:
    assert code in (0, 1, 2, 3, 4)
    assert b"should not have happened" not in err
    assert b"Traceback" not in err


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_no_encoding_of_a_console_ends_a_command(line: tuple[str, ...], encoding: str, folder: Path) -> None:
    """X01: at most a first line, then an unforeseen error."""
    code, _, err = told_here(folder, encoding, *line)
    ends_in_a_sentence(code, err)


@pytest.mark.heavy("processes")
@pytest.mark.parametrize(("line", "environment"), part([*product(LINES, POOR)], 3, of=13), ids=str)
def test_no_environment_of_a_process_ends_a_command(
    line: tuple[str, ...], environment: dict[str, str], folder: Path
) -> None:
    """The same from the start of the interpreter, which then reads what was typed without a locale, too."""
    code, _, err = told(folder, *line, **environment)
    ends_in_a_sentence(code, err)


def is_utf_8(form: str, code: int, out: bytes) -> None:
    assert code == 0
    assert "Zoë 李" in out.decode("utf-8")
    if form == "json":
        assert json.loads(out.decode("utf-8"))["schema"] == "glitterball.event-list.v1"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("form", FORMS)
def test_what_machines_read_is_utf_8_wherever_it_goes(form: str, encoding: str, folder: Path) -> None:
    """X01: in the CSV the heading stood alone."""
    code, out, _ = told_here(folder, encoding, "events", "list", "--format", form)
    is_utf_8(form, code, out)


@pytest.mark.heavy("processes")
@pytest.mark.parametrize(("form", "environment"), part([*product(FORMS, POOR)], 0, of=5), ids=str)
def test_what_machines_read_is_utf_8_in_any_environment(form: str, environment: dict[str, str], folder: Path) -> None:
    code, out, _ = told(folder, "events", "list", "--format", form, **environment)
    is_utf_8(form, code, out)


@pytest.mark.parametrize("view", [("season", "show", "small"), ("week", "leaderboard", "small", "1")])
def test_no_cell_of_a_csv_is_a_formula(view: tuple[str, ...], folder: Path) -> None:
    """N03: `=cmd|' & Zed` and `+1+1 & @SUM(A1)` stood in the leaderboard's CSV."""
    _, out, _ = told_here(folder, "utf-8", *view, "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(out.decode())) for cell in row]
    assert any("+1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_json_says_names_as_they_are(folder: Path) -> None:
    _, out, _ = told_here(folder, "utf-8", "week", "leaderboard", "small", "1", "--format", "json")
    assert any(str(row["name"]).startswith("+1+1 & @SUM(A1)") for row in json.loads(out)["data"])


@pytest.mark.parametrize("number", ["-1", "+17/2", "-8.5", "1,000", "-12 %".replace(" ", "")])
def test_numbers_are_left_as_they_are(number: str) -> None:
    assert harmless(number) == number


@given(st.text(alphabet="'=+-@\t\rab1 "))
def test_what_we_write_we_read_back_as_it_was_meant(text: str) -> None:
    assert as_meant(harmless(text)) == text
    assert harmless(text)[:1] not in tuple("=@\t\r")


@given(st.lists(st.text(alphabet="'=+-@;,\"ab1", min_size=1), min_size=1))
def test_a_table_of_ours_comes_back_as_it_was(styles: list[str]) -> None:
    """N03, round trip: a style called =Rumba is called so after export and import."""
    octets = written(("style",), [{"style": style} for style in styles])
    rows = rows_of(octets.decode(), "scores.csv", Columns(("style",), ()), [])
    assert [row["style"] for row in rows] == styles


def test_a_row_of_text_and_numbers() -> None:
    answer = Answer(schema="test", mode="live", title="", rows=[{"name": "=1", "count": -1, "exact": "-17/2"}])
    assert list(csv_lines(answer)) == ["name,count,exact,mode", "'=1,-1,-17/2,live"]
