"""The table of contents says of each command what the command says of itself, and loads it when it is called."""

import pytest

from glitterball.cli.app import CONTENTS, SECTIONS, app
from glitterball.cli.contents import Deferred
from glitterball.cli.ending import run
from glitterball.cli.explaining import codes


@pytest.mark.parametrize("name", CONTENTS)
def test_what_the_contents_say_of_a_command_is_the_first_thing_it_says_itself(name: str) -> None:
    command = Deferred(CONTENTS)[name]
    assert " ".join(command.help.split("\n\n")[0].split()) == CONTENTS[name].says
    assert command.name == name


def test_a_verb_that_another_module_brings_stands_under_its_noun() -> None:
    commands = Deferred(CONTENTS)
    for name, entry in CONTENTS.items():
        if entry.verbs:
            assert entry.verbs.keys() <= commands[name].commands.keys()


def test_nothing_is_called_that_the_contents_do_not_have() -> None:
    assert "tabulate" not in Deferred(CONTENTS)
    assert Deferred(CONTENTS).get("tabulate") is None


def test_every_command_stands_under_one_heading_of_the_help() -> None:
    listed = [name for names in SECTIONS.values() for name in names]
    assert sorted(listed) == sorted(CONTENTS)


@pytest.mark.parametrize("words", ["", "score", "score row", "week certify"])
def test_help_before_a_command_is_the_help_behind_it(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    typed = words.split()
    assert run(app, ["help", *typed]) == 0
    before = capsys.readouterr().out
    assert run(app, [*typed, "--help"]) == 0
    assert before == capsys.readouterr().out
    assert "Usage: glitterball" in before


def test_help_of_a_verb_may_be_asked_of_its_noun(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["score", "help", "row"]) == 0
    assert "the whole panel's scores" in capsys.readouterr().out


def test_help_of_what_is_not_there_says_what_was_nearly_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["help", "scroe"]) == 2
    assert "Did you mean glitterball help score?" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["no-store", "[no-store]"])
def test_the_code_behind_a_refusal_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["help", code]) == 0
    told = capsys.readouterr().out
    assert told.startswith("no-store: A question needs a store that is there.\nIt says: There is no store at {path}.\n")
    assert "Facts: path. Exit code: 3. Status of HTTP: 404." in told


def test_a_code_is_told_of_the_program_and_not_of_a_noun(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["score", "help", "no-store"]) == 2
    assert "glitterball score has no command 'no-store'" in capsys.readouterr().err


def test_a_code_that_was_nearly_typed_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["help", "no-stoer"]) == 2
    assert "no refusal has this code. Did you mean glitterball help no-store?" in capsys.readouterr().err


def test_no_code_of_a_refusal_is_a_command_or_it_could_not_be_explained() -> None:
    assert not codes() & set(CONTENTS)
