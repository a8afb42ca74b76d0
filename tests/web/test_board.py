"""The board and its feeds show what viewers heard and nothing else, live and in rehearsal alike."""

import csv
import json
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glitterball as gb
from domain.record import Recorded
from domain.season.words import Mode
from glitterball.log import EventLog
from glitterball.season_files import shipped_season
from glitterball.store import Store
from glitterball.testing import seasons
from glitterball.web.board import FEEDS, FRAME, NAMES, ON_AIR, board, feed
from tests.thoroughness import examples
from tests.views.played import entries
from tests.web.visiting import Read, Visitor

SHOWN = ("/board/us-33", "/overlay/us-33", "/embed/us-33", *(f"/feeds/us-33/board.{ending}" for ending in FEEDS))
WINNER = "Joey & Jenna"


def is_heard(event: Recorded[Any]) -> bool:
    return isinstance(event.fact, FRAME + ON_AIR)


def feeds(log: EventLog, season: str) -> dict[str, bytes]:
    return {ending: feed(board(Store(log), season).rows, ending)[0] for ending in FEEDS}


@pytest.mark.heavy("every one")
@settings(max_examples=examples(60, of=6))
@given(st.data())
@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_nothing_that_viewers_did_not_hear_changes_a_byte(mode: Mode, data: st.DataObject) -> None:
    script = data.draw(seasons(mode=mode, max_weeks=2))
    events = script.played().events
    with EventLog.open("memory:") as log:
        log.append_many(entries([event for event in events if event.position == 1]))
        before = feeds(log, script.season)
        for entry, event in zip(entries(events[1:]), events[1:], strict=True):
            log.append_many([entry])
            after = feeds(log, script.season)
            assert is_heard(event) or after == before, event.fact
            before = after
        rows = json.loads(before["json"])
    assert {row["resultsType"] for row in rows} <= {"test" if mode == "rehearsal" else "announced"}
    assert {row["mode"] for row in rows} <= {mode}


@pytest.fixture(scope="module")
def visitor() -> Any:
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        yield Visitor(store)


def test_all_feeds_say_the_same(visitor: Visitor) -> None:
    told = visitor.opens("/feeds/us-33/board.json").json()
    assert [tuple(row) for row in told] == [NAMES] * len(told)
    lines = list(csv.DictReader(StringIO(visitor.opens("/feeds/us-33/board.csv").text)))
    root = ElementTree.fromstring(visitor.opens("/feeds/us-33/board.xml").content)
    elements = [{column.tag: column.text or "" for column in row} for row in root]
    assert lines == elements == [{name: str(value) for name, value in row.items()} for row in told]
    assert {row["name"]: row["result"] for row in told}[WINNER] == "place 1"


@pytest.mark.parametrize("ending", FEEDS)
def test_a_feed_says_its_letters_and_is_kept_for_a_second(visitor: Visitor, ending: str) -> None:
    answer = visitor.opens(f"/feeds/us-33/board.{ending}")
    assert "charset=utf-8" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "public, max-age=1"
    assert answer.headers["access-control-allow-origin"] == "*"
    again = visitor.opens(f"/feeds/us-33/board.{ending}", **{"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_only_the_page_for_others_may_stand_in_others(visitor: Visitor) -> None:
    for address in ("/board/us-33", "/overlay/us-33", "/s/us-33"):
        assert "frame-ancestors 'none'" in visitor.opens(address).headers["content-security-policy"]
    assert "frame-ancestors *" in visitor.opens("/embed/us-33").headers["content-security-policy"]


@pytest.mark.parametrize("address", SHOWN)
def test_a_season_that_is_not_there_has_no_board(visitor: Visitor, address: str) -> None:
    assert visitor.opens(address.replace("us-33", "us-99")).status_code == 404


def test_the_board_is_there_without_scripts(visitor: Visitor) -> None:
    read = visitor.reads("/board/us-33")
    assert not read.faults
    assert WINNER in read.text
    assert "place 1" in read.text


def test_a_rehearsal_says_so_on_every_board(rehearsed: Store) -> None:
    for way in ("board", "overlay", "embed"):
        assert "REHEARSAL" in Visitor(rehearsed).reads(f"/{way}/us-33-rehearsal").text
    rows = Visitor(rehearsed).opens("/feeds/us-33-rehearsal/board.json").json()
    assert {row["resultsType"] for row in rows} == {"test"}


def test_the_graphic_and_the_shell_are_files_to_take_away(visitor: Visitor) -> None:
    manifest = visitor.opens("/ograf/board/board.ograf.json").json()
    assert visitor.opens(f"/ograf/board/{manifest['main']}").headers["content-type"].startswith("text/javascript")
    assert {"$schema", "id", "name", "main", "supportsRealTime", "supportsNonRealTime"} <= manifest.keys()
    shell = visitor.opens("/shell/us-33")
    assert shell.headers["content-disposition"].startswith("attachment")
    assert "http://127.0.0.1:8033/embed/us-33" in shell.text
    assert visitor.opens("/ograf/board/nothing.mjs").status_code == 404
    assert visitor.opens("/feeds/us-33/board.yaml").status_code == 404
    assert Read(visitor.opens("/board/us-33").text).headings == ["h1"]
