"""A recovery code signs its person in once; who may make them, and where there are none."""

import re
from collections.abc import Iterator

import pytest

import glitterball as gb
from glitterball.store import Store
from glitterball.web.book import Book
from glitterball.web.gate import Gate
from glitterball.web.people_file import PASSKEY, RECOVERY, people_said
from glitterball.web.recovery import CODES
from tests.web.coming_in import SAME, Browser
from tests.web.test_coming_in_by_passkey import EVES, founded
from tests.web.visiting import HERE

DORA = {"identity": "dora", "name": "Dora Lind", "roles": ["score desk"]}
PROVIDER = {"issuer": "https://login.example.org", "client_id": "glitterball"}


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        yield store


def gate_of(store: Store, **told: object) -> Gate:
    eve = {"identity": "eve", "name": "Eve Adams", "roles": ["executive"]}
    return Gate(people_said({"origin": HERE, "person": [DORA, eve], **told}), Book(None), store=store)


@pytest.fixture
def gate(store: Store) -> Gate:
    return gate_of(store)


def made(store: Store, gate: Gate, identity: str = "dora") -> list[str]:
    """The codes of somebody who came in by a link."""
    browser = Browser(store, gate)
    browser.comes_in(gate, identity)
    answer = browser.sends("/me/recovery")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return re.findall(r"<code>([A-Z2-9-]{29})</code>", answer.text)


def comes(store: Store, gate: Gate, code: str, identity: str = "dora") -> tuple[int, Browser]:
    gate.sign_ins._left.clear()  # all of these come from one machine, within its minute
    browser = Browser(store, gate)
    answer = browser.client.post("/enter/code", data={"identity": identity, "code": code}, headers=SAME)
    return int(answer.status_code), browser


def test_each_code_signs_in_once_and_how_many_are_left_is_shown(store: Store, gate: Gate) -> None:
    codes = made(store, gate)
    assert len(set(codes)) == CODES
    status, browser = comes(store, gate, codes[0].lower().replace("-", " "))
    assert status == 303
    page = browser.opens("/me").text
    assert "Dora Lind" in page
    assert f"{CODES - 1} are left." in page
    assert comes(store, gate, codes[0])[0] == 403
    assert comes(store, gate, codes[1])[0] == 303
    assert [noted.facts for noted in gate.book.journal() if noted.what == "recovery-code-used"] == [
        {"left": CODES - 1},
        {"left": CODES - 2},
    ]


@pytest.mark.parametrize(("code", "identity"), [("", "dora"), ("A" * 24, "dora"), ("own", "eve"), ("own", "nobody")])
def test_what_is_no_code_of_the_person_lets_nobody_in_and_says_no_more(
    store: Store, gate: Gate, code: str, identity: str
) -> None:
    own = made(store, gate)[0]
    gate.sign_ins._left.clear()
    browser = Browser(store, gate)
    said = {"identity": identity, "code": own if code == "own" else code}
    answer = browser.client.post("/enter/code", data=said, headers={**SAME, "accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "recovery-code-refused"
    (noted,) = (line for line in gate.book.journal() if line.what == "refused")
    assert (noted.who, noted.facts) == (identity, {"way": RECOVERY, "from": "testclient"})
    assert comes(store, gate, own)[0] == 303


def test_new_ones_void_the_old(store: Store, gate: Gate) -> None:
    old, new = made(store, gate), made(store, gate)
    assert comes(store, gate, old[0])[0] == 403
    assert comes(store, gate, new[0])[0] == 303


def test_whoever_came_by_a_code_or_a_passkey_makes_none(store: Store, gate: Gate) -> None:
    """A passkey is known in some seasons alone: by a code made there its person would be in all of them."""
    _, browser = comes(store, gate, made(store, gate)[0])
    assert browser.sends("/me/recovery").status_code == 403
    founded(store, "live-1", "live", EVES)
    browser = Browser(store, gate)
    secret = gate.book.begin(PASSKEY, "eve", groups=(EVES.passkey.credential_id,), browser="b")
    browser.client.cookies.set("glitterball", secret)
    assert "Eve Adams" in browser.opens("/me").text
    assert browser.sends("/me/recovery").status_code == 403
    assert (gate.book.codes_left("dora"), gate.book.codes_left("eve")) == (CODES - 1, 0)


def test_where_a_provider_vouches_there_are_none(store: Store, gate: Gate) -> None:
    codes = made(store, gate)
    with_provider = gate_of(store, provider=[PROVIDER])
    with_provider.book = gate.book
    assert comes(store, with_provider, codes[0])[0] == 403
    browser = Browser(store, with_provider)
    browser.comes_in(with_provider, "dora")
    assert browser.sends("/me/recovery").status_code == 403
    assert "/me/recovery" not in browser.opens("/me").text
    assert "/enter/code" not in Browser(store, with_provider).opens("/enter").text


def test_guessing_is_slowed(store: Store, gate: Gate) -> None:
    browser = Browser(store, gate)
    said = {"identity": "dora", "code": "A" * 24}
    statuses = [browser.client.post("/enter/code", data=said, headers=SAME).status_code for _ in range(7)]
    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_no_code_stands_in_the_book_or_its_log(store: Store, gate: Gate) -> None:
    codes = made(store, gate)
    comes(store, gate, codes[0])
    dump = "\n".join(gate.book._db.iterdump())
    for code in codes:
        assert code not in dump
        assert code.replace("-", "") not in dump
    assert RECOVERY in dump
