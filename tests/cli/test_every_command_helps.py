"""Every command answers -h and --help alike, with an example, and takes the options of all before and behind its words."""

import re

import pytest

from glitterball.cli.table import commands
from tests.cli.typing_at_it import Desk
from tests.docs.reference.tree import commands as of_the_tree
from tests.docs.reference.tree import groups

NAMES = [command.name for command in of_the_tree()]
LEAKS = re.compile(r"<list\[|<int|<path|<str|<float|\[required\]|x>=|<=x")


def test_the_table_of_commands_has_them_all() -> None:
    assert list(commands()) == NAMES


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", NAMES)
def test_every_help_shows_an_example_whole_and_no_type_of_the_program(name: str, desk: Desk) -> None:
    told = desk.types(f"{name} -h")
    assert told.code == 0
    assert told.out == desk.types(f"{name} --help").out
    examples = commands()[name].examples
    assert examples
    assert f"\n  glitterball {examples[0]}\n" in told.out
    assert not LEAKS.search(told.out)
    assert "--store" in told.out


@pytest.mark.parametrize("noun", groups())
def test_every_noun_lists_its_verbs_with_whole_sentences(noun: str, desk: Desk) -> None:
    told = desk.types(f"{noun} -h").out
    assert "..." not in told.split("Commands:")[1].split("Example")[0]
    said = " ".join(told.split())
    for name, taken in commands().items():
        words = name.split()
        if words[0] == noun and len(words) == 2:
            assert taken.says in said
    assert "Example:" in told


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "line",
    [
        "--store {there} season list",
        "season --store {there} list",
        "season list --store {there}",
        "season list --store={there} --debug",
        "week standings --store {there} us-33 2",
        "week standings us-33 2 --store {there}",
    ],
)
def test_the_store_is_named_before_or_behind_the_command(line: str, us_33: Desk) -> None:
    there, us_33.store = us_33.store, "sqlite:/nowhere/at/all.sqlite"
    told = us_33.types(line.replace("{there}", there))
    assert told.code == 0
    assert "us-33" in told.out
    assert us_33.types("week standings us-33 2").code == 3


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", NAMES)
def test_no_command_stumbles_over_the_options_of_all(name: str, desk: Desk) -> None:
    """Whatever else is lacking on the line, it is not these."""
    told = desk.types(f"{name} --store memory: --debug -h")
    assert told.code == 0


def test_a_value_that_looks_like_an_option_of_all_stays_a_value(harbour: Desk) -> None:
    told = harbour.types("score take-back harbour-1 1 mia ana --by --store")
    assert told.code == 3
    assert "'--store' does not say who speaks" in told.err


def test_people_sign_behind_the_command_too(desk: Desk) -> None:
    told = desk.types("decision list us-33 --sign {folder}/eve.key")
    assert "no option" not in told.err
