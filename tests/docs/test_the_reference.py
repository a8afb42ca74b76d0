"""The reference pages are what the code gives, and the code says enough for them: nothing on them is left unsaid."""

from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pytest

from domain.facts import FACTS
from domain.season.authority import AUTHORITY
from domain.season.commands import SeasonCommand
from glitterball.frames import kinds_of
from glitterball.views.catalogue import ANSWERS, ROWS
from tests.docs.reference import meanings
from tests.docs.reference.__main__ import AGAIN
from tests.docs.reference.commands import command_of, examples_of
from tests.docs.reference.events import bare, groups, meaning
from tests.docs.reference.examples import EXAMPLES, SCENES
from tests.docs.reference.pages import ROOT, differing
from tests.docs.reference.refusals import refusals
from tests.docs.reference.tree import called, commands, root
from tests.docs.reference.views import described

UNITS = (
    "1 ", "batch", "dance", "event", "log", "number", "of that total", "place", "point", "position", "share", "stood",
    "total", "vote", "week", "`seen` divided",
)  # fmt: skip
"""What a number is of: one of these words is in the meaning of every column of numbers."""

PAGES = {path: path.read_text() for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}


def test_the_pages_are_what_the_code_gives() -> None:
    different = differing()
    assert different == [], f"{', '.join(different)}: not what the code gives. Make them again with: {AGAIN}"


def test_every_command_has_an_example_that_is_run() -> None:
    assert [command.name for command in commands() if not examples_of(command)] == []


def test_every_example_is_of_a_command_and_in_a_scene_there_is() -> None:
    assert [example.line for example in EXAMPLES if not command_of(example)] == []
    assert {example.scene for example in EXAMPLES} <= set(SCENES)


def test_every_command_group_argument_and_option_says_what_it_is_for() -> None:
    silent = [command.name for command in commands() if not command.says]
    asked = [("glitterball", one) for one in root().params]
    asked += [(command.name, one) for command in commands() for one in command.parameters]
    silent += [f"{name} {called(one)}" for name, one in asked if not (one.help or "").strip()]
    assert silent == []


def test_every_command_is_named_on_a_page_for_readers() -> None:
    text = " ".join(" ".join(PAGES.values()).split())
    assert [command.name for command in commands() if f"glitterball {command.name}" not in text] == []


def test_every_view_says_what_it_answers_and_what_its_columns_hold() -> None:
    assert sorted(ANSWERS) == sorted(ROWS)
    silent = {
        name: [column for column in kinds_of(row) if column not in described(row).of] for name, row in ROWS.items()
    }
    assert {name: columns for name, columns in silent.items() if columns} == {}


def test_every_number_in_a_view_says_of_what() -> None:
    bare_numbers = [
        f"{name}.{column}: {described(row).of[column]}"
        for name, row in ROWS.items()
        for column, kind in kinds_of(row).items()
        if kind in ("whole", "exact") and not any(unit in described(row).of[column].lower() for unit in UNITS)
    ]
    assert bare_numbers == []


def test_every_event_field_has_a_meaning_and_every_meaning_a_field() -> None:
    has = {stored: fact.model_fields for stored, fact in FACTS.items()}
    silent = [f"{stored}.{name}" for stored, fields in has.items() for name in fields if not meaning(stored, name)]
    assert silent == []
    named = {name for fields in has.values() for name in fields}
    named |= {f"{bare(stored)}.{name}" for stored, fields in has.items() for name in fields}
    assert sorted(set(meanings.FIELDS) - named) == []


def test_every_event_is_in_a_part_of_the_page() -> None:
    assert groups().get("Others", []) == []
    assert sorted(type_ for types in meanings.GROUPS.values() for type_ in types) == sorted(
        {bare(one) for one in FACTS}
    )


def test_every_command_of_a_season_makes_an_event_that_says_no_less() -> None:
    """What a command says stands in the event it makes: a wrong pair in the table would lack a field."""
    does = {one.model_fields["do"].default: one for one in get_args(SeasonCommand)}
    assert sorted(meanings.MADE_BY.values()) == sorted(does)
    assert set(AUTHORITY) <= set(does)
    fields = MappingProxyType({bare(stored): set(fact.model_fields) for stored, fact in FACTS.items()})
    lacking = [
        f"{type_} from {do}: {sorted(lost)}"
        for type_, do in meanings.MADE_BY.items()
        if (lost := set(does[do].model_fields) - fields[type_] - {"do"})
    ]
    assert lacking == []


def test_every_refusal_has_one_code_and_says_what_and_how_to_go_on() -> None:
    found = refusals()
    codes = [refusal.code for refusal in found]
    assert [code for code in set(codes) if codes.count(code) > 1] == []
    assert [one.code for one in found if not one.says.endswith((".", "}")) or not one.fix.endswith((".", "}"))] == []


@pytest.mark.parametrize("page", [path for path in PAGES if path.parent == ROOT / "docs"], ids=lambda path: path.name)
def test_every_page_is_in_the_index(page: Path) -> None:
    assert page.name == "README.md" or f"({page.name})" in PAGES[ROOT / "docs" / "README.md"]
