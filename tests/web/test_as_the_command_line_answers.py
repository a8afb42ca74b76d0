"""A page's document is what the command prints with --format json."""

import json
from typing import Any

import pytest

import glitterball as gb
from tests.cli.typing_at_it import Desk
from tests.web.visiting import Visitor

SAME = {
    "/s/us-33-rehearsal.json": "season show us-33-rehearsal",
    "/s/us-33-rehearsal/w/2/audit.json": "week audit us-33-rehearsal 2",
    "/s/us-33-rehearsal/w/2/votes.json": "votes status us-33-rehearsal 2",
    "/s/us-33-rehearsal/decisions.json": "decision list us-33-rehearsal",
    "/s/us-33-rehearsal/decisions/3.json": "decision show us-33-rehearsal 3",
    "/seasons.json": "season list",
}

PARTS = {
    "standings": "week standings",
    "leaderboard": "week leaderboard",
    "scorecards": "week scorecards",
    "check": "week check",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("web"))
    assert made.types("rehearse us-33 --through 2").code == 0
    return made


def printed(desk: Desk, line: str) -> Any:
    return json.loads(desk.types(f"{line} --format json").out)


def visitor(desk: Desk) -> Visitor:
    return Visitor(gb.open_store(desk.store, read_only=True))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("address", SAME)
def test_a_page_for_machines_is_what_the_command_prints(desk: Desk, address: str) -> None:
    assert visitor(desk).document(address) == printed(desk, SAME[address])


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("at", ["", "@200"])
def test_a_part_of_the_board_is_what_the_command_prints(desk: Desk, part: str, at: str) -> None:
    board = visitor(desk).document(
        f"/s/us-33-rehearsal/w/2{at}.json" if at != "@200" else "/s/us-33-rehearsal/w/1@200.json"
    )
    week, as_of = (1, " --as-of 200") if at else (2, "")
    told = printed(desk, f"{PARTS[part]} us-33-rehearsal {week}{as_of}")
    assert board["data"][part] == told["data"]
    assert board["basis"] == told["basis"]


def test_a_page_of_the_timeline_is_what_the_command_prints_and_says_what_it_rests_on(desk: Desk) -> None:
    shown = visitor(desk).document("/s/us-33-rehearsal/timeline.json?after=40")
    told = printed(desk, "events list --season us-33-rehearsal --from 41 --limit 100")
    assert shown["data"] == told["data"]
    assert told["basis"].items() <= shown["basis"].items()


@pytest.mark.heavy("every one")
def test_a_certificate_is_the_one_that_the_command_writes_to_the_byte(desk: Desk) -> None:
    assert desk.types("week certificate us-33-rehearsal 2 --out {folder}/held").code == 0
    opened = visitor(desk).opens("/s/us-33-rehearsal/w/2/certificate")
    assert opened.content == (desk.folder / "held.html").read_bytes()
    assert (
        visitor(desk).opens("/s/us-33-rehearsal/w/2/certificate.json").content
        == (desk.folder / "held.json").read_bytes()
    )
    assert "style-src 'sha256-" in opened.headers["content-security-policy"]


def test_a_refusal_is_the_one_the_command_is_refused_with(desk: Desk) -> None:
    told = visitor(desk).opens("/s/us-33-rehearsal/w/7.json")
    assert told.status_code == 404
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["code"] == "week-not-in-season"
    assert told.json()["detail"] in " ".join(desk.types("week standings us-33-rehearsal 7").err.split())
