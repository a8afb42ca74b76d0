"""A command line that an answer offers reaches the store of the line before it, whoever copies it."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.cli.app import CONTENTS, app
from glitterball.cli.ending import run
from glitterball.cli.offered import ALONE, a_line, as_typed_here, at_one_store, store_typed

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
    with a_line():
        store_typed("--store", "sqlite:night.sqlite")
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
        with a_line():
            assert as_typed_here("Look: glitterball doctor") == "Look: glitterball doctor"
        store_typed("--state", "/srv/own files")
        assert as_typed_here("Look: glitterball doctor") == (
            "Look: glitterball --store sqlite:night.sqlite --state '/srv/own files' doctor"
        )
    assert as_typed_here("Look: glitterball doctor") == "Look: glitterball doctor"


def test_what_is_on_record_is_shown_as_it_is_whatever_it_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    """A reason is whatever somebody said."""
    reason = "look: glitterball season show us-33"
    assert run(app, ["season", "open", "a-1", "--show", reason, "--number", "1", "--by", "Petra (producer)"]) == 0
    capsys.readouterr()
    assert run(app, ["--store", "sqlite:glitterball.sqlite", "events", "list"]) == 0
    assert reason in capsys.readouterr().out
    assert run(app, ["--store", "sqlite:glitterball.sqlite", "events", "tail", "--from", "1", "--seconds", "0.1"]) == 0
    assert reason in capsys.readouterr().out


def test_the_doctor_offers_lines_that_reach_the_store_it_looked_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(app, ["--store", "sqlite:night.sqlite", "season", "import", "us-33"])
    (folder / "night.sqlite.stopped").write_text("the disk is full\n")
    capsys.readouterr()
    run(app, ["--store", "sqlite:night.sqlite", "doctor"])
    told = capsys.readouterr()
    assert "glitterball --store sqlite:night.sqlite store resume" in " ".join((told.out + told.err).split())


def test_a_password_is_offered_to_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["--store", "postgresql://dora:geheim@127.0.0.1:1/show", "doctor", "--unknown"]) == 2
    holds = Address.read("postgresql://dora:geheim@127.0.0.1:1/show")
    with a_line():
        store_typed("--store", holds.shown)
        assert as_typed_here("glitterball events list") == (
            "glitterball --store postgresql://dora@127.0.0.1:1/show events list"
        )
    run(app, ["--store", "postgresql://dora:geheim@127.0.0.1:1/show", "season", "list"])
    told = capsys.readouterr()
    assert "geheim" not in told.out + told.err


def test_commands_that_open_no_store_are_commands() -> None:
    assert set(ALONE) < set(CONTENTS)
