"""What a notebook shows of an answer: a line of it, a table of it, nothing that runs, and REHEARSAL where it is one."""

import asyncio
import threading
from dataclasses import dataclass

import pytest

import glitterball as gb
from glitterball.frames import Rows
from glitterball.frames.html import SHOWN
from glitterball.season_files import shipped_season

GIVEN_UP = 60
"""Seconds after which a loop that should have ended is stopped."""

LONGEST = 200
"""Letters of a line."""


@pytest.fixture(scope="module")
def season() -> gb.Season:
    return gb.open_season("us-33")


@pytest.mark.heavy("processes")
@pytest.mark.parametrize("question", [
    "audit", "implied", "margin", "prospects", "outcome", "check", "exclude", "standings", "turnout",
])  # fmt: skip
def test_the_answer_of_a_week_is_a_line(season: gb.Season, question: str) -> None:
    assert len(repr(getattr(season.week(2), question)())) <= LONGEST


def test_store_season_and_week_say_what_they_are(season: gb.Season) -> None:
    assert repr(season.store) == "<Store memory:, 1 season>"
    assert repr(season) == "<Season us-33, historic, 9 weeks>"
    assert repr(season.as_of(100)) == "<Season us-33 as of 100, historic, 2 weeks>"
    assert repr(season.week(2)) == "<Week 2 of us-33, historic>"
    assert len(repr(season.what_if(gb.shipped_rulebook("us-3-27")))) <= LONGEST


def test_what_somebody_typed_is_no_page_of_its_own() -> None:
    @dataclass
    class Named:
        name: str

    html = Rows("named", Named, [Named("<script>alert(1)</script> & Ezra\u202e")], "live", "us-33")._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Ezra\\u202e" in html
    assert "<script" not in html


def test_a_rehearsal_says_so_and_rows_left_out_are_counted() -> None:
    @dataclass
    class Counted:
        votes: int

    html = Rows("counted", Counted, [Counted(1234)] * (SHOWN + 2), "rehearsal", "us-33")._repr_html_()
    assert "<caption>REHEARSAL us-33 counted</caption>" in html
    assert html.count("<td>1,234</td>") == SHOWN
    assert "and 2 more" in html


def test_a_season_and_a_week_are_tables(season: gb.Season) -> None:
    assert "<caption>us-33 outcomes</caption>" in season._repr_html_()
    assert "Tori &amp; Pasha" in season.week(2)._repr_html_()


def test_a_loop_is_told_what_is_on_record_and_what_comes(season: gb.Season) -> None:
    last = season.store.log.last_position()
    assert [event.position for event in season.subscribe(after=last - 2, timeout=0)] == [last - 1, last]
    assert list(season.subscribe(timeout=0)) == []


def test_an_asynchronous_loop_is_told_of_its_season_alone_as_it_is_recorded() -> None:
    with gb.open_store() as store:
        season = store.take_in(shipped_season("us-33"))

        async def told() -> list[str]:
            recording = threading.Timer(0.05, lambda: store.take_in(shipped_season("us-33"), name="other"))
            later = threading.Timer(0.1, lambda: _dispute(store.season("us-33")))
            recording.start()
            later.start()
            found = []
            async for event in season.subscribe(after=store.log.last_position() - 1):
                found.append(event.stream)
                if len(found) == 2:
                    break
            recording.join()
            return found

        assert asyncio.run(asyncio.wait_for(told(), GIVEN_UP)) == ["season/us-33", "season/us-33"]


def test_an_asynchronous_loop_ends_with_the_log() -> None:
    store = gb.open_store()
    season = store.take_in(shipped_season("us-33"))

    async def told() -> int:
        threading.Timer(0.05, store.close).start()
        return len([event async for event in season.subscribe(after=440)])

    assert asyncio.run(asyncio.wait_for(told(), GIVEN_UP)) == 9


def _dispute(season: gb.Season) -> None:
    command = gb.commands.DisputeAnnouncement(
        week=2, what="eliminated", couples=("tori-pasha",), claim="It was said otherwise.", source="press reports"
    )
    season.do(command, gb.Actor(name="Hana", role="historian"))
