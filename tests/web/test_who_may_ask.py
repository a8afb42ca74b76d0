"""Every route says who may ask for it; nothing is written but by somebody known, from a page of these, once."""

from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

import glitterball as gb
from domain.refusals import Refusal
from domain.season import commands as c
from glitterball.store import Store
from glitterball.web.access import SIGNED_IN, Access, Door, held_by, person_of
from glitterball.web.app import OF_A_SEASON, OF_THE_STORE, application, routes
from glitterball.web.gate import Gate
from glitterball.web.live import Live
from glitterball.web.person import Person
from glitterball.web.saying import Answered, say
from glitterball.web.served import Served
from tests.web.coming_in import SAME, Browser, rehearsal
from tests.web.desk.sitting import Form
from tests.web.visiting import Read

SEASON = "us-33-rehearsal"
OUTAGE = c.NoteOutage(week=1, channel="online", began="2024-09-18T01:00:00Z", what="a cable")


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        yield store


@pytest.fixture
def gate(store: Store) -> Gate:
    return rehearsal(store)


@pytest.fixture
def served(store: Store, gate: Gate) -> Served:
    return Served(store, "A test", (), gate)


def known(gate: Gate, identity: str, browser: str = "a browser") -> Person:
    session = gate.book.session(gate.book.begin("link", identity, browser=browser))
    assert session is not None
    person = gate.person_in(session)
    assert person is not None
    return person


@pytest.mark.heavy("every one")
def test_every_route_says_who_may_ask(store: Store, served: Served) -> None:
    for route in routes(Live(store.log), served):
        assert isinstance(route, Door), route
        assert isinstance(route.access, Access), route.path
    for path, page in (OF_A_SEASON | OF_THE_STORE).items():
        assert isinstance(page.access, Access), path


def test_a_route_that_does_not_say_so_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="access"):
        Door("/secret", lambda request: Response())  # type: ignore[call-arg]


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("access", "who", "status"),
    [
        (SIGNED_IN, None, 401),
        (SIGNED_IN, "rehearsal-producer", 200),
        (held_by("executive"), None, 401),
        (held_by("executive"), "rehearsal-producer", 403),
        (held_by("executive", "producer"), "rehearsal-producer", 200),
    ],
)
def test_a_door_is_opened_to_whom_it_names(store: Store, gate: Gate, access: Access, who: str, status: int) -> None:
    def secret(request: Request) -> Response:
        person = person_of(request)
        return PlainTextResponse(f"behind the door: {person.name if person else 'nobody'}")

    browser = Browser(store, gate)
    browser.client = TestClient(
        application(store, "A test", gate=gate, doors=[Door("/secret.json", secret, access=access)]),
        base_url="http://127.0.0.1:8033",
        follow_redirects=False,
    )
    if who:
        browser.comes_in(gate, who)
    answer = browser.opens("/secret.json")
    assert answer.status_code == status
    assert ("behind the door" in answer.text) == (status == 200)


def recorded(served: Served, command: c.SeasonCommand, person: Person, **told: object) -> Answered:
    return say(served, SEASON, command, person, key=None, **told)  # type: ignore[arg-type]


def test_what_is_said_is_recorded_under_the_name_and_role_of_the_roster(served: Served, gate: Gate) -> None:
    said = recorded(served, OUTAGE, known(gate, "rehearsal-producer"))
    assert [event.actor for event in said.events] == [gb.Actor(name="Rehearsal producer", role="producer")]
    assert said.waits is None
    assert said.sequence == served.store.season(SEASON).state.sequence


def test_under_a_key_the_same_is_recorded_once(served: Served, gate: Gate) -> None:
    person = known(gate, "rehearsal-producer")
    first = say(served, SEASON, OUTAGE, person, key="k")
    again = say(served, SEASON, OUTAGE, person, key="k")
    assert (first.again, again.again) == (False, True)
    assert first.events == again.events
    with pytest.raises(Refusal) as refused:
        say(served, SEASON, OUTAGE.model_copy(update={"what": "fire"}), person, key="k")
    assert refused.value.code == "key-reused"


def test_what_was_seen_otherwise_is_not_decided_on(served: Served, gate: Gate) -> None:
    person, seen = known(gate, "rehearsal-producer"), served.store.season(SEASON).state.sequence
    recorded(served, OUTAGE, person, at=seen)
    with pytest.raises(Refusal) as refused:
        recorded(served, OUTAGE, person, at=seen)
    assert refused.value.code == "moved-on"
    assert served.store.season(SEASON).state.sequence == seen + 1


REOPEN = c.ReopenWeek(week=1, reason="a wrong mark")


def test_what_takes_two_waits_for_another_person_in_another_browser(served: Served, gate: Gate) -> None:
    executive, adjudicator = known(gate, "rehearsal-executive", "a"), known(gate, "rehearsal-adjudicator", "b")
    waits = recorded(served, REOPEN, executive).waits
    assert waits is not None
    with pytest.raises(Refusal) as same:
        recorded(served, c.Approve(decision=waits), executive)
    with pytest.raises(Refusal) as same_browser:
        recorded(served, c.Approve(decision=waits), known(gate, "rehearsal-adjudicator", "a"))
    assert (same.value.code, same_browser.value.code) == ("same-browser", "same-browser")
    with pytest.raises(Refusal) as same_person:
        recorded(served, c.Approve(decision=waits), known(gate, "rehearsal-executive", "elsewhere"))
    assert same_person.value.code == "same-person"
    approved = recorded(served, c.Approve(decision=waits), adjudicator)
    assert [event.fact.TYPE for event in approved.events] == ["decision-approved.v2", "week-reopened.v1"]


def test_without_a_role_for_it_nothing_is_recorded(served: Served, gate: Gate) -> None:
    with pytest.raises(Refusal) as refused:
        recorded(served, REOPEN, known(gate, "rehearsal-score-desk"))
    assert refused.value.code == "role-may-not"


@pytest.mark.heavy("every one")
def test_a_link_signs_in_once_and_its_page_uses_nothing_up(store: Store, gate: Gate) -> None:
    browser, link = Browser(store, gate), f"/enter/{gate.book.link_for('rehearsal-producer')}"
    assert browser.opens(link).status_code == browser.opens(link).status_code == 200
    assert browser.opens("/me").status_code == 303
    assert browser.client.post(link, headers=SAME).status_code == 303
    assert "Rehearsal producer" in browser.opens("/me").text
    assert "DEVELOPMENT" in browser.opens("/").text
    assert Browser(store, gate).client.post(link, headers=SAME).status_code == 403
    assert browser.sends("/out").status_code == 303
    assert browser.opens("/me").status_code == 303


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "address", ["/enter", "/me", "/me/passkeys/new", "/enter/0", f"/s/{SEASON}/say/approve?decision=9"]
)
def test_pages_about_people_are_whole_and_ask_for_our_own_files(
    served: Served, store: Store, gate: Gate, address: str
) -> None:
    browser = Browser(store, gate)
    browser.comes_in(gate, "rehearsal-adjudicator")
    waits = recorded(served, REOPEN, known(gate, "rehearsal-executive")).waits
    answer = browser.opens(address.replace("=9", f"={waits}"))
    page = Read(answer.text)
    assert (answer.status_code, page.faults) == (200, [])
    assert len(page.ids) == len(set(page.ids))
    assert page.headings[0] == "h1"
    assert all(asked.startswith("/static/") for asked in page.asks)
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.heavy("every one")
def test_an_approval_is_shown_before_it_is_said_and_said_once(served: Served, store: Store, gate: Gate) -> None:
    """In a development the rehearsal's own keys sign; the form is the same. Sent twice, by a double click, it is one approval."""
    waits = recorded(served, REOPEN, known(gate, "rehearsal-executive")).waits
    browser = Browser(store, gate)
    browser.comes_in(gate, "rehearsal-adjudicator")
    known_as = browser.opens(f"/s/{SEASON}/decisions/{waits}/approve")
    assert (known_as.status_code, known_as.headers["location"]) == (303, f"/s/{SEASON}/say/approve?decision={waits}")
    page = browser.opens(known_as.headers["location"]).text
    assert "Outcome before" in page
    form = Form(page)
    said = {**dict(form.typed), "form_step": "record"}
    assert [browser.sends(form.to, said).status_code for _ in range(2)] == [303, 303]
    assert [event.fact.TYPE for event in store.season(SEASON).events()][-2:] == [
        "decision-approved.v2",
        "week-reopened.v1",
    ]


def test_who_proposed_it_is_told_so_before_anything_can_be_sent(served: Served, store: Store, gate: Gate) -> None:
    """The form let its proposer press Record, and refused then."""
    browser = Browser(store, gate)
    browser.comes_in(gate, "rehearsal-executive")
    waits = recorded(served, REOPEN, known(gate, "rehearsal-executive", "another")).waits
    answer = browser.opens(f"/s/{SEASON}/say/approve?decision={waits}")
    assert (answer.status_code, "same-person" in answer.text, "Record it" in answer.text) == (403, True, False)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "command", ["", "{}", '{"do": "approve"}', "[" * 5_000, '{"do": "approve", "decision": 1e400}']
)
def test_what_is_no_command_is_refused_in_a_sentence(store: Store, gate: Gate, command: str) -> None:
    browser = Browser(store, gate)
    browser.comes_in(gate, "rehearsal-adjudicator")
    answer = browser.sends(f"/s/{SEASON}/say", {"command": command})
    assert (answer.status_code, "command-unclear" in answer.text) == (422, True)


def test_no_live_season_is_served_to_whoever_has_a_link(served: Served, gate: Gate) -> None:
    opens = c.OpenSeason(season="live-1", show="Dancing", number=1, mode="live")
    with pytest.raises(Refusal) as refused:
        say(served, "live-1", opens, known(gate, "rehearsal-producer"), key=None)
    assert refused.value.code == "development-is-not-live"
    assert served.store.seasons() == (SEASON,)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(("address", "status"), [(f"/s/{SEASON}/say", 401), ("/enter/nothing", 413)])
def test_of_a_stranger_nothing_long_is_read(store: Store, gate: Gate, address: str, status: int) -> None:
    """Eight megabytes of a form were read and taken apart before it was asked who sent them."""
    browser = Browser(store, gate)
    long = b"a=" + b"b" * (1 << 20)
    headers = {**SAME, "content-type": "application/x-www-form-urlencoded"}
    answer = browser.client.post(address, content=long, headers=headers)
    assert answer.status_code == status
    assert len(answer.content) < 20_000
