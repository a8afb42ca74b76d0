"""The reference pages are what the code gives, and the code says enough for them: nothing on them is left unsaid."""

from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import pytest

from domain.facts import FACTS
from domain.season.authority import AUTHORITY
from domain.season.commands import SeasonCommand
from glitterball.frames import kinds_of
from glitterball.views.catalogue import ANSWERS, ROWS
from tests.docs.reference import meanings
from tests.docs.reference.__main__ import AGAIN
from tests.docs.reference.commands import command_of, examples_of
from tests.docs.reference.events import bare, doors, groups, meaning
from tests.docs.reference.examples import EXAMPLES, SCENES
from tests.docs.reference.pages import ROOT, differing, examples_run, lines_that_differ
from tests.docs.reference.refusals import refusals
from tests.docs.reference.tree import called, commands, root
from tests.docs.reference.views import described

pytestmark = pytest.mark.heavy("documents")

UNITS = (
    "1 ", "batch", "dance", "event", "log", "number", "of that total", "place", "point", "position", "share", "stood",
    "total", "vote", "week", "`seen` divided",
)  # fmt: skip
"""What a number is of: one of these words is in the meaning of every column of numbers."""

PAGES = {path: path.read_text() for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}


def nothing(found: Any, what: str, where: str) -> None:
    """Fails with what is lacking, the file in which to mend it, and how the pages are made again."""
    assert not found, f"{what}: {found}. Mend it in {where}; then: {AGAIN}"


EXAMPLES_FILE = "tests/docs/reference/examples.py"
MEANINGS_FILE = "tests/docs/reference/meanings.py"


def test_the_pages_are_what_the_code_gives() -> None:
    different = differing()
    how = "" if not different else "\n".join(lines_that_differ())
    assert different == [], f"{', '.join(different)}: not what the code gives. Make them again with: {AGAIN}\n{how}"


def test_every_command_has_an_example_that_is_run() -> None:
    bare_commands = [command.name for command in commands() if not examples_of(command)]
    nothing(bare_commands, "commands without an example", EXAMPLES_FILE)


def test_every_example_is_of_a_command_and_in_a_scene_there_is() -> None:
    nothing([example.line for example in EXAMPLES if not command_of(example)], "examples of no command", EXAMPLES_FILE)
    nothing({example.scene for example in EXAMPLES} - set(SCENES), "scenes that are not there", EXAMPLES_FILE)


def test_every_command_group_argument_and_option_says_what_it_is_for() -> None:
    silent = [command.name for command in commands() if not command.says]
    asked = [("glitterball", parameter) for parameter in root().params]
    asked += [(command.name, parameter) for command in commands() for parameter in command.parameters]
    silent += [f"{name} {called(parameter)}" for name, parameter in asked if not (parameter.help or "").strip()]
    nothing(silent, "said to be for nothing", "glitterball/cli, in the command's docstring or its option's help")


def test_every_command_is_named_on_a_page_for_readers() -> None:
    text = " ".join(" ".join(PAGES.values()).split())
    unnamed = [command.name for command in commands() if f"glitterball {command.name}" not in text]
    nothing(unnamed, "commands on no page", "README.md or a page of docs that people read from top to bottom")


def test_every_view_says_what_it_answers_and_what_its_columns_hold() -> None:
    nothing(ROWS.keys() - ANSWERS.keys(), "views without a question", "glitterball/views/catalogue.py, in ANSWERS")
    nothing(ANSWERS.keys() - ROWS.keys(), "questions without a view", "glitterball/views/catalogue.py, in VIEWS")
    silent = {
        name: [column for column in kinds_of(row) if column not in described(row).of] for name, row in ROWS.items()
    }
    silent = {name: columns for name, columns in silent.items() if columns}
    nothing(silent, "columns that say nothing", "projections, in the docstring below the field of the view's row")


def test_every_number_in_a_view_says_of_what() -> None:
    bare_numbers = [
        f"{name}.{column}: {described(row).of.get(column, 'nothing')}"
        for name, row in ROWS.items()
        for column, kind in kinds_of(row).items()
        if kind in ("whole", "exact") and not any(unit in described(row).of.get(column, "").lower() for unit in UNITS)
    ]
    nothing(bare_numbers, f"numbers of what? one of {', '.join(UNITS)}", "projections, in the field's docstring")


def test_every_event_field_has_a_meaning_and_every_meaning_a_field() -> None:
    has = {stored: fact.model_fields for stored, fact in FACTS.items()}
    silent = [f"{stored}.{name}" for stored, fields in has.items() for name in fields if not meaning(stored, name)]
    nothing(silent, "fields without a meaning", f"{MEANINGS_FILE}, in FIELDS")
    named = {name for fields in has.values() for name in fields}
    named |= {f"{bare(stored)}.{name}" for stored, fields in has.items() for name in fields}
    nothing(sorted(set(meanings.FIELDS) - named), "meanings of no field", f"{MEANINGS_FILE}, in FIELDS")


def test_every_event_is_in_a_part_of_the_page() -> None:
    nothing(groups().get("Others", []), "events in no part of the page", f"{MEANINGS_FILE}, in GROUPS")
    listed = [type_ for types in meanings.GROUPS.values() for type_ in types]
    nothing(
        set(listed) - {bare(stored) for stored in FACTS}, "events that are not there", f"{MEANINGS_FILE}, in GROUPS"
    )
    assert len(listed) == len(set(listed))


def test_every_command_of_a_season_has_a_door() -> None:
    """What the rules take can be typed: of 38 commands 11 could not, a withdrawal and an absent judge among them."""
    opened = {meanings.MADE_BY.get(bare(stored)) for stored in doors(examples_run())}
    shut = sorted(
        command.__name__ for command in get_args(SeasonCommand) if command.model_fields["do"].default not in opened
    )
    nothing(
        shut, "commands of the domain that no example of the command line says", f"glitterball/cli, and {EXAMPLES_FILE}"
    )


def test_every_command_of_a_season_makes_an_event_that_says_no_less() -> None:
    """What a command says stands in the event it makes: a wrong pair in the table would lack a field."""
    does = {one.model_fields["do"].default: one for one in get_args(SeasonCommand)}
    made_by = set(meanings.MADE_BY.values())
    nothing(does.keys() - made_by, "commands that make no event", f"{MEANINGS_FILE}, in MADE_BY")
    nothing(made_by - does.keys(), "events made by no command there is", f"{MEANINGS_FILE}, in MADE_BY")
    assert sorted(made_by) == sorted(meanings.MADE_BY.values())
    assert set(AUTHORITY) <= set(does)
    fields = MappingProxyType({bare(stored): set(fact.model_fields) for stored, fact in FACTS.items()})
    lacking = [
        f"{type_} from {do}: {sorted(lost)}"
        for type_, do in meanings.MADE_BY.items()
        if (lost := set(does[do].model_fields) - fields[type_] - {"do"})
    ]
    nothing(
        lacking,
        "commands that say what their event does not",
        f"{MEANINGS_FILE}, in MADE_BY, or the chapter's facts.py",
    )


def test_every_refusal_has_one_code_and_says_what_and_how_to_go_on() -> None:
    found = refusals()
    codes = [refusal.code for refusal in found]
    assert [code for code in set(codes) if codes.count(code) > 1] == []
    assert [one.code for one in found if not one.says.endswith((".", "}")) or not one.fix.endswith((".", "}"))] == []


@pytest.mark.parametrize("page", [path for path in PAGES if path.parent == ROOT / "docs"], ids=lambda path: path.name)
def test_every_page_is_in_the_index(page: Path) -> None:
    found = page.name == "README.md" or f"({page.name})" in PAGES[ROOT / "docs" / "README.md"]
    assert found, f"docs/README.md, the index, has no link to {page.name}"
