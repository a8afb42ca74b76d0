"""What machines ask is answered as the command line answers it: whole or in parts, as of any moment, once while it stays."""

import json
from typing import Any

import pytest

import glitterball as gb
from glitterball.store import Store
from glitterball.views.catalogue import VIEWS
from tests.cli.typing_at_it import Desk
from tests.web.api.addresses import API, every_address
from tests.web.visiting import Visitor

SEASON = "us-33-rehearsal"
HERE = f"{API}/seasons/{SEASON}"

SAME = {
    f"{API}/seasons": "season list",
    f"{HERE}/grid": f"season show {SEASON}",
    f"{HERE}/decisions": f"decision list {SEASON}",
    f"{HERE}/decisions/3": f"decision show {SEASON} 3",
    f"{HERE}/weeks/2/check": f"week check {SEASON} 2",
    f"{HERE}/weeks/2/standings": f"week standings {SEASON} 2",
    f"{HERE}/weeks/2/leaderboard": f"week leaderboard {SEASON} 2",
    f"{HERE}/weeks/2/scorecards": f"week scorecards {SEASON} 2",
    f"{HERE}/weeks/2/audit": f"week audit {SEASON} 2",
    f"{HERE}/weeks/2/votes": f"votes status {SEASON} 2",
    f"{HERE}/weeks/1/check?as_of=200": f"week check {SEASON} 1 --as-of 200",
    f"{HERE}/weeks/1/standings?as_of=week%201%20sealed": f"week standings {SEASON} 1 --as-of 'week 1 sealed'",
}
"""Addresses, and the commands that answer the same."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("api"))
    assert made.types("rehearse us-33 --through 2").code == 0
    return made


@pytest.fixture(scope="module")
def visitor(desk: Desk) -> Visitor:
    return Visitor(gb.open_store(desk.store, read_only=True))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("address", SAME)
def test_an_answer_is_what_the_command_prints(desk: Desk, visitor: Visitor, address: str) -> None:
    assert visitor.document(address) == json.loads(desk.types(f"{SAME[address]} --format json").out)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_a_view_has_the_rows_that_the_command_exports(desk: Desk, visitor: Visitor, view: str) -> None:
    exported = [json.loads(line) for line in desk.types(f"projections export {view}").out.splitlines()]
    told = [row for part in parts(visitor, f"{HERE}/views/{view}?limit=700") for row in part["data"]]
    assert bool(told) == bool(exported)
    named = [name for name in told[0] if name in exported[0]] if told else []
    assert [[row[name] for name in named] for row in told] == [[row[name] for name in named] for row in exported]


def test_the_certificate_is_the_one_that_is_written_to_the_byte(desk: Desk, visitor: Visitor) -> None:
    assert desk.types(f"week certificate {SEASON} 2 --out {{folder}}/told").code == 0
    assert visitor.opens(f"{HERE}/weeks/2/certificate").content == (desk.folder / "told.json").read_bytes()


@pytest.mark.heavy("every one")
def test_every_operation_is_answered_of_a_rehearsal(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    asked = [address for address in every_address(rehearsed, SEASON) if "/events/" not in address]
    assert len(asked) > 40
    for address in asked:
        answer = visitor.opens(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), address


def parts(visitor: Visitor, address: str) -> list[Any]:
    """A list part by part, as its links lead."""
    found = []
    while address:
        answer = visitor.opens(address)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        link = answer.headers.get("link", "")
        address = link.partition(">")[0].removeprefix("<")
        assert not link or link.endswith('>; rel="next"')
    return found


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("limit", [1, 7, 1_000])
@pytest.mark.parametrize("what", ["weeks/2/scorecards", "decisions", "views/working?week=2", "events?kind=score-given"])
def test_a_list_in_parts_is_the_list(visitor: Visitor, what: str, limit: int) -> None:
    whole = visitor.document(f"{HERE}/{what}")
    told = parts(visitor, f"{HERE}/{what}{'&' if '?' in what else '?'}limit={limit}")
    assert [row for part in told for row in part["data"]] == whole["data"]
    assert len(told) == max(1, -(-len(whole["data"]) // limit))


@pytest.mark.heavy("every one")
def test_the_parts_of_a_list_are_of_one_moment(tmp_path: Any) -> None:
    """A list whose first row is new since would have told its last row of the first part twice."""
    with gb.open_store() as store:
        season = store.rehearse("us-33", through=1)
        visitor = Visitor(store)
        first = visitor.opens(f"{HERE}/events?limit=5")
        store.rehearse("us-33", "another", through=1)
        second = visitor.opens(first.headers["link"].partition(">")[0].removeprefix("<")).json()
        assert second["basis"]["position"] == first.json()["basis"]["position"] < store.log.last_position()
        assert second["data"][0]["position"] > first.json()["data"][-1]["position"]
        assert season.name == SEASON


@pytest.mark.parametrize("cursor", ["", "x", "MS4xLjE", "LTEuMS4wMDAwMDAwMDAwMDAwMDAw", "é", "0" * 500])
def test_a_cursor_that_no_answer_gave_is_refused(visitor: Visitor, cursor: str) -> None:
    answer = visitor.opens(f"{HERE}/decisions?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor-does-not-fit")


def test_a_cursor_of_another_list_is_refused(visitor: Visitor) -> None:
    given = visitor.opens(f"{HERE}/decisions?limit=1").headers["link"].partition("cursor=")[2].partition(">")[0]
    answer = visitor.opens(f"{HERE}/weeks/2/scorecards?cursor={given}")
    assert answer.json()["code"] == "cursor-does-not-fit"


@pytest.mark.parametrize(
    "said",
    [
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=1e2",
        "as_off=3",
        "as_of=1&at=2024-01-01",
        "limit=1&limit=2",
        "at=412",
    ],
)
def test_what_is_not_understood_is_refused_and_not_passed_over(visitor: Visitor, said: str) -> None:
    answer = visitor.opens(f"{HERE}/decisions?{said}")
    assert (answer.status_code, answer.json()["code"]) == (422, "value-not-valid")
    assert answer.json()["recorded"] == 0


def test_a_time_is_answered_as_of_a_position(visitor: Visitor, desk: Desk) -> None:
    told = visitor.document(f"{HERE}/grid?at=2999-01-01T00:00Z")
    assert told["basis"]["position"] == visitor.document(f"{HERE}/grid")["basis"]["position"]


def test_whoever_has_an_answer_is_not_sent_it_again(visitor: Visitor) -> None:
    answer = visitor.opens(f"{HERE}/weeks/2/standings")
    tag = answer.headers["etag"]
    assert tag.startswith(f'"{visitor.document(HERE)["data"][0]["sequence"]}-')
    again = visitor.opens(f"{HERE}/weeks/2/standings", **{"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert visitor.opens(f"{HERE}/weeks/1/standings", **{"if-none-match": tag}).status_code == 200
