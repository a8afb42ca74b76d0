"""`events list` in pages: by position, by time, by what happened in a week, by kind."""

import json
from typing import Any

import pytest

from tests.cli.typing_at_it import Desk


@pytest.mark.heavy("every one")
def test_the_desk_pages_by_position_time_and_kind(us_33: Desk) -> None:
    def listed(line: str) -> Any:
        said = us_33.types(f"events list --format json {line}")
        assert said.code == 0, said.err
        return json.loads(said.out)

    everything = listed("")["data"]
    assert "next" not in listed("")["basis"]
    page = listed("--limit 10")
    assert page["data"] == everything[:10]
    assert page["basis"]["next"] == everything[9]["position"] + 1
    following = listed(f"--limit 10 --from {page['basis']['next']}")
    assert following["data"] == everything[10:20]
    outs = listed("--kind couple-eliminated --kind places-awarded")["data"]
    assert {row["type"] for row in outs} == {"couple-eliminated.v1", "places-awarded.v1"}
    announced = listed("--from 'week 2 opened' --until 'week 2 announced'")["data"]
    assert announced[0]["sentence"].startswith("Week 2 was opened")
    assert {row["week"] for row in announced} == {2}
    moment = everything[30]["time"]
    assert listed(f"--until {moment}")["data"] == [row for row in everything if row["time"] <= moment]
    assert listed(f"--from {moment}")["data"] == [row for row in everything if row["time"] >= moment]


def test_the_desk_is_told_where_a_page_ends(us_33: Desk) -> None:
    said = us_33.types("events list --limit 3")
    assert "There are more; the next begin with: --from 4" in said.out + said.err
    assert us_33.types("events list --from 0").code in (2, 3)
    unknown = us_33.types("events list --kind scores-given")
    assert unknown.code in (2, 3)
    assert "for instance score-given" in unknown.err


def test_the_first_moment_there_is_begins_with_the_first_event(us_33: Desk) -> None:
    said = us_33.types("events list --from 0001-01-01T00:00 --limit 1 --format json")
    assert said.code == 0, said.err
    assert json.loads(said.out)["data"][0]["position"] == 1
