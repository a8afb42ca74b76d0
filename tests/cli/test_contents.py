"""The table of contents says of each command what the command says of itself, and loads it when it is called."""

import pytest

from glitterball.cli.app import CONTENTS
from glitterball.cli.contents import Deferred


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
