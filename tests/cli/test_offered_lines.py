"""A command line that an answer offers reaches the store of the line before it, whoever copies it."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from glitterball.cli.app import CONTENTS, app
from glitterball.cli.ending import run
from glitterball.cli.offered import ALONE, as_typed_here, at_one_store, nothing_typed, store_typed

PLACES = ("sqlite:elsewhere.sqlite", "sqlite:a show.sqlite", "sqlite:it's.sqlite")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def offered(told: str) -> list[str]:
    """The words behind `glitterball` of what stands behind the last colon."""
    return shlex.split(told.strip().split("\n")[0].rpartition(": glitterball ")[2].split("; ")[0])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("behind", [True, False])
def test_the_line_offered_after_an_import_shows_what_was_imported(
    place: str, behind: bool, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["season", "import", "us-33"]
    assert run(app, [*line, "--store", place] if behind else ["--store", place, *line]) == 0
    told = capsys.readouterr()
    assert run(app, offered(told.err)) == 0
    assert "Anna" in capsys.readouterr().out
    assert not (folder / "glitterball.sqlite").exists()


def test_where_there_is_no_store_the_line_offered_makes_it_at_the_place_that_was_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(app, ["--store", "sqlite:night.sqlite", "season", "show", "us-33"]) == 3
    assert run(app, offered(capsys.readouterr().err)) == 0
    assert [path.name for path in folder.glob("*.sqlite")] == ["night.sqlite"]


@pytest.mark.parametrize(
    "words", [["season", "import", "us-33"], ["season", "import", "us-33", "--zone", "Europe/London"]]
)
def test_a_store_named_by_a_variable_holds_for_the_next_line_as_well(
    words: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(app, ["--store", "sqlite:another.sqlite", "season", "list"])  # what was typed before does not stay
    monkeypatch.setenv("GLITTERBALL_STORE", "sqlite:night.sqlite")
    capsys.readouterr()
    assert run(app, words) == 0
    assert "Look at it: glitterball season show us-33" in capsys.readouterr().err


def test_only_offered_lines_name_the_store() -> None:
    nothing_typed()
    store_typed("--store", "sqlite:night.sqlite")
    try:
        for same in (
            "$ glitterball season list",  # played
            "say what holds (glitterball week bye)",  # mentioned
            "Start with: glitterball demo",
            "glitterball 0.9.0",
            "my-glitterball season list",
            "glitterball seasonal",
        ):
            assert as_typed_here(same) == same
        here = "glitterball --store sqlite:night.sqlite week"
        assert as_typed_here("glitterball week reopen a 1, then glitterball week certify a 1") == (
            f"{here} reopen a 1, then {here} certify a 1"
        )
        with at_one_store():
            assert as_typed_here("Look: glitterball doctor") == "Look: glitterball doctor"
        store_typed("--state", "/srv/own files")
        assert as_typed_here("Look: glitterball doctor") == (
            "Look: glitterball --store sqlite:night.sqlite --state '/srv/own files' doctor"
        )
    finally:
        nothing_typed()


def test_a_password_is_offered_to_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    run(app, ["--store", "postgresql://dora:geheim@127.0.0.1:1/show", "season", "list"])
    capsys.readouterr()
    try:
        assert "dora@127.0.0.1:1/show" in as_typed_here("glitterball events list")
        assert "geheim" not in as_typed_here("glitterball events list")
    finally:
        nothing_typed()


def test_commands_that_open_no_store_are_commands() -> None:
    assert set(ALONE) < set(CONTENTS)
