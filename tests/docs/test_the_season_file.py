"""The page of season files tells every table and key there is, and none that is not; its examples are read."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.season_files import reading, scores, votes, weeks
from glitterball.season_files.lines import lines_in
from glitterball.season_files.tables import Tables
from tests.docs.reference import season_file, season_tables

PAGE = season_file.page()


def examples() -> Iterator[tuple[str, Any, str]]:
    """Each example, by where it stands, with what it is read into."""
    yield "the season", c.OpenSeason, season_tables.SEASON.example
    for name, (kind, told) in (season_tables.TOP | season_tables.DECISIONS | season_tables.SWITCHES).items():
        if told.example:
            yield name, kind, told.example
    for name, told in season_tables.OF_A_WEEK.items():
        yield name, season_tables.KINDS[name], told.example
    for name, example in season_tables.SAID.items():
        yield name, weeks.ANNOUNCEMENTS[name], example
    yield "voting", c.OpenVoting, season_tables.VOTING.example


def test_every_table_there_is_stands_on_the_page_and_no_other() -> None:
    assert set(season_tables.TOP) | {*reading.HEAD, "scores", "votes", "sources"} == set(reading.KNOWN)
    apart = {"voting", "decisions", "announcements", *weeks.OPENING, *weeks.SWITCHES}
    assert set(season_tables.OF_A_WEEK) | apart == set(weeks.KNOWN)
    assert set(season_tables.SWITCHES) == set(weeks.SWITCHES)
    assert set(season_tables.SAID) == set(weeks.ANNOUNCEMENTS)
    assert set(season_tables.SCORES) == {*scores.NEEDED, *scores.OPTIONAL}
    assert set(season_tables.VOTES) == {*votes.NEEDED, *votes.OPTIONAL}
    assert set(season_file.keys_of(c.OpenSeason)) == set(reading.HEAD)
    assert set(season_file.keys_of(c.OpenWeek)) == set(weeks.OPENING)


@pytest.mark.parametrize(("name", "kind", "example"), list(examples()), ids=[name for name, _, _ in examples()])
def test_every_example_is_read(name: str, kind: Any, example: str) -> None:
    tree = tomllib.loads(example)
    beside = {key for told in (season_tables.VOTING, season_tables.OF_A_WEEK["withdrawals"]) for key, *_ in told.beside}
    stated = {key: value for key, value in tree.items() if key not in {"said", *beside}}
    if kind is c.OpenWeek:
        stated = reading.counting_itself(stated)
    tables = Tables("page", lines_in(example), [], {})
    given = {"week": 1} if "week" in kind.model_fields and kind is not c.OpenWeek else {}
    if isinstance(stated.get("source"), str):
        tables.sources[stated["source"]] = stated["source"]
    assert tables.value(kind, (), stated, **given) is not None, tables.findings
    assert example in PAGE


def test_every_key_says_what_it_means() -> None:
    kinds = {kind for _, kind, _ in examples()} | {kind for kind, _ in season_tables.SWITCHES.values()}
    unsaid = {
        (kind.__name__, key) for kind in kinds for key in season_file.keys_of(kind) if not season_file.means(kind, key)
    }
    assert unsaid == set()


def test_the_week_alone_on_the_page_is_of_its_form() -> None:
    (block,) = [part.split("```")[0] for part in PAGE.split("```toml\n") if part.startswith('glitterball = "week.v1"')]
    assert tomllib.loads(block)["weeks"][0]["form"] == "single"
