"""An address with a position says the same whatever is recorded later; one without is asked for each time."""

import re
from collections.abc import Iterator

import pytest

from domain.season import commands as c
from glitterball.store import Season, open_season
from glitterball.web.addresses import Address, address_of
from tests.web.visiting import Visitor

PAGES = ("", "/timeline", "/decisions", "/w/2", "/w/2/audit", "/w/2/votes", "/w/2/rules", "/w/2/certificate", "/e/31")
NOW = ("", "/timeline", "/w/2", "/w/2/audit")


@pytest.fixture
def season() -> Iterator[Season]:
    season = open_season("us-33")
    yield season
    season.store.close()


def goes_on(season: Season) -> None:
    """Something more is said of week 2."""
    said = c.DisputeAnnouncement(
        week=2, what="saved", couples=("eric-britt",), claim="Another paper has it so.", source="another paper"
    )
    season.do(said, season.store.log.stream("season/us-33").__next__().actor)


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_as_of_a_position_stays_when_the_season_goes_on(season: Season, page: str) -> None:
    visitor = Visitor(season.store)
    before = visitor.opens(f"/s/us-33{page}@140")
    goes_on(season)
    after = visitor.opens(f"/s/us-33{page}@140")
    assert before.status_code == 200
    assert (before.content, before.headers["etag"]) == (after.content, after.headers["etag"])


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("page", PAGES)
def test_no_browser_keeps_a_page_that_it_has_not_asked_about(season: Season, page: str) -> None:
    """Pages as of a position were kept for a year, with names that were erased since."""
    visitor = Visitor(season.store)
    shown = visitor.opens(f"/s/us-33{page}@140")
    again = visitor.opens(f"/s/us-33{page}@140", **{"if-none-match": shown.headers["etag"]})
    assert shown.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.headers["cache-control"]) == (304, "private, no-cache")


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("page", NOW)
def test_a_page_of_now_is_another_when_the_season_goes_on(season: Season, page: str) -> None:
    visitor = Visitor(season.store)
    before = visitor.opens(f"/s/us-33{page}")
    same = visitor.opens(f"/s/us-33{page}", **{"if-none-match": before.headers["etag"]})
    goes_on(season)
    after = visitor.opens(f"/s/us-33{page}", **{"if-none-match": before.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert after.status_code == 200
    assert before.headers["cache-control"] == "private, no-cache"


def test_an_etag_begins_with_the_sequence_of_the_seasons_stream(season: Season) -> None:
    tag = Visitor(season.store).opens("/s/us-33/w/2").headers["etag"]
    assert re.fullmatch(rf'"{season.state.sequence}-[0-9a-f]{{16}}"', tag)


def test_a_page_cites_position_root_and_rulebook(season: Season) -> None:
    text = Visitor(season.store).reads("/s/us-33/w/2@140").text
    basis = season.as_of(140).basis(2)
    assert "/s/us-33/w/2@140" in text
    assert basis["root"] in text
    assert "As of position 140, not now." in text


@pytest.mark.parametrize("moment", ["140", "week 2 closed"])
def test_a_moment_leads_to_its_position(season: Season, moment: str) -> None:
    answer = Visitor(season.store).client.get("/s/us-33/w/2", params={"as_of": moment})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/s/us-33/w/2@{season.position_of(moment)}"


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "address", ["/s/us-33@0", "/s/us-33@99999", "/s/us-33@9999999999999999999", "/s/us-33/w/2?as_of=noon"]
)
def test_a_moment_that_is_not_there_is_refused(season: Season, address: str) -> None:
    answer = Visitor(season.store).opens(address)
    assert 400 <= answer.status_code < 500
    assert "Nothing was recorded" in answer.text


def test_an_address_is_taken_apart() -> None:
    assert address_of("/s/us-33/w/2@412.json") == Address("/s/us-33/w/2", 412, True)
    assert address_of("/s/us-33/w/2.json") == Address("/s/us-33/w/2", None, True)
    assert address_of("/s/a@b") == Address("/s/a@b")
