"""Season 33, week 2 on the screen: the figures of RULES 3 and 7, which the story began with."""

import csv
import io
import json

import pytest

from tests.cli.typing_at_it import Desk


def test_the_demo_shows_what_each_couple_must_have_had(desk: Desk) -> None:
    said = desk.types("demo")
    assert said.code == 0
    lines = {line[:18].strip(): line for line in said.out.splitlines()}
    assert "47" in lines["Chandler & Brandon"]
    assert "1-13" in lines["Chandler & Brandon"]
    for couple, total, place, public, result in (
        ("Tori & Pasha", "36", "10", "4-13", "ELIMINATED"),
        ("Anna & Ezra", "35", "11", "3-13", "ELIMINATED"),
        ("Reginald & Emma", "31", "12", "1-11", "SAVED from the bottom three (one source; another names Eric & Britt)"),
        ("Eric & Britt", "30", "13", "1-10", "safe"),
    ):
        assert [total, place, public] == lines[couple][18:].split()[:3]
        assert lines[couple].endswith(result)
    told = " ".join(said.out.split())
    assert "83 give this result" in told
    assert "Anna & Ezra less than 9.14 % of the vote; Tori & Pasha less than 8.96 % of the vote" in told
    assert "never published" in told


@pytest.mark.heavy("nights")
def test_every_week_of_season_33_is_consistent_with_some_vote(us_33: Desk) -> None:
    said = us_33.types("replay us-33 --compare --format json")
    assert said.code == 0
    weeks = json.loads(said.out)["data"]
    assert [week["verdict"] for week in weeks] == ["consistent"] * 9


def test_machines_get_stable_columns(us_33: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(us_33.types("week leaderboard us-33 2 --format csv").out)))
    assert [int(row["total"]) for row in rows] == [47, 44, 43, 43, 41, 40, 39, 38, 38, 36, 35, 31, 30]
    assert {row["mode"] for row in rows} == {"historic"}
    lines = us_33.types("week leaderboard us-33 2 --format jsonl").out.splitlines()
    assert [json.loads(line)["couple"] for line in lines] == [row["couple"] for row in rows]


def test_a_table_without_rows_has_its_columns_all_the_same(us_33: Desk) -> None:
    header = us_33.types("votes status us-33 --format csv").out.splitlines()
    assert len(header) == 1
    assert header[0].startswith("week,gateway,channel,body,batches,received,accepted")
    assert us_33.types("decision list us-33 --format csv").out.startswith("decision,position,proposed_by")


def test_as_of_a_position_the_later_is_not_known(us_33: Desk) -> None:
    events = us_33.types("events list --format jsonl").out.splitlines()
    eliminated = next(json.loads(line) for line in events if json.loads(line)["type"] == "couple-eliminated.v1")
    before = us_33.types(f"season show us-33 --format jsonl --as-of {eliminated['position'] - 1}").out
    after = us_33.types(f"season show us-33 --format jsonl --as-of {eliminated['position']}").out
    assert '"leaves"' not in before
    assert '"leaves"' in after


def test_as_of_a_moment_of_a_week_its_position_is_said(us_33: Desk) -> None:
    said = us_33.types("week standings us-33 2 --format json --as-of 'week 2 announced'")
    position = json.loads(said.out)["basis"]["position"]
    assert said.err == f"Week 2 announced is position {position} of the log.\n"
    assert us_33.types(f"week standings us-33 2 --format json --as-of {position}").out == said.out


@pytest.mark.heavy("nights")
def test_a_season_exported_and_imported_again_is_the_same_season(us_33: Desk) -> None:
    assert us_33.types("season export us-33 -o {folder}/out").code == 0
    assert us_33.types("season validate {folder}/out").code == 0
    assert us_33.types("season import {folder}/out --as again").code == 0
    first = us_33.types("season show us-33 --format csv").out
    assert us_33.types("season show again --format csv").out == first
