"""The page for producers: its rulebook reads, and every kind there is stands on it."""

import re
from pathlib import Path
from typing import Any, get_args

from domain.rulebook import read_rulebook
from domain.rulebook.forms import Select
from domain.stages.links import Link
from domain.stages.measures import Measure
from domain.stages.points import Conversion
from domain.stages.second_stages import SecondStage
from glitterball.rules import check

PAGE = (Path(__file__).parents[2] / "docs" / "rulebooks.md").read_text()


def kinds_of(union: Any) -> set[str]:
    return {one.model_fields["kind"].default for one in get_args(get_args(union)[0])}


def test_the_rulebook_on_the_page_reads_and_nothing_must_be_mended() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    rulebook = read_rulebook(text, "mine.toml")
    assert rulebook.ref == "mine@1"
    assert not [finding for finding in check(rulebook, text, "mine.toml") if finding.severity == "error"]


def test_every_kind_there_is_stands_on_the_page() -> None:
    for union in (Measure, Conversion, Link, SecondStage, Select):
        assert [kind for kind in sorted(kinds_of(union)) if f"`{kind}`" not in PAGE] == []
