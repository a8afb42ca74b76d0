"""Whoever decides on rosters sees who is in and who came in, ends sessions, proposes passkeys for a roster; nobody else does."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

import glitterball as gb
from domain.season import commands as c
from domain.season.people.facts import OfPerson
from glitterball.rehearsal.people import ADJUDICATOR as ADA
from glitterball.rehearsal.people import EXECUTIVE as EVE
from glitterball.rehearsal.people import RosterOfARehearsal
from glitterball.store import Store
from glitterball.testing.authenticator import Authenticator
from glitterball.web.book import Book
from glitterball.web.developing import people_of
from glitterball.web.gate import Gate
from glitterball.web.people_file import PASSKEY
from tests.web.coming_in import Browser, rehearsal
from tests.web.visiting import HERE, Read

SEASON = "us-33-rehearsal"
EXECUTIVE, PRODUCER = "rehearsal-executive", "rehearsal-producer"


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        yield store


@pytest.fixture
def gate(store: Store) -> Gate:
    return rehearsal(store)


def someone(store: Store, gate: Gate, identity: str) -> Browser:
    browser = Browser(store, gate)
    browser.comes_in(gate, identity)
    return browser


def made(gate: Gate, identity: str, seed: int) -> Authenticator:
    authenticator = Authenticator(seed)
    gate.book.made_passkey(authenticator.passkey.credential_id, identity, authenticator.passkey.model_dump_json())
    return authenticator


def on_roster(store: Store, identity: str, *authenticators: Authenticator) -> None:
    """Two people of the rehearsal give somebody these passkeys beside the keys of their files, and no others."""
    roster, season = RosterOfARehearsal(33, SEASON), store.season(SEASON)
    now = season.state.people[identity].now
    told = {name: getattr(now, name) for name in OfPerson.model_fields}
    passkeys = tuple(authenticator.passkey for authenticator in authenticators) or None
    command = c.ChangePerson(**{**told, "passkeys": passkeys}, reason="passkeys were handed out")
    (proposed,) = season.do(c.Propose(command=command), EVE, signer=roster.signer(EVE))
    season.do(c.Approve(decision=proposed.fact.decision), ADA, signer=roster.signer(ADA))


def text(browser: Browser) -> str:
    answer = browser.opens("/admin")
    assert answer.status_code == 200
    return Read(answer.text).text


def test_it_is_for_whoever_decides_on_rosters(store: Store, gate: Gate) -> None:
    producer = someone(store, gate, PRODUCER)
    assert producer.opens("/admin").status_code == 403
    assert producer.sends("/admin/sessions", {"subject": EXECUTIVE}).status_code == 403
    assert 'href="/admin"' not in producer.opens("/me").text
    executive = someone(store, gate, EXECUTIVE)
    assert executive.opens("/admin").status_code == 200
    assert 'href="/admin"' in executive.opens("/me").text


def test_a_passkey_of_a_rehearsal_opens_nothing_there(store: Store) -> None:
    """Two people of a rehearsal give anybody a passkey in the name of an executive: of live seasons they learn nothing."""
    store.rehearse("us-33", through=1)
    gate = Gate(people_of(store, HERE), Book(None), store=store)
    held = Authenticator(6)
    on_roster(store, EXECUTIVE, held)
    browser = Browser(store, gate)
    secret = gate.book.begin(PASSKEY, EXECUTIVE, groups=(held.passkey.credential_id,), browser="b")
    browser.client.cookies.set("glitterball", secret)
    assert browser.opens("/me").status_code == 200
    assert browser.opens("/admin").status_code == 403


def test_sessions_and_the_log_are_seen_and_ending_one_says_who_did(store: Store, gate: Gate) -> None:
    producer, executive = someone(store, gate, PRODUCER), someone(store, gate, EXECUTIVE)
    told = text(executive)
    assert "Rehearsal producer by link, since" in told
    assert "signed-in" in told
    assert executive.sends("/admin/sessions", {"subject": PRODUCER}).status_code == 303
    assert producer.opens("/me").status_code == 303
    assert executive.opens("/me").status_code == 200
    assert [(noted.who, noted.facts) for noted in gate.book.journal() if noted.what == "ended-sessions"] == [
        (EXECUTIVE, {"of": PRODUCER, "sessions": 1})
    ]


def test_a_log_longer_than_a_page_goes_on_before_it(store: Store, gate: Gate) -> None:
    executive = someone(store, gate, EXECUTIVE)
    for number in range(60):
        gate.book.note("signed-out", f"somebody-{number}")
    told = text(executive)
    assert "somebody-59" in told
    assert "somebody-5 " not in told
    (earlier,) = [to for to in Read(executive.opens("/admin").text).links if "before=" in to]
    assert "somebody-5 " in Read(executive.opens(earlier).text).text


def proposal_in(page: str) -> str:
    (to,) = re.findall(r'href="([^"]*/say/change-person[^"]*)"', page)
    return unescape(to)


def test_a_passkey_goes_onto_the_roster_by_a_proposal_that_is_filled_in(store: Store, gate: Gate) -> None:
    """All that the person has there stays: what a change leaves out is not believed any more, and never again."""
    on_roster(store, PRODUCER, made(gate, PRODUCER, 5))
    before = store.season(SEASON).state.people[PRODUCER].now
    assert before.passkeys
    authenticator = made(gate, PRODUCER, 7)
    executive = someone(store, gate, EXECUTIVE)
    to = proposal_in(executive.opens("/admin").text)
    typed = parse_qs(urlsplit(to).query)
    assert typed["roles"] == list(before.roles)
    shown = executive.opens(to).text
    assert "This would be recorded" in shown
    fields = dict(re.findall(r'name="(form_\w+)" value="([^"]*)"', shown))
    said = {name: texts if len(texts) > 1 else texts[0] for name, texts in typed.items()}
    answer = executive.sends(urlsplit(to).path, {**said, **fields, "form_step": "record"})  # type: ignore[dict-item]
    assert answer.status_code == 303
    asked = text(executive)
    decision = max(store.season(SEASON).state.proposals)
    assert f"Decision {decision} changes it already" in asked
    command = store.season(SEASON).state.proposals[decision].proposed.fact.command
    assert isinstance(command, c.ChangePerson)
    assert command.passkeys == (*(before.passkeys or ()), authenticator.passkey)
    assert {name: getattr(command, name) for name in OfPerson.model_fields if name != "passkeys"} == {
        name: getattr(before, name) for name in OfPerson.model_fields if name != "passkeys"
    }


def test_a_passkey_that_was_taken_off_is_not_offered_again(store: Store, gate: Gate) -> None:
    taken_off, new = made(gate, PRODUCER, 8), made(gate, PRODUCER, 9)
    on_roster(store, PRODUCER, taken_off)
    on_roster(store, PRODUCER)
    executive = someone(store, gate, EXECUTIVE)
    (to,) = parse_qs(urlsplit(proposal_in(executive.opens("/admin").text)).query)["passkeys"]
    assert new.passkey.credential_id in to
    assert taken_off.passkey.credential_id not in to
    on_roster(store, PRODUCER, new)
    assert "None waits." in text(executive)
