"""The season is told in chapters: each has its commands and facts in one place, and the vocabularies have them all."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args

import pytest

from domain import season
from domain.season import commands as c
from domain.season import events as e
from domain.season.stating import Command, SeasonFact

CHAPTERS = [chapter.name for chapter in iter_modules(season.__path__) if chapter.ispkg]
COMMANDS, FACTS = get_args(c.SeasonCommand), get_args(e.AnySeasonFact)
ROOT = Path(season.__file__).parents[2]
WORDS = {"commands": COMMANDS, "events": FACTS}


def told_in(chapter: str) -> list[type[Any]]:
    """The commands and facts a chapter writes down, in order."""
    module = import_module(f"domain.season.{chapter}.facts")
    found = [
        value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__
    ]
    return [value for value in found if issubclass(value, Command | SeasonFact)]


def later_version(word: type[Any]) -> bool:
    """Whether it is another version of a fact, which stands behind the first of them."""
    return any(issubclass(base, SeasonFact) and "TYPE" in vars(base) for base in word.__bases__)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_union_forgets_what_its_chapter_tells(chapter: str) -> None:
    told = told_in(chapter)
    assert told
    forgotten = [word.__name__ for word in told if word not in COMMANDS and word not in FACTS]
    assert not forgotten, f"add {forgotten} to the unions at the end of domain/season/{chapter}/facts.py"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_fact_stands_right_behind_the_command_it_follows_from(chapter: str) -> None:
    sorts = [
        Command if issubclass(word, Command) else SeasonFact for word in told_in(chapter) if not later_version(word)
    ]
    assert sorts == [Command, SeasonFact] * (len(sorts) // 2)


def test_every_command_and_every_fact_is_told_in_one_chapter() -> None:
    told = [word for chapter in CHAPTERS for word in told_in(chapter)]
    assert sorted(word.__name__ for word in told) == sorted(word.__name__ for word in (*COMMANDS, *FACTS))


def said(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each `c.Name` and `e.Name` of a module, as the vocabulary and the name."""
    aliases = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "domain.season"
        for name in node.names
        if name.name in WORDS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            yield aliases[node.value.id], node.attr


def wrongly_said(text: str) -> list[str]:
    """What is said of a vocabulary that is no word of it: a fact called a command, or a name that only passes through."""
    unions = {name for name in vars(c) if name.endswith(("Command", "Fact")) and not isinstance(vars(c)[name], type)}
    words = {name: {word.__name__ for word in members} | unions for name, members in WORDS.items()}
    words["commands"].add("Command")
    words["events"] |= {"SeasonFact", "AnySeasonFact"}
    return [f"{name}.{word}" for name, word in said(ast.parse(text)) if word not in words[name]]


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("folder", ["domain", "projections", "glitterball", "tests", "benchmarks"])
def test_commands_are_said_of_commands_and_events_of_facts(folder: str) -> None:
    found = {str(path): wrongly_said(path.read_text("utf-8")) for path in sorted((ROOT / folder).rglob("*.py"))}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_fact_called_a_command_is_noticed() -> None:
    text = "from domain.season import commands as c\nc.GiveScore, c.ScoreGiven, c.Slug"
    assert wrongly_said(text) == ["commands.ScoreGiven", "commands.Slug"]
