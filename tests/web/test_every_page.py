"""Every page of any season is there, is sound HTML, and leads only to pages that are there."""

from typing import Any

import pytest
from hypothesis import given, settings

import glitterball as gb
from glitterball.log import EventLog
from glitterball.season_files import shipped_season
from glitterball.store import Store, open_season
from glitterball.testing import Script, seasons
from tests.thoroughness import examples, part
from tests.views.played import on_record
from tests.web.visiting import Read, Visitor

NOT_YET = {"nothing-certified-here", "no-rulebook", "not-yet-on-air"}
"""Why a page that is linked to may not be there: a week that nobody certified has no certificate."""


def sound(address: str, answer: Any) -> None:
    """A page that is there, and as HTML should be; or one that says why it is not."""
    kind = answer.headers["content-type"]
    if kind == "application/json":
        assert answer.status_code == 200, (address, answer.text[:300])
        assert answer.json(), address
        return
    read = Read(answer.text)
    assert not read.faults, (address, read.faults[:3])
    assert len(read.ids) == len(set(read.ids)), (address, "an id stands twice")
    if answer.status_code != 200:
        assert answer.status_code == 404, (address, answer.text[:2_000])
        assert any(code in read.text for code in NOT_YET), (address, read.text[:600])
        return
    if not address.partition("@")[0].endswith("/certificate"):  # which brings its own page
        assert read.headings.count("h1") == 1, address
        assert all(asked.startswith("/static/") for asked in read.asks), (address, read.asks)


def walked(store: Store, most: int = 150) -> None:
    for address, answer in Visitor(store).walk(most=most).items():
        sound(address, answer)


@settings(max_examples=examples(40))
@given(seasons())
def test_every_page_of_a_season_that_is_drawn_is_there(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        walked(Store(log), most=90)


@pytest.mark.heavy("nights")
def test_every_page_of_season_33_is_there() -> None:
    season = open_season("us-33")
    walked(season.store, most=400)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("week", part(range(1, 4), 2, of=3))
def test_every_page_of_a_rehearsal_is_there(rehearsed: Store, week: int) -> None:
    visitor = Visitor(rehearsed)
    for page in ("", "/audit", "/votes", "/rules", "/certificate"):
        for ending in ("", ".json"):
            address = f"/s/us-33-rehearsal/w/{week}{page}{ending}"
            answer = visitor.opens(address)
            assert answer.status_code == 200
            sound(address, answer)


@pytest.mark.heavy("every one")
def test_a_rehearsal_says_so_on_every_page(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    for page in ("", "/timeline", "/decisions", "/w/2", "/w/2/audit", "/w/2/votes", "/w/2/rules", "/w/2/certificate"):
        address = f"/s/us-33-rehearsal{page}"
        assert "REHEARSAL" in visitor.reads(address).text, address
        if page != "/w/2/certificate":
            assert visitor.document(f"{address}.json")["mode"] == "rehearsal", address


@pytest.mark.heavy("every one")
def test_each_step_leads_to_its_clause_and_to_its_events(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    links = visitor.reads("/s/us-33-rehearsal/w/2/audit").links
    clauses = {link.partition("#")[2] for link in links if "/rules#" in link}
    anchors = visitor.reads("/s/us-33-rehearsal/w/2/rules").ids
    assert clauses
    assert clauses <= set(anchors)
    events = [link for link in links if "/e/" in link]
    assert events
    assert all(visitor.opens(link).status_code == 200 for link in set(events))


def test_no_season_is_on_record() -> None:
    with gb.open_store() as store:
        walked(store)


SAID = {
    2: ("Anna & Ezra and Tori & Pasha left.", "Reginald & Emma were saved."),
    9: ("Joey & Jenna: place 1.", "Danny & Witney: place 5."),
}


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("week", SAID)
def test_a_historic_week_is_as_announced_and_raises_no_alarm(week: int) -> None:
    """The first page anybody opened said NOT READY in red: of a season nobody will ever certify."""
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        read = Visitor(store).reads(f"/s/us-33/w/{week}")
        assert Visitor(store).document(f"/s/us-33/w/{week}.json")["data"]["ready"] is None
    assert "AS ANNOUNCED" in read.text
    assert all(sentence in read.text for sentence in SAID[week])
    assert "READY" not in read.text
