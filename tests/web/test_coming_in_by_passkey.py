"""Coming in by a passkey that a roster has: what an authenticator did not say over this challenge lets nobody in, and whoever
comes in by it is known where that roster is, and nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest

import glitterball as gb
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.people.facts import OfPerson
from glitterball.proof.keys import SignerKey
from glitterball.store import Store
from glitterball.testing.authenticator import Authenticator, authenticator_data, base64url, client_data
from glitterball.web.book import Book
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from glitterball.web.saying import say, to_sign
from glitterball.web.served import Served
from tests.web.coming_in import SAME, Browser

ORIGIN = "https://results.example.org"
EVES, OF_REHEARSAL = Authenticator(1), Authenticator(2, "EdDSA")
EVE = gb.Actor(name="Eve Adams", role="executive")


def person(identity: str, name: str, *roles: Any, passkey: Authenticator | None = None) -> OfPerson:
    keys = (SignerKey(identity, identity.encode().ljust(32, b"-")).verifier_key().to_text(),)
    return OfPerson(
        identity=identity, name=name, roles=roles, keys=keys, passkeys=None if passkey is None else (passkey.passkey,)
    )


def introduced(identity: str) -> c.IntroducePerson:
    said = person(identity, identity.title(), "score desk")
    return c.IntroducePerson(**{name: getattr(said, name) for name in OfPerson.model_fields})


def founded(store: Store, season: str, mode: Any, eves: Authenticator) -> None:
    store.engine.do(season, c.OpenSeason(season=season, show="Dancing", number=1, mode=mode), EVE)
    people = (
        person("eve", "Eve Adams", "executive", "producer", passkey=eves),
        person("ola", "Ola Nord", "adjudicator", "executive"),
    )
    store.engine.do(season, c.FoundSeason(people=people), EVE)


@pytest.fixture
def store() -> Iterator[Store]:
    """A live season and a rehearsal, each with an Eve on its roster, whose passkeys are different ones."""
    with gb.open_store() as store:
        founded(store, "live-1", "live", EVES)
        founded(store, "rehearsal-1", "rehearsal", OF_REHEARSAL)
        yield store


@pytest.fixture
def gate(store: Store) -> Gate:
    told = {"origin": ORIGIN, "person": [{"identity": "eve", "name": "Eve", "roles": ["executive", "producer"]}]}
    return Gate(people_said(told), Book(None), store=store)


@pytest.fixture
def browser(store: Store, gate: Gate) -> Browser:
    return Browser(store, gate, ORIGIN)


def given(browser: Browser) -> dict[str, str]:
    """The challenge that the pages give out, and its word."""
    told: dict[str, str] = browser.client.post("/enter/passkey/challenge", headers=SAME).json()
    return told


def answered(
    authenticator: Authenticator,
    challenge: str,
    *,
    origin: str = ORIGIN,
    of: str = "webauthn.get",
    rp_id: str = "results.example.org",
    flags: int = 5,
    id_of: Authenticator | None = None,
) -> str:
    """What a browser sends of an authenticator's answer."""
    client, data = client_data(challenge, origin, of), authenticator_data(rp_id, flags)
    credential = (id_of or authenticator).passkey.credential_id
    response = {
        "authenticatorData": base64url(data),
        "clientDataJSON": base64url(client),
        "signature": base64url(authenticator.signature(data + sha256(client).digest())),
    }
    return json.dumps({"id": credential, "rawId": credential, "type": "public-key", "response": response})


def comes_in(browser: Browser, word: str, credential: str) -> int:
    said = {"word": word, "credential": credential}
    return int(browser.client.post("/enter/passkey", data=said, headers=SAME).status_code)


@pytest.mark.parametrize(
    ("authenticator", "may", "may_not"), [(EVES, "live-1", "rehearsal-1"), (OF_REHEARSAL, "rehearsal-1", "live-1")]
)
def test_a_passkey_lets_in_where_it_is_on_the_roster_and_nowhere_else(
    browser: Browser, store: Store, gate: Gate, authenticator: Authenticator, may: str, may_not: str
) -> None:
    """Two people of a rehearsal can give anybody a passkey there; it is nobody's in the live season."""
    told = given(browser)
    assert comes_in(browser, told["word"], answered(authenticator, told["challenge"])) == 303
    (session,) = gate.book.sessions()
    eve = gate.person_in(session)
    assert eve is not None
    assert eve.seasons == (may,)
    served = Served(store, "A test", (), gate)
    before = store.log.last_position()
    with pytest.raises(Refusal) as refused:
        say(served, may_not, c.CastCouple(couple="mia-jon", celebrity="Mia", professional="Jon"), eve, key=None)
    assert refused.value.code == "not-of-this-season"
    assert not eve.sees_in(may_not, "counts")
    assert store.log.last_position() == before
    said = say(served, may, c.CastCouple(couple="mia-jon", celebrity="Mia", professional="Jon"), eve, key=None)
    assert said.events[0].actor == EVE


WRONG: dict[str, dict[str, Any]] = {
    "of another page": {"origin": "https://elsewhere.example"},
    "of a page beside": {"origin": "https://results.example.org:8443"},
    "for another host": {"rp_id": "elsewhere.example"},
    "nobody was verified": {"flags": 1},
    "nobody was there": {"flags": 4},
    "a registration": {"of": "webauthn.create"},
    "by another authenticator": {"id_of": EVES},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_was_not_said_here_and_now_lets_nobody_in(browser: Browser, gate: Gate, wrong: dict[str, Any]) -> None:
    told, signs = given(browser), OF_REHEARSAL if "id_of" in wrong else EVES
    assert comes_in(browser, told["word"], answered(signs, told["challenge"], **wrong)) == 403
    assert gate.book.sessions() == []
    assert [noted.what for noted in gate.book.journal()] == ["refused"]


def test_a_challenge_is_answered_once_and_no_other_stands_for_it(browser: Browser, gate: Gate) -> None:
    told, other = given(browser), given(browser)
    assert comes_in(browser, told["word"], answered(EVES, other["challenge"])) == 403
    assert comes_in(browser, told["word"], answered(EVES, told["challenge"])) == 403  # used up by the attempt
    assert comes_in(browser, "never given", answered(EVES, told["challenge"])) == 403
    assert comes_in(browser, other["word"], answered(EVES, other["challenge"])) == 303
    assert comes_in(browser, other["word"], answered(EVES, other["challenge"])) in (403, 429)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 7}', "[" * 2_000, '{"id": "AAAA"}'])
def test_what_is_no_assertion_is_refused_in_a_sentence(browser: Browser, credential: str) -> None:
    assert comes_in(browser, given(browser)["word"], credential) == 403


def test_who_is_on_a_roster_and_not_in_the_people_file_does_not_come_in(browser: Browser, gate: Gate) -> None:
    gate._people = people_said({"origin": ORIGIN})
    told = given(browser)
    assert comes_in(browser, told["word"], answered(EVES, told["challenge"])) == 403


def test_a_signature_over_one_decision_is_none_over_another(store: Store, gate: Gate) -> None:
    """An assertion that was given for one proposal is said with another, with a later end, or by somebody else."""
    served, session = Served(store, "A test", (), gate), gate.book.session(gate.book.begin("link", "eve", browser="b"))
    assert session is not None
    eve = gate.person_in(session)
    assert eve is not None
    asked = to_sign(served, "live-1", introduced("pam"), eve)
    assert asked is not None
    assertion = answered(EVES, asked.challenge).encode()
    proposed: Any = asked.command
    other = proposed.model_copy(update={"command": introduced("liz")})
    before = store.log.last_position()
    for command in (other, asked.command.model_copy(update={"nonce": "0" * 64})):
        with pytest.raises(Refusal):
            say(served, "live-1", command, eve, key=None, assertion=assertion)
    with pytest.raises(Refusal) as unsigned:
        say(served, "live-1", asked.command, eve, key=None)
    assert unsigned.value.code == "passkey-asked"
    assert store.log.last_position() == before
    assert say(served, "live-1", asked.command, eve, key=None, assertion=assertion).waits == 1
    assert not gate.is_there(replace(eve, session="gone"))


def test_what_a_proposal_would_record_is_said_before_it_is_signed(store: Store, gate: Gate, browser: Browser) -> None:
    """It showed the fields of a command as JSON, and whoever signed had to read them."""
    told = given(browser)
    assert comes_in(browser, told["word"], answered(EVES, told["challenge"])) == 303
    said = {
        "identity": "dora", "name": "Dora Lind", "roles": "score desk", "form_step": "show",
        "keys": SignerKey("dora", b"dora".ljust(32, b"-")).verifier_key().to_text(),
    }  # fmt: skip
    page = browser.sends("/s/live-1/say/introduce-person", said).text
    main = page.partition("<main")[2].partition("<form")[0]
    assert "Dora Lind (score desk) joined the roster, as dora, with key" in " ".join(main.split())
    assert "live-1: Introduce person" in main
    below = page.partition("</form>")[2]
    assert "<dt>name</dt>" in below
    assert "glitterball-decision/1" in below


def test_a_form_that_is_filled_in_is_no_mistake_before_it_is_signed(browser: Browser) -> None:
    """Whoever came by a link to a form that takes a signature read that they had not signed, before they could."""
    told = given(browser)
    comes_in(browser, told["word"], answered(EVES, told["challenge"]))
    key = SignerKey("dora", b"dora".ljust(32, b"-")).verifier_key().to_text()
    typed = urlencode({"identity": "dora", "name": "Dora Lind", "roles": "score desk", "keys": key})
    answer = browser.opens(f"/s/live-1/say/introduce-person?{typed}")
    assert answer.status_code == 200
    assert 'id="refused"' not in answer.text
