"""The standings show every side, say what is provisional, and claim nothing of votes that no rulebook counts (F10, T03)."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from domain.exact import exact
from domain.gateway.events import OfBatch
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.stages.measures import Votes
from glitterball.properties.floor import Floor
from glitterball.properties.played import begin, play
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files.writing import write_season
from glitterball.store import open_season
from glitterball.testing.plain_log import PlainLog, replayed
from projections import leaderboard, standings
from projections.fold import SeasonFold
from tests.cli.typing_at_it import Desk
from tests.properties.built import SHARE, judges, show, viewers

NAMES = ("anna-ezra", "bea-cole", "cleo-dov")


def fold_of(log: PlainLog) -> SeasonFold:
    season = SeasonFold()
    for event in log.events:
        season.apply(event)
    return season


def with_a_hall() -> Rulebook:
    book = show(judges(SHARE), viewers(SHARE))
    hall = book.sides[1].model_copy(update={"name": "hall", "counts": Votes(bodies="hall")})
    return book.model_copy(update={"sides": (*book.sides, hall)})


def typed(tmp_path: Path, log: PlainLog, week: int = 1, more: str = "") -> str:
    desk = Desk(tmp_path)
    assert not [one for one in write_season(log.state, log.tallies, tmp_path / "season") if one.severity == "error"]
    assert desk.types("season import {folder}/season").code == 0
    said = desk.types(f"week standings {log.season} {week} {more}")
    assert said.code == 0, said.err
    return said.out


def test_f10_every_side_has_its_columns_in_the_table_and_its_place_in_the_row(tmp_path: Path) -> None:
    book = with_a_hall()
    log = play(book, Floor(book, book.forms[0], 3).week((3, 2, 1), (1, 2, 3)))
    rows = standings.rows(fold_of(log), 1)
    assert [[name for name, _, _ in row.sides] for row in rows] == [["judges", "viewers", "hall"]] * 3
    for row in rows:
        assert sum(exact_of(points) for _, _, points in row.sides) == row.combined
    out = typed(tmp_path, log)
    head = next(line for line in out.splitlines() if "couple" in line)
    assert head.split() == [
        "place",
        "couple",
        "judges",
        "points",
        "votes",
        "points",
        "hall",
        "points",
        "combined",
        "result",
    ]
    assert '["hall", "3", "1/2"]' in typed_json(tmp_path, log)


def typed_json(tmp_path: Path, log: PlainLog) -> str:
    said = Desk(tmp_path).types(f"week standings {log.season} 1 --format json")
    return json.dumps([row["sides"] for row in json.loads(said.out)["data"]])


def exact_of(text: str) -> object:
    return exact(Fraction(text))


def test_f10_the_columns_of_the_csv_are_the_same_for_every_rulebook(tmp_path: Path) -> None:
    heads = set()
    for at, book in enumerate((with_a_hall(), show(judges(SHARE), viewers(SHARE)), shipped_rulebook("skating-final"))):
        log = play(book, Floor(book, book.forms[0], 3).week((3, 2, 1), (1, 2, 3)))
        heads.add(typed(tmp_path / str(at), log, more="--format csv").splitlines()[0])
    assert len(heads) == 1


def half_delivered() -> PlainLog:
    """Lines open, votes in the log, and one couple's marks missing."""
    book = show(judges(SHARE), viewers(SHARE))
    week = Floor(book, book.forms[0], 3).week((3, 2, 1), (10, 20, 30))
    log = begin(book, NAMES, "live-now")
    log.say(
        c.OpenWeek(
            week=1,
            form=week.form,
            episodes=(w.Episode(number=1, date="2024-09-24"),),
            scores_from=(1,),
            votes_from=(1,),
        )
    )
    log.say(c.SeatPanel(week=1, episode=1, judges=(w.Judge(judge="ada", name="Ada"),), head=None, casting=None))
    for couple in NAMES:
        log.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,), team=None))
    for couple in NAMES[:2]:
        log.say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge="ada", mark=3))
    log.say(c.OpenVoting(week=1, gateways=(w.ExpectedGateway(gateway="phone", channels=("online",)),)))
    log.deliver(
        OfBatch(
            season="live-now", week=1, gateway="phone", batch=1, channel="online", body="viewers",
            opens="2024-09-25T00:00:00Z", closes="2024-09-25T00:01:00Z", votes=((NAMES[0], 20_700),), received=20_700,
        )
    )  # fmt: skip
    return log


def test_t03_while_the_lines_are_open_the_standings_are_provisional_and_nothing_is_unpublished() -> None:
    rows = standings.rows(fold_of(half_delivered()), 1)
    assert {row.provisional for row in rows} == {"lines open"}
    assert {row.result_from for row in rows} == {"not known"}


def test_t03_that_counts_were_not_published_is_said_of_the_past_alone() -> None:
    book = show(judges(SHARE), viewers(SHARE))
    week = replace(Floor(book, book.forms[0], 3).week((3, 2, 1), (10, 20, 30)), votes=())
    tonight = {row.needs for row in standings.rows(fold_of(play(book, week, batches=())), 1)}
    assert all(needs.endswith("no votes are on record for this period") for needs in tonight)
    past = {row.needs for row in open_season("us-33").week(2).view("standings")}
    assert all(needs.endswith("the counts were not published") for needs in past)


def test_t03_at_the_desk_lines_are_open_and_no_word_is_said_of_announcements(desk: Desk) -> None:
    book = show(judges(SHARE), viewers(SHARE))
    week = Floor(book, book.forms[0], 3).week((3, 2, 1), (10, 20, 30))
    log = play(book, week, season="tonight")
    write_season(log.state, log.tallies, desk.folder / "tonight")
    assert desk.types("season import {folder}/tonight").code == 0
    events = desk.types("events list --format jsonl").out.splitlines()
    voting = next(at for at, line in enumerate(events, start=1) if "batch" in line)
    said = desk.types(f"week standings tonight 1 --as-of {voting}")
    assert said.out.splitlines()[0].endswith("provisional, lines open")
    assert "published" not in said.out
    assert "announced" not in said.out
    final = desk.types("week standings tonight 1")
    assert "provisional" not in final.out


def test_t03_shares_of_no_votes_say_why_and_not_that_votes_were_kept_back(tmp_path: Path) -> None:
    book = show(judges(SHARE), viewers(SHARE))
    log = play(book, Floor(book, book.forms[0], 3).week((3, 2, 1), (0, 0, 0)))
    out = typed(tmp_path, log)
    assert "Waits for: Anna & Ezra, Bea & Cole, Cleo & Dov: " in out
    assert "published" not in out
    assert "announced" not in out


def skating(marked: int = 3) -> PlainLog:
    book = shipped_rulebook("skating-final")
    log = play(book, Floor(book, book.forms[0], 3, 3).week((1, 3, 2)), season="ballroom")
    if marked == 3:
        return log
    return replayed(log.events[: -3 * (3 - marked)], "ballroom")


def test_t03_a_final_without_votes_says_placed_by_computation_and_shows_the_places(tmp_path: Path) -> None:
    out = typed(tmp_path, skating())
    lines = out.splitlines()
    assert "vote" not in out.lower()
    assert "announced" not in out
    placed = [line.split() for line in lines if line.endswith("placed (computed)")]
    assert [line[0] for line in placed] == ["1", "2", "3"]
    assert [line[4] for line in placed] == ["1", "2", "3"]  # what the judges gave is the place
    rows = standings.rows(fold_of(skating()), 1)
    assert [(row.place, row.judges_total, row.judges_place) for row in rows] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_t03_a_final_that_is_not_tabulated_yet_lists_the_lowest_sum_of_places_first() -> None:
    season = fold_of(skating(marked=2))
    rows = leaderboard.rows(season, 1)
    sums = [row.total for row in rows if row.scored]
    assert sums == sorted(sums)
    assert [row.couple for row in standings.rows(season, 1)] == [row.couple for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
