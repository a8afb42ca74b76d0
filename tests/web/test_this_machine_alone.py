"""Only this machine is answered, only reading is done, nothing outside is asked, and what a log says is text."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import glitterball as gb
from domain.season import commands as c
from glitterball.store import Season, Store, open_season
from glitterball.web.app import application
from glitterball.web.rendering import STATIC, asset, octets_of
from tests.web.visiting import Visitor

PETRA = gb.Actor(name="Petra", role="producer")
HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def season() -> Iterator[Season]:
    season = open_season("us-33")
    yield season
    season.store.close()


@pytest.mark.parametrize(
    "host", ["glitterball.example", "127.0.0.1.example", "10.0.0.7:8033", "", "localhost.", "[::2]:80"]
)
def test_another_host_is_not_answered(season: Season, host: str) -> None:
    """A site that points a name of its own at this machine reaches nothing."""
    answer = Visitor(season.store).opens("/s/us-33", host=host)
    assert answer.status_code == 421
    assert "Dancing" not in answer.text


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("host", ["127.0.0.1:8033", "localhost:9", "LOCALHOST", "[::1]:8033", "127.0.0.1"])
def test_this_machine_is_answered(season: Season, host: str) -> None:
    assert Visitor(season.store).opens("/s/us-33", host=host).status_code == 200


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("address", ["/", "/s/us-33/w/2", "/live/us-33", "/nowhere"])
def test_nothing_but_reading_is_done(season: Season, method: str, address: str) -> None:
    before = season.store.log.last_position()
    answer = TestClient(application(season.store, "A test"), base_url="http://127.0.0.1").request(method, address)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "only-read"
    assert season.store.log.last_position() == before


@pytest.mark.parametrize(
    "address", ["/", "/s/us-33/w/2", "/s/us-33/w/2.json", "/nowhere", "/s/us-33/w/2/certificate", "/status"]
)
def test_every_answer_tells_a_browser_to_ask_nobody(season: Season, address: str) -> None:
    headers = Visitor(season.store).opens(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.heavy("every one")
def test_no_page_of_ours_names_another_host() -> None:
    """Sources that events name may; they are text, and links of no page."""
    season = open_season("us-33")
    for address, answer in Visitor(season.store).walk(most=60).items():
        assert 'href="http' not in answer.text, address
        assert 'src="http' not in answer.text, address
    for name in STATIC:
        assert b"http" not in octets_of(name).replace(b"http://www.w3.org/2000/svg", b""), name


@pytest.mark.parametrize("name", STATIC)
def test_a_file_beside_the_pages_never_changes(season: Season, name: str) -> None:
    answer = Visitor(season.store).opens(asset(name))
    assert (answer.status_code, answer.content) == (200, octets_of(name))
    assert "immutable" in answer.headers["cache-control"]
    assert Visitor(season.store).opens(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/static/../../app.py",
        "/static/%2e%2e/app.py",
        "/%00",
        "/s/%3Cscript%3E",
        "/s//w/1",
        "/s/us-33/w/-1",
        "/s/us-33/w/1e1",
        "/s/%00",
        "/live/%00",
        "/s/us-33%0a/w/2",
        f"/s/{'a' * 300}",
        f"/s/us-33/w/{'9' * 5_000}",
        f"/s/us-33/e/{'9' * 5_000}",
        f"/s/us-33/decisions/{'9' * 5_000}",
        f"/s/us-33/w/{'9' * 19}",
    ],
)
def test_an_address_that_is_none_is_not_there(season: Season, address: str) -> None:
    """Some were an unforeseen error: names that no stream can have, numbers longer than any."""
    answer = Visitor(season.store).opens(address)
    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace('<script src="/static', "")


def hostile(store: Store) -> Season:
    """A rehearsal whose show, couples and marks are called what nobody should be called."""
    store.engine.do("loud", c.OpenSeason(season="loud", show=HOSTILE, number=1, mode="rehearsal"), PETRA)
    store.engine.do("loud", c.CastCouple(couple="mia-jon", celebrity=HOSTILE, professional="Jon & <b>Falk</b>"), PETRA)
    return store.season("loud")


@pytest.mark.heavy("every one")
def test_what_a_log_says_is_text_and_nothing_else() -> None:
    with gb.open_store() as store:
        hostile(store)
        for address, answer in Visitor(store).walk().items():
            if answer.headers["content-type"] == "application/json":
                continue  # which no browser reads as a page: nosniff
            assert "<script>alert" not in answer.text, address
            assert "<img" not in answer.text, address
            assert "<b>Falk" not in answer.text, address
        assert HOSTILE in Visitor(store).reads("/s/loud/timeline").text
