"""Two people with two authenticators, in a real browser: made, put on the roster, come in by, signed with; and what is refused.

Left out where there is no Chromium; `.ci/run` installs it.
"""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import glitterball as gb
from domain.season import commands as c
from domain.season.people.facts import OfPerson
from domain.season.people.passkeys import Passkey
from glitterball.rehearsal.people import ADJUDICATOR, EXECUTIVE, PRODUCER, RosterOfARehearsal, identity_of
from glitterball.store import Store
from glitterball.web.app import application
from glitterball.web.book import Book
from glitterball.web.developing import people_of
from glitterball.web.gate import Gate
from tests.web.test_in_a_browser import CHROMIUM, HOW_TO_HAVE_IT

pytestmark = [
    pytest.mark.heavy("a browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=HOW_TO_HAVE_IT),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SEASON = "us-33-rehearsal"
ROSTER = RosterOfARehearsal(33, SEASON)
EXEC, ADJ = identity_of(EXECUTIVE), identity_of(ADJUDICATOR)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def decided(store: Store, command: Any) -> None:
    """By two people of the rehearsal, with their key files."""
    (proposed,) = store.season(SEASON).do(c.Propose(command=command), EXECUTIVE, signer=ROSTER.signer(EXECUTIVE))
    approve = c.Approve(decision=proposed.fact.decision)
    store.season(SEASON).do(approve, ADJUDICATOR, signer=ROSTER.signer(ADJUDICATOR))


@dataclass
class Show:
    """The pages of a rehearsal as they are served, at the address that passkeys are made for."""

    store: Store
    gate: Gate
    address: str

    def on_roster(self, identity: str, *passkeys: Passkey) -> None:
        now = self.store.season(SEASON).state.people[identity].now
        told = {name: getattr(now, name) for name in OfPerson.model_fields}
        decided(self.store, c.ChangePerson(**{**told, "passkeys": passkeys or None}, reason="passkeys were handed out"))

    def made_by(self, identity: str) -> list[Passkey]:
        return [Passkey.model_validate(told) for told in self.gate.book.passkeys_of(identity)]

    def types(self) -> list[str]:
        return [event.fact.TYPE for event in self.store.season(SEASON).events()]


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    with socket.socket() as listening, gb.open_store() as store:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"http://localhost:{listening.getsockname()[1]}"
        store.rehearse("us-33", through=1)
        gate = Gate(people_of(store, address), Book(None), store=store)
        config = uvicorn.Config(
            application(store, "A test", gate=gate), log_level="error", ws="none", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        running = Thread(target=server.run, args=([listening],), daemon=True)
        running.start()
        yield Show(store, gate, address)
        server.should_exit = True
        running.join(timeout=20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Someone:
    """Somebody at a browser of their own, with an authenticator of their own."""

    def __init__(self, show: Show, chromium: Browser, identity: str) -> None:
        self.show, self.identity = show, identity
        self.context: BrowserContext = chromium.new_context()
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.plug_in()

    def plug_in(self) -> None:
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = made["authenticatorId"]

    def loses_it(self) -> None:
        self.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.authenticator})
        self.plug_in()

    def opens(self, path: str) -> None:
        self.page.goto(self.show.address + path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def comes_by_link(self) -> None:
        self.show.gate.sign_ins._left.clear()  # all of these tests come from one machine, within its minute
        self.opens(f"/enter/{self.show.gate.book.link_for(self.identity)}")
        self.presses("Sign in by this link")
        self.page.wait_for_url(lambda address: "/enter" not in address)

    def makes_a_passkey(self) -> Passkey:
        self.comes_by_link()
        self.opens("/me/passkeys/new")
        self.presses("Make a passkey")
        self.page.wait_for_url("**/me")
        return self.show.made_by(self.identity)[-1]

    def comes_by_passkey(self) -> None:
        self.show.gate.sign_ins._left.clear()
        self.opens("/enter")
        self.presses("Sign in with a passkey")

    def proposes(self, command: Any) -> None:
        """As any form of the pages does, from a page of theirs."""
        self.opens("/me")
        self.page.evaluate(
            """([season, command]) => {
              const form = document.createElement("form");
              form.method = "post"; form.action = `/s/${season}/say`;
              const token = document.querySelector("[name=token]").value;
              for (const [name, value] of Object.entries({ token, command, key: String(Math.random()) })) {
                const field = document.createElement("input");
                field.name = name; field.value = value; form.append(field);
              }
              document.body.append(form); form.submit();
            }""",
            [SEASON, json.dumps(command)],
        )
        self.presses("Sign with your passkey")
        self.page.wait_for_url(f"**/s/{SEASON}/decisions")

    def goes(self) -> None:
        self.context.close()


@pytest.fixture(scope="module")
def two(show: Show, chromium: Browser) -> Iterator[tuple[Someone, Someone]]:
    """An executive and an adjudicator, whose passkeys two people have put on the roster."""
    people = Someone(show, chromium, EXEC), Someone(show, chromium, ADJ)
    for person in people:
        show.on_roster(person.identity, person.makes_a_passkey())
    yield people
    for person in people:
        person.goes()


REOPEN = {"do": "reopen-week", "week": 1, "reason": "a wrong mark"}


def test_two_people_decide_with_two_authenticators(show: Show, two: tuple[Someone, Someone]) -> None:
    executive, adjudicator = two
    for person in two:
        person.comes_by_passkey()
        person.page.wait_for_url(lambda address: "/enter" not in address)
        person.opens("/me")
        assert "passkey" in person.page.inner_text("main")
    executive.proposes(REOPEN)
    decision = len(show.store.season(SEASON).state.proposals)

    executive.opens(f"/s/{SEASON}/decisions/{decision}/approve")
    assert "was proposed in this browser" in executive.page.inner_text("main")
    assert show.types()[-1].startswith("decision-proposed")

    adjudicator.opens(f"/s/{SEASON}/decisions/{decision}/approve")
    shown = adjudicator.page.inner_text("main")
    assert "glitterball-decision/1" in shown
    assert "outcome before" in shown.lower()
    adjudicator.presses("Sign with your passkey")
    adjudicator.page.wait_for_url(f"**/s/{SEASON}/decisions")
    assert show.types()[-2:] == ["decision-approved.v2", "week-reopened.v1"]
    approved = list(show.store.season(SEASON).events())[-2].fact
    assert approved.signature.kind == "passkey"
    assert approved.identity == ADJ


def test_what_takes_two_is_said_in_the_forms_of_the_desk(show: Show, two: tuple[Someone, Someone]) -> None:
    """They said that nobody had signed, to whoever signs with a passkey: on a live night nothing could be proposed there."""
    executive, adjudicator = two
    for person in two:
        person.comes_by_link()
    executive.opens(f"/s/{SEASON}/w/1/say/cancel-elimination")
    executive.page.fill("[name=reason]", "a storm")
    executive.presses("See what it would record")
    executive.page.wait_for_selector("text=glitterball-decision/1")
    assert "a storm" in executive.page.inner_text("main")
    executive.presses("Sign with your passkey")
    executive.page.wait_for_url("**/w/1/desk**")
    assert show.types()[-1].startswith("decision-proposed")

    adjudicator.opens(f"/s/{SEASON}/say/reject?decision={len(show.store.season(SEASON).state.proposals)}")
    adjudicator.presses("See what it would record")
    adjudicator.page.wait_for_function("() => document.querySelector('[name=reason]:invalid, .field.wrong')")
    adjudicator.page.fill("[name=reason]", "no storm was seen")
    adjudicator.presses("See what it would record")
    adjudicator.presses("Sign with your passkey")
    adjudicator.page.wait_for_url("**/desk**")
    assert show.types()[-1].startswith("decision-rejected")


def test_the_same_person_in_a_second_browser_is_refused(
    show: Show, two: tuple[Someone, Someone], chromium: Browser
) -> None:
    executive, _ = two
    executive.comes_by_link()
    is_closed = show.store.season(SEASON).state.weeks[1].closed is not None  # whichever of these tests came first
    executive.proposes({"do": "reopen-week" if is_closed else "cancel-elimination", "week": 1, "reason": "a storm"})
    decision = len(show.store.season(SEASON).state.proposals)
    again = Someone(show, chromium, EXEC)
    show.on_roster(EXEC, *show.made_by(EXEC), again.makes_a_passkey())
    before = show.types()
    again.opens(f"/s/{SEASON}/decisions/{decision}/approve")
    assert "cannot approve" in again.page.inner_text("main")
    again.goes()
    assert show.types() == before


def test_a_lost_authenticator_lets_nobody_in_and_its_passkey_is_taken_off(show: Show, chromium: Browser) -> None:
    """Another is made by a link, and two people put it in its place: with the old one nobody comes in, and who had is out."""
    person = Someone(show, chromium, ADJ)
    lost = person.makes_a_passkey()
    show.on_roster(ADJ, lost)
    person.comes_by_passkey()
    person.page.wait_for_url(lambda address: "/enter" not in address)
    session = show.gate.book.sessions()[-1]
    assert show.gate.person_in(session) is not None
    new = Someone(show, chromium, ADJ)
    show.on_roster(ADJ, new.makes_a_passkey())
    assert show.gate.person_in(session) is None
    person.comes_by_passkey()
    person.page.wait_for_selector("text=no roster has it")
    person.loses_it()
    person.opens("/enter")
    new.comes_by_passkey()
    new.page.wait_for_url(lambda address: "/enter" not in address)
    assert [noted.what for noted in show.gate.book.journal()].count("refused") >= 1
    person.goes()
    new.goes()


def test_an_authenticator_that_has_a_passkey_makes_no_second_in_its_place(show: Show, chromium: Browser) -> None:
    """A second one took the place of the first, which was on the roster: whoever pressed twice could sign no more."""
    person = Someone(show, chromium, identity_of(PRODUCER))
    made = person.makes_a_passkey()
    person.opens("/me/passkeys/new")
    person.presses("Make a passkey")
    person.page.wait_for_function("() => document.querySelector('p[role=alert]').textContent")
    assert show.made_by(person.identity) == [made]
    held = person.cdp.send("WebAuthn.getCredentials", {"authenticatorId": person.authenticator})["credentials"]
    assert len(held) == 1
    person.goes()
