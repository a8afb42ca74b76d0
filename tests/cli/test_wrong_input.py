"""Bad input gets a clear sentence and the right exit code, and nothing is recorded."""

import sqlite3
import tempfile
from pathlib import Path

import pytest

from glitterball.log.event_log import EventLog
from tests.cli.typing_at_it import Desk
from tests.conditions import as_somebody_without_rights, files_of_at_most

SEASON = Path(__file__).parents[2] / "glitterball" / "seasons" / "us-33"
TOML = (SEASON / "season.toml").read_text()
SCORES = (SEASON / "scores.csv").read_text()


def broken(desk: Desk, toml: str | bytes = TOML, scores: str | bytes = SCORES) -> None:
    desk.file("mine/season.toml", toml)
    desk.file("mine/scores.csv", scores)


@pytest.mark.parametrize(
    ("toml", "scores", "says"),
    [
        (TOML.replace("number = 33", "number = "), SCORES, "season.toml:"),
        (TOML.replace('couple = "anna-ezra"', 'couple = "Anna Ezra"', 1), SCORES, "season.toml:"),
        (TOML, "\n".join(line.split(",", 1)[1] for line in SCORES.splitlines()), "scores.csv"),
        (TOML, SCORES.encode("utf-16"), "scores.csv"),
        (TOML.encode() + b"\n# caf\xe9\n", SCORES, "season.toml"),
        (TOML, SCORES.replace("anna-ezra", "anna-boris", 1), "anna-boris"),
        (TOML, SCORES.replace("Cha-cha,5,5,,,,5,15", "Cha-cha,5,55,,,,5,65", 1), "scale"),
        (TOML, SCORES + SCORES.splitlines()[-1] + "\n", "scores.csv:"),
    ],
    ids=["TOML", "identifier", "column", "UTF-16", "Latin-1", "couple", "scale", "duplicate"],
)
def test_a_broken_season_file_is_refused_with_file_and_line(
    desk: Desk, toml: str | bytes, scores: str | bytes, says: str
) -> None:
    assert (toml, scores) != (TOML, SCORES)
    broken(desk, toml, scores)
    said = desk.types("season import {folder}/mine")
    assert said.code == 3
    assert says in said.err
    assert "Nothing was recorded." in said.err
    assert "Traceback" not in said.err
    with EventLog.open(desk.store) as log:
        assert log.last_position() == 0


def test_a_truncated_store_is_damaged_and_says_so(us_33: Desk) -> None:
    path = us_33.folder / "show.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    said = us_33.types("season show us-33")
    assert said.code == 5
    assert "show.sqlite" in said.err
    assert "Traceback" not in said.err


def test_a_store_of_a_newer_version_is_left_alone(us_33: Desk) -> None:
    path = us_33.folder / "show.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    said = us_33.types("season show us-33")
    assert said.code == 3
    assert "newer" in said.err
    assert path.read_bytes() == before


def test_a_read_only_folder_takes_no_store() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        with as_somebody_without_rights():
            said = Desk(Path(name)).types("season import us-33")
        assert said.code == 3
        assert "Nothing was recorded." in said.err
        assert list(Path(name).iterdir()) == []


def test_a_full_disk_takes_no_season(us_33: Desk) -> None:
    with files_of_at_most(100_000):  # less than the season: it is written into a journal first, a file of its own
        said = us_33.types("season import us-33 --as again")
    assert said.code == 3
    assert "Nothing was recorded." in said.err
    assert "again" not in us_33.types("season list").out


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("season show us-99", 3, "There is no season 'us-99'"),
        ("week standings us-33 12", 3, "has not been opened"),
        ("week standings us-33 2 --as-of 99999", 3, "no event at position 99999"),
        ("week standings us-33 2 --as-of 'week 20 sealed'", 3, "no week"),
        ("week standings us-33 2 --as-of yesterday", 3, "Write a position of the log (412), a time in UTC"),
        ("week standings us-33 2 --as-of 1999-09-24T21:58", 3, "Nothing of us-33 was on record"),
        ("season show us-33 --couple Jen", 3, "several couples"),
        ("season show us-33 --couple J", 3, "Did you mean Joey & Jenna"),
        ("season show us-33 --couple Zoe", 3, "no couple"),
        ("season import {folder}/nothing-here", 3, "Nothing was recorded."),
        ("votes import us-33 2 {folder}/nothing-here", 3, "cannot be read"),
        ("score give us-33 2 anna inaba 8 --by Dora", 3, "does not say who speaks in which role"),
        ("score give us-33 2 anna inaba acht --by 'Dora (historian)'", 2, "is not a number"),
        ("score give us-33 2 anna inaba 8 --by 'Dora (score desk)'", 3, "may not give-score"),
        ("score give us-33 2 anna inaba 8 --by 'Hal (historian)'", 3, "Week 2 is closed"),
        ("week check us-33 2", 4, ""),
        ("week standings us-33", 2, "WEEK"),
        ("week dance us-33", 2, "dance"),
        ("--store postgresql:nowhere season list", 3, "postgresql"),
        ("events show 99999", 3, "no event at position 99999"),
        ("projections export fans", 3, "fans"),
    ],
)
def test_the_wrong_thing_typed_gets_a_sentence(us_33: Desk, line: str, code: int, says: str) -> None:
    before = (us_33.folder / "show.sqlite").read_bytes()
    said = us_33.types(line)
    assert (said.code, "Traceback" in said.err) == (code, False), said.err
    assert says in " ".join(said.err.split())
    assert (us_33.folder / "show.sqlite").read_bytes() == before


@pytest.mark.heavy("nights")
def test_a_season_that_is_taken_in_again_is_answered_and_another_of_its_name_is_refused(us_33: Desk) -> None:
    before = us_33.types("events list --format jsonl").out
    again = us_33.types("season import us-33")
    assert again.code == 0
    assert "Nothing was recorded: all that this file says is on record already." in again.err
    assert us_33.types("season export us-33 -o {folder}/out").code == 0
    file = us_33.folder / "out" / "season.toml"
    file.write_text(file.read_text().replace("Joey Graziadei", "Joey Gratziadei"))
    other = us_33.types("season import {folder}/out")
    assert other.code == 3
    assert "already" in other.err
    assert us_33.types("events list --format jsonl").out == before


def test_without_a_store_one_is_told_how_to_make_one(desk: Desk) -> None:
    said = desk.types("season show us-33")
    assert said.code == 3
    assert "glitterball season import us-33" in said.err
    assert not (desk.folder / "show.sqlite").exists()


def test_an_export_does_not_overwrite(us_33: Desk) -> None:
    us_33.file("log.jsonl", "mine")
    said = us_33.types("events export -o {folder}/log.jsonl")
    assert said.code == 3
    assert "log.jsonl" in said.err
    assert (us_33.folder / "log.jsonl").read_text() == "mine"
