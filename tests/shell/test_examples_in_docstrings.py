"""Every example in a docstring of the Python door runs, and says what it says it does. One runner for all of them."""

import doctest
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Any

import pytest

import glitterball as gb
from glitterball.questions import SeasonQuestions, WeekQuestions

FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL | doctest.NORMALIZE_WHITESPACE
DOORS: tuple[type, ...] = (gb.Store, gb.Season, gb.Week, SeasonQuestions, WeekQuestions)


def methods() -> Iterator[tuple[str, Any]]:
    """What stands in the classes of the door, without what Python itself calls."""
    for door in DOORS:
        for name, member in vars(door).items():
            if not name.startswith("_") and (callable(member) or isinstance(member, property)):
                yield f"{door.__name__}.{name}", member


METHODS = {**dict(methods()), "verify_folder": gb.verify_folder}


@pytest.fixture(scope="module")
def season() -> gb.Season:
    return gb.open_season("us-33")


@pytest.mark.heavy("processes")
@pytest.mark.parametrize("name", METHODS)
def test_an_example_says_what_comes(name: str, season: gb.Season, tmp_path: Path) -> None:
    text = getdoc(METHODS[name])
    assert text, f"{name} says nothing of itself"
    given = {"gb": gb, "season": season, "store": season.store, "week": season.week(2), "folder": tmp_path}
    example = doctest.DocTestParser().get_doctest(text, given, name, None, 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("name", sorted(name for name in METHODS if "Questions" in name))
def test_every_question_shows_an_example(name: str) -> None:
    assert ">>>" in (getdoc(METHODS[name]) or ""), name


def test_an_example_that_says_something_else_is_found() -> None:
    example = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner(optionflags=FLAGS).run(example, out=lambda text: None).failed == 1
