"""The page for who carries it on names what is there: every path, every room, every module's recipe."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PATHS = sorted(
    {
        path
        for path in re.findall(r"`([a-z_]+/[a-zA-Z_0-9/.]*)`", PAGE)
        if path.split("/")[0] in ("domain", "projections", "glitterball", "tests", "docs")
    }
)
RECIPES = re.findall(r"(?ms)^### (.+?)\n(.*?)(?=^### |\Z)", PAGE)


def test_the_page_names_many_places() -> None:
    assert len(PATHS) > 30


@pytest.mark.parametrize("path", PATHS)
def test_every_place_named_is_there(path: str) -> None:
    assert (ROOT / path).exists() or "NAME" in path or "NOUN" in path


@pytest.mark.parametrize("title", [title for title, _ in RECIPES])
def test_every_recipe_says_what_turns_red(title: str) -> None:
    text = dict(RECIPES)[title]
    (red,) = re.findall(r"(?m)^Red until done: (.+)$", text)
    assert "tests/" in red
    assert re.search(r"(?m)^1\. ", text), "a list of places"


def test_there_is_a_recipe_for_all_that_is_added_often() -> None:
    titles = " ".join(title.lower() for title, _ in RECIPES)
    for addition in ("stage", "event type", "view", "command", "refusal", "rulebook"):
        assert addition in titles


def test_the_walks_name_what_runs() -> None:
    for name in ("Engine.do", "Engine.fold", "outcome_of", "ScoreGiven"):
        assert f"`{name}`" in PAGE


DRAWING = (ROOT / "docs" / "architecture.svg").read_text("utf-8")
DRAWN = re.findall(r'class="name"[^>]*>([^<]+)<', DRAWING)
IN_WORDS = {"rows": "what every view gives"}
"""Names in the drawing that are no room's."""


@pytest.mark.parametrize("name", DRAWN)
def test_every_room_of_the_drawing_is_there(name: str) -> None:
    assert name in IN_WORDS or any((ROOT / layer / name).is_dir() for layer in ("domain", "projections", "glitterball"))


def test_the_drawing_says_in_words_what_rests_on_what() -> None:
    (told,) = re.findall(r"<desc>([^<]+)</desc>", DRAWING)
    assert len(DRAWN) > 15
    assert [name for name in DRAWN if name not in told and name not in ("rows", "saying")] == []
