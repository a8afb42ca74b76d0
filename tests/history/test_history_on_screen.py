"""`glitterball history` and `week implied`, typed at the command line."""

import contextlib
import csv
import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from glitterball.addresses import Address
from glitterball.cli import history, implied, season
from glitterball.cli.ending import run
from tests.history.files import changed, five_seasons, small, wide


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with a file of five seasons and a store, and somebody typing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = typer.Typer(pretty_exceptions_enable=False)
        self.app.callback()(self._options)
        self.app.add_typer(history.app, name="history")
        self.app.add_typer(season.app, name="season")
        weeks = typer.Typer()
        weeks.command("implied")(implied.implied)
        weeks.callback()(lambda: None)
        self.app.add_typer(weeks, name="week")

    def _options(self, context: typer.Context) -> None:
        context.obj = Address.read(f"sqlite:{self.folder / 'show.sqlite'}")

    def file(self, name: str, data: bytes) -> None:
        """A file in the folder."""
        (self.folder / name).write_bytes(data)

    def types(self, line: str) -> Said:
        """Run `glitterball LINE`; `@` stands for this folder."""
        words = [word.replace("@", str(self.folder)) for word in shlex.split(line)]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(self.app, words)
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.file("five.csv", five_seasons())
    desk.file("small.csv", wide(1, *small()))
    return desk


def test_an_audit_is_one_line_a_week_and_a_summary(desk: Desk) -> None:
    said = desk.types("history audit @/five.csv --season 1")
    assert said.code == 0
    lines = [line for line in said.out.splitlines() if line.startswith("     1 ")]
    assert len(lines) == 6
    assert "Rachel & Jonathan left" in lines[3]
    assert "public place 4; 4 of 24 public orders" in lines[3]
    assert "1 season, 6 couples, 6 weeks: 6 consistent, 0 inconsistent" in said.out
    assert said.err == ""


def test_notes_say_how_every_week_was_read(desk: Desk) -> None:
    quiet = desk.types("history audit @/five.csv --season 3")
    loud = desk.types("history audit @/five.csv --season 3 --notes")
    assert "two dances are the fewest" not in quiet.out
    assert "see them with --notes" in quiet.out
    assert "two dances are the fewest" in loud.out
    assert "! warning: five.csv:16: Sara Evans & Tony Dovolani withdrew" in quiet.out


def test_json_and_csv_have_every_week_and_json_every_finding(desk: Desk) -> None:
    document = json.loads(desk.types("history audit @/five.csv --season 33 --format json").out)
    assert (document["schema"], document["mode"]) == ("glitterball.history-audit.v1", "historic")
    assert document["basis"]["verdicts"]["consistent"] == 9
    assert document["data"][1]["left"] == ["Tori & Pasha", "Anna & Ezra"]
    assert document["data"][1]["orders_in_all"] == "6227020800"
    assert any("no-break" in warning for warning in document["warnings"])
    rows = list(csv.DictReader(io.StringIO(desk.types("history audit @/five.csv --season 33 --format csv").out)))
    assert [row["verdict"] for row in rows] == ["consistent"] * 9


def test_a_result_no_vote_gives_ends_with_1_and_a_row_that_cannot_be_read_with_3(desk: Desk) -> None:
    desk.file("two winners.csv", wide(1, *changed(1, ended="1st Place|1")))
    assert desk.types("history audit '@/two winners.csv'").code == 1
    desk.file("broken.csv", wide(1, *small()).replace(b"7,7,7", b"7,seven,7", 1))
    said = desk.types("history audit @/broken.csv")
    assert said.code == 3
    assert "not worked out" in said.out
    assert "'seven' is not a number" in said.out


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("history audit @/nothing.csv", 3, "cannot be read"),
        ("history audit @/five.csv --rules us-99", 3, "rulebooks that ship are"),
        ("history import @/five.csv 2 -o @/two", 3, "five.csv has no season 2; it has: 1, 3, 15, 28, 33"),
        ("history import @/small.csv 1 -o @", 3, "it is not empty"),
        ("history audit @/empty.csv", 3, "the file is empty"),
    ],
)
def test_the_wrong_thing_typed_gets_a_sentence(desk: Desk, line: str, code: int, says: str) -> None:
    desk.file("empty.csv", b"")
    said = desk.types(line)
    assert (said.code, "Traceback" in said.err) == (code, False), said.err
    assert says in said.err
    assert "Nothing was recorded." in said.err


@pytest.mark.heavy("nights")
def test_a_season_of_the_file_is_imported_into_a_folder_and_from_there_into_a_store(desk: Desk) -> None:
    said = desk.types("history import @/five.csv 28 -o @/us-28")
    assert said.code == 0
    assert "weeks 3 and 4 count together" in said.err
    assert desk.types("season validate @/us-28").code == 0
    assert desk.types("season import @/us-28").code == 0
    implied = desk.types("week implied us-28 6")
    assert implied.code == 0
    assert "808 of 362,880 public orders give it" in implied.out


def test_another_rulebook_can_be_named_for_the_whole_file(desk: Desk) -> None:
    desk.file("77.csv", wide(77, *small()))
    assert "not worked out" in desk.types("history audit @/77.csv").out
    assert "3 consistent" in desk.types("history audit @/77.csv --rules us-34").out


@pytest.mark.heavy("nights")
def test_what_season_33_week_2_implies_is_shown_for_every_reading(desk: Desk) -> None:
    desk.types("season import us-33")
    said = desk.types("week implied us-33 2")
    assert said.code == 0
    first, others = said.out.split("Other readings of the rules")
    assert "public place 3 to 13" in next(line for line in first.splitlines() if line.startswith("Anna & Ezra"))
    assert "public place 4 to 13" in next(line for line in first.splitlines() if line.startswith("Tori & Pasha"))
    assert "83 of the 156 placings of those who left" in first
    assert "less than 9.14 %" in others
    rows = list(csv.DictReader(io.StringIO(desk.types("week implied us-33 2 --format csv").out)))
    share = next(row for row in rows if row["reading"] == "method = share" and row["couple"] == "anna-ezra")
    assert (share["counts"], share["least"], share["most_attained"]) == ("public share", "0", "no")
    assert len({row["reading"] for row in rows}) * 13 == len(rows)


@pytest.mark.heavy("every one")
def test_with_danger_the_danger_set_announced_is_the_lowest(desk: Desk) -> None:
    desk.types("season import us-33")
    plain = json.loads(desk.types("week implied us-33 2 --format json").out)
    taken = json.loads(desk.types("week implied us-33 2 --danger --format json").out)
    assert (plain["basis"]["danger_is_lowest"], taken["basis"]["danger_is_lowest"]) == (False, True)
    assert int(taken["data"][0]["orders"]) < int(plain["data"][0]["orders"])
    said = desk.types("week implied us-33 4 --danger")
    assert said.code == 3
    assert "nobody was announced in danger" in said.err
