"""What is left behind: in a browser that others use after somebody, and in the log of what they tried and may not."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

import glitterball as gb
from glitterball.store import Store
from glitterball.web.access import EVERYBODY, Door
from glitterball.web.app import application
from glitterball.web.book import Book, hashed
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from tests.web.coming_in import SAME, Browser

ORIGIN = "https://results.example.org"
SEASON = "us-33-rehearsal"
A_YEAR = "max-age=31536000; includeSubDomains"
KEY = "a key of a program"


class Clock:
    """A clock that somebody sets."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        store.rehearse("us-33", through=1)
        yield store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(store: Store, clock: Clock) -> Gate:
    dora = {"identity": "dora", "name": "Dora Lind", "roles": ["score desk"], "keys": [hashed(KEY)]}
    eve = {"identity": "eve", "name": "Eve Adams", "roles": ["executive"]}
    told = people_said({"origin": ORIGIN, "person": [dora, eve]})
    return Gate(told, Book(None, clock), store=store, clock=clock)


@pytest.fixture
def browser(store: Store, gate: Gate) -> Browser:
    return Browser(store, gate, ORIGIN)


def noted(gate: Gate, what: str) -> list[Any]:
    return [line for line in gate.book.journal() if line.what == what]


ADDRESSES = ("/", f"/s/{SEASON}", f"/s/{SEASON}.json", "/enter", "/me", "/nowhere", "/static/none", "/api/v1/seasons")


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_came_by_tls_comes_by_it_for_a_year(browser: Browser, gate: Gate, address: str) -> None:
    assert browser.opens(address).headers["strict-transport-security"] == A_YEAR
    browser.comes_in(gate, "dora")
    assert browser.opens(address).headers["strict-transport-security"] == A_YEAR
    assert browser.opens(address, host="elsewhere.example").headers["strict-transport-security"] == A_YEAR


def test_where_there_is_no_tls_none_is_promised(store: Store) -> None:
    plain = Browser(store, Gate(people_said({"origin": "http://localhost:8033"}), Book(None)), "http://localhost:8033")
    assert "strict-transport-security" not in plain.opens("/").headers
    only_read = TestClient(application(store, "A test"), base_url="http://127.0.0.1")
    assert "strict-transport-security" not in only_read.get("/").headers


@pytest.mark.parametrize("address", [f"/s/{SEASON}", f"/s/{SEASON}/w/1.json", f"/api/v1/seasons/{SEASON}", "/me"])
def test_what_is_shown_to_somebody_who_signed_in_no_browser_keeps(browser: Browser, gate: Gate, address: str) -> None:
    """A page with counts lay in the browser's store after its reader had gone: a browser only asked before it showed it."""
    browser.comes_in(gate, "eve")
    answer = browser.opens(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_what_everybody_may_see_and_what_a_program_asks_is_kept_as_before(browser: Browser) -> None:
    assert browser.opens(f"/s/{SEASON}").headers["cache-control"] == "private, no-cache"
    by_key = browser.opens(f"/api/v1/seasons/{SEASON}", authorization=f"Bearer {KEY}")
    assert (by_key.status_code, by_key.headers["cache-control"]) == (200, "private, no-cache")


def test_who_signs_out_has_the_browser_forget_the_pages(browser: Browser, gate: Gate) -> None:
    browser.comes_in(gate, "dora")
    answer = browser.sends("/out")
    assert (answer.status_code, answer.headers["clear-site-data"]) == (303, '"cache"')


def test_somebody_sees_where_else_they_are_signed_in_and_ends_it(store: Store, browser: Browser, gate: Gate) -> None:
    left_open, of_another = Browser(store, gate, ORIGIN), Browser(store, gate, ORIGIN)
    left_open.comes_in(gate, "dora")
    of_another.comes_in(gate, "eve")
    browser.comes_in(gate, "dora")
    assert "Signed in elsewhere" in browser.opens("/me").text
    assert browser.sends("/me/elsewhere").headers["location"] == "/me"
    assert [one.opens("/me").status_code for one in (browser, left_open, of_another)] == [200, 303, 200]
    assert "Signed in elsewhere" not in browser.opens("/me").text
    assert [line.who for line in noted(gate, "signed-out-elsewhere")] == ["dora"]


def test_a_sign_in_is_noted_with_where_it_came_from(browser: Browser, gate: Gate) -> None:
    browser.sends("/enter/none")
    browser.comes_in(gate, "dora")
    assert [line.facts["from"] for line in gate.book.journal() if line.what in ("refused", "signed-in")] == [
        "testclient",
        "testclient",
    ]


def test_what_somebody_tried_and_may_not_is_noted(browser: Browser, gate: Gate) -> None:
    """A form of another site, a role that a season does not give: nobody was told of either."""
    browser.comes_in(gate, "dora")
    browser.client.post("/out", data={"token": browser.token}, headers={"sec-fetch-site": "cross-site"})
    browser.sends(f"/s/{SEASON}/say", {"command": '{"do": "reopen-week", "week": 1, "reason": "a wrong mark"}'})
    said = [(line.who, line.facts["code"], line.facts["door"], line.facts["from"]) for line in noted(gate, "may-not")]
    assert said == [
        ("dora", "form-not-ours", "/out", "testclient"),
        ("dora", "not-of-this-season", "/s/{season}/say", "testclient"),
    ]


def test_what_a_form_of_the_desk_refuses_somebody_is_noted_too(browser: Browser, gate: Gate) -> None:
    browser.comes_in(gate, "dora")
    fields = {"week": "1", "reason": "a wrong mark", "form_step": "try"}
    assert browser.sends(f"/s/{SEASON}/w/1/say/reopen-week", fields).status_code == 403
    assert [line.facts["code"] for line in noted(gate, "may-not")] == ["not-of-this-season"]


def test_no_link_that_was_tried_is_in_the_log(browser: Browser, gate: Gate) -> None:
    link = gate.book.link_for("dora")
    for _ in range(6):
        browser.sends("/enter/none")
    assert browser.sends(f"/enter/{link}").status_code == 429
    assert {line.facts["code"] for line in noted(gate, "may-not")} == {"too-often"}
    assert link not in str(gate.book.journal())


def test_nobody_fills_the_log_by_trying(browser: Browser, gate: Gate, clock: Clock) -> None:
    for _ in range(40):
        browser.client.post("/out", headers={"sec-fetch-site": "cross-site"})
        browser.client.post("/enter/passkey", headers={"sec-fetch-site": "cross-site"})
    assert len(noted(gate, "may-not")) == 10
    clock.now += 60
    browser.client.post("/enter/passkey", headers={"sec-fetch-site": "cross-site"})
    assert len(noted(gate, "may-not")) == 11


def test_what_goes_wrong_unforeseen_tells_nobody_what_it_was(store: Store, gate: Gate) -> None:
    def breaks(_: Request) -> Response:
        raise ValueError("4,711 votes by sms")

    doors = [Door("/breaks", breaks, access=EVERYBODY)]
    client = TestClient(
        application(store, "A test", gate=gate, doors=doors), base_url=ORIGIN, raise_server_exceptions=False
    )
    for headers in ({}, SAME, {"accept": "application/json"}):
        answer = client.get("/breaks", headers=headers)
        assert (answer.status_code, "4,711" in answer.text, "Traceback" in answer.text) == (500, False, False)
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/").status_code == 200
