"""Sessions under attack: what opens one, what ends one, what another site can have done, and how much is read, how often."""

import asyncio
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

import glitterball as gb
from domain.season import commands as c
from glitterball.store import Store
from glitterball.web.access import PERSON, admit, held_by
from glitterball.web.book import IDLE, LONGEST, Book, book_path, hashed
from glitterball.web.gate import Buckets, Gate
from glitterball.web.live import Live
from glitterball.web.people_file import PeopleFileUnclear, people_in, people_said
from glitterball.web.refusals import RoleNotGiven, TooOften
from glitterball.web.sight import look
from tests.web.coming_in import SAME, Browser

ORIGIN = "https://results.example.org"
KEY = "a key of a program"
PEOPLE = f"""
origin = "{ORIGIN}"

[[person]]
identity = "dora"
name = "Dora Lind"
roles = ["score desk"]

[[person]]
identity = "eve"
name = "Eve Adams"
roles = ["executive", "score desk"]
keys = ["{hashed(KEY)}"]
"""
COMMAND = '{"do": "note-outage", "week": 1, "channel": "online", "began": "2024-09-18T01:00:00Z", "what": "a cable"}'
SEASON = "us-33"


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        yield store


@pytest.fixture
def gate(store: Store, tmp_path: Path, clock: Clock) -> Gate:
    (tmp_path / "people.toml").write_text(PEOPLE)
    return Gate(tmp_path / "people.toml", Book(None, clock), store=store, clock=clock)


@pytest.fixture
def browser(store: Store, gate: Gate) -> Browser:
    return Browser(store, gate, ORIGIN)


def is_in(browser: Browser) -> bool:
    return bool(browser.opens("/me").status_code == 200)


def test_a_cookie_is_bound_to_the_host_to_tls_and_to_these_pages(browser: Browser, gate: Gate) -> None:
    cookies = browser.comes_in(gate, "dora").headers.get_list("set-cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-glitterball", "__Host-glitterball-browser"]
    for cookie in cookies:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "secure", "samesite=strict", "path=/"} <= said
        assert not any(part.startswith("domain") for part in said)


def test_a_sign_in_makes_a_new_session_and_ends_the_old(browser: Browser, gate: Gate) -> None:
    """Also one that somebody else had planted: a session that was there before is not the one that is there after."""
    browser.client.cookies.set("__Host-glitterball", "planted", domain="results.example.org")
    browser.comes_in(gate, "dora")
    first = browser.client.cookies["__Host-glitterball"]
    assert first != "planted"
    browser.comes_in(gate, "eve")
    assert browser.client.cookies["__Host-glitterball"] != first
    assert gate.book.session(first) is None
    assert "Eve Adams" in browser.opens("/me").text


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(("identity", "idles"), [("dora", False), ("eve", True)])
def test_a_session_ends_by_itself(browser: Browser, gate: Gate, clock: Clock, identity: str, idles: bool) -> None:
    """Who only keeps the scores sits there between air and off-air without a request; twelve hours end every session."""
    browser.comes_in(gate, identity)
    began = clock.now
    clock.now += IDLE - 1
    assert is_in(browser)
    clock.now += IDLE + 61
    assert is_in(browser) is not idles
    browser.comes_in(gate, identity)
    began = clock.now
    while clock.now < began + LONGEST - 600:
        clock.now += 600
        assert is_in(browser)
    clock.now = began + LONGEST
    assert not is_in(browser)


def test_who_signs_out_is_out_also_with_the_old_cookie(browser: Browser, gate: Gate) -> None:
    browser.comes_in(gate, "dora")
    secret = browser.client.cookies["__Host-glitterball"]
    assert browser.sends("/out").status_code == 303
    browser.client.cookies.set("__Host-glitterball", secret, domain="results.example.org")
    assert not is_in(browser)


def test_whoever_is_revoked_or_taken_out_of_the_file_is_nobody_at_once(
    browser: Browser, gate: Gate, tmp_path: Path
) -> None:
    browser.comes_in(gate, "dora")
    assert gate.book.end_all_of("dora") == 1
    assert not is_in(browser)
    browser.comes_in(gate, "dora")
    (tmp_path / "people.toml").write_text(PEOPLE.replace('"dora"', '"somebody-else"'))
    assert not is_in(browser)
    (tmp_path / "people.toml").write_text("this is no people file")
    assert not is_in(browser)
    assert [noted.what for noted in gate.book.journal()][-2:] == ["people-file-read", "people-file-refused"]
    (tmp_path / "people.toml").unlink()
    assert browser.opens("/").status_code == 200
    assert gate.book.journal()[-1].what == "people-file-refused"


@pytest.mark.heavy("every one")
def test_a_stream_of_somebody_ends_when_the_session_does(store: Store, gate: Gate) -> None:
    session = gate.book.session(gate.book.begin("link", "dora"))
    assert session is not None
    person = gate.person_in(session)
    live = Live(store.log)

    async def listens() -> list[bytes]:
        heard = []
        live.begin()
        async for said in live.listen(SEASON, 0, still=lambda: gate.is_there(person)):
            heard.append(said)
            if len(heard) == 2:
                gate.book.end_all_of("dora")
        live.end()
        return heard

    assert len(asyncio.run(asyncio.wait_for(listens(), timeout=60))) == 2


@pytest.mark.parametrize("by", ["these pages", "another process", "the people file"])
def test_a_stream_ends_at_once_and_not_with_the_next_beat(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """`web revoke` is another process, and somebody taken out of the people file is nobody."""
    monkeypatch.setattr("glitterball.web.live.BEAT", 1e9)
    book, people = Book(tmp_path / "night.web.sqlite"), tmp_path / "people.toml"
    people.write_text(PEOPLE)
    gate = Gate(people, book, store=store)
    session = book.session(book.begin("link", "dora"))
    assert session is not None
    person = gate.person_in(session)
    live = Live(store.log, gate.stirred)

    def go() -> None:
        if by == "these pages":
            book.end_all_of("dora")
        elif by == "another process":
            Book(tmp_path / "night.web.sqlite").end_all_of("dora")
        else:
            people.write_text(PEOPLE.replace("dora", "somebody-else"))

    async def listens() -> list[bytes]:
        live.begin()
        heard = []
        async for said in live.listen(SEASON, 0, still=lambda: gate.is_there(person)):
            heard.append(said)
            if len(heard) == 2:
                go()
        live.end()
        return heard

    assert len(asyncio.run(asyncio.wait_for(listens(), timeout=60))) == 2


def test_what_opens_a_session_is_not_in_the_book(tmp_path: Path, store: Store) -> None:
    book = Book(tmp_path / "night.web.sqlite")
    opens = [book.begin("link", "dora", browser=hashed("b")), book.link_for("dora"), book.keep({})]
    book.close()
    octets = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"dora" in octets
    assert not any(secret.encode() in octets for secret in opens)
    assert (tmp_path / "night.web.sqlite").stat().st_mode & 0o077 == 0


def test_who_may_not_is_answered_before_anything_of_what_they_send_is_read(gate: Gate) -> None:
    """Eight megabytes of somebody without the role were read first, and then refused."""

    async def never() -> Any:
        raise AssertionError("it was read")

    session = gate.book.session(gate.book.begin("link", "dora"))
    assert session is not None
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], PERSON: gate.person_in(session)}
    with pytest.raises(RoleNotGiven):
        asyncio.run(admit(Request(scope, never), held_by("adjudicator")))


def test_the_log_of_sign_ins_is_only_added_to(tmp_path: Path) -> None:
    book = Book(tmp_path / "night.web.sqlite")
    book.note("refused", "dora")
    for change in ("DELETE FROM journal", "UPDATE journal SET who = 'eve'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            book._db.execute(change)
    assert [noted.who for noted in book.journal()] == ["dora"]
    book.close()


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "https://elsewhere.example"}, True),
        ({"origin": "null"}, True),
        ({}, True),
        (SAME, False),
    ],
    ids=["another site", "a site beside", "typed", "an older browser elsewhere", "a frame", "says nothing", "no token"],
)
def test_another_site_has_nothing_done(
    browser: Browser, gate: Gate, store: Store, headers: dict[str, str], token: bool
) -> None:
    browser.comes_in(gate, "eve")
    said = {"command": COMMAND, "token": browser.token if token else "0" * 32}
    before = store.log.last_position()
    for address in ("/out", f"/s/{SEASON}/say", "/me/passkeys"):
        answer = browser.client.post(address, data=said, headers=headers)
        assert (answer.status_code, "form-not-ours" in answer.text) == (403, True), address
    assert store.log.last_position() == before
    assert is_in(browser)


def test_the_token_of_another_session_is_none(browser: Browser, store: Store, gate: Gate) -> None:
    other = Browser(store, gate, ORIGIN)
    other.comes_in(gate, "dora")
    browser.comes_in(gate, "eve")
    assert browser.client.post("/out", data={"token": other.token}, headers=SAME).status_code == 403


@pytest.mark.heavy("every one")
def test_a_program_says_a_key_and_no_cookie_stands_for_it(browser: Browser, store: Store) -> None:
    store.rehearse("us-33", "us-33", through=1)
    for said, status in (("Bearer wrong", 401), (KEY, 401), (f"Basic {KEY}", 401), ("Bearer ", 401)):
        answer = browser.client.post(f"/s/{SEASON}/say", headers={"authorization": said, "accept": "application/json"})
        assert answer.status_code == status, said
    answer = browser.client.post("/s/us-33/say", data={"command": COMMAND}, headers={"authorization": f"Bearer {KEY}"})
    assert (answer.status_code, "not-of-this-season" in answer.text) == (403, True)  # the roster has no Eve


@pytest.mark.parametrize(
    "headers",
    [{"content-length": str((8 << 20) + 1)}, {"content-length": "9" * 30}, {"transfer-encoding": "chunked"}],
)
def test_what_is_too_long_is_not_read(browser: Browser, headers: dict[str, str]) -> None:
    request = browser.client.build_request("POST", "/out", headers={**SAME, **headers}, content=b"x")
    for name, value in headers.items():
        request.headers[name] = value
    assert browser.client.send(request).status_code == 413


def test_nobody_tries_links_faster_than_five_a_minute(browser: Browser, clock: Clock) -> None:
    tried = [browser.sends(f"/enter/{secrets.token_hex(8)}").status_code for _ in range(7)]
    assert tried == [403] * 5 + [429] * 2
    clock.now += 12
    assert browser.sends("/enter/again").status_code == 403
    assert browser.sends("/enter/again").status_code == 429


def test_a_bucket_holds_what_it_holds_and_each_has_their_own(clock: Clock) -> None:
    bucket = Buckets(2, 0.5, clock)
    for who in ("dora", "eve"):
        bucket.take(who)
        bucket.take(who)
        with pytest.raises(TooOften) as refused:
            bucket.take(who)
        assert refused.value.seconds in (2, 3)
    clock.now += 2
    bucket.take("dora")


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "", "/me"])
def test_nobody_is_led_to_another_site(browser: Browser, gate: Gate, to: str) -> None:
    answer = browser.sends(f"/enter/{gate.book.link_for('dora')}", {"to": to})
    assert answer.headers["location"] == ("/me" if to == "/me" else "/")


@pytest.mark.parametrize("host", ["elsewhere.example", "results.example.org.elsewhere.example", "example.org", ""])
def test_another_host_is_not_answered_where_people_sign_in(browser: Browser, host: str) -> None:
    assert browser.opens("/", host=host).status_code == 421


@pytest.mark.parametrize(
    "wrong",
    [
        'origin = "http://results.example.org"',
        'origin = "https://results.example.org/"',
        '[[person]]\nidentity = "dora"\nname = "Dora"\nroles = ["gateway"]',
        '[[person]]\nidentity = "dora"\nname = "A"\n[[person]]\nidentity = "dora"\nname = "B"',
        '[[person]]\nidentity = "dora"\nname = "A"\nsign_in = [{ issuer = "passkey", subject = "eve" }]',
        '[[person]]\nidentity = "dora"\nname = "A"\nkeys = ["not a hash"]',
        'colour = "red"',
        "origin = ",
    ],
)
def test_a_people_file_that_says_something_else_is_refused(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "people.toml").write_text(wrong)
    with pytest.raises(PeopleFileUnclear):
        people_in(tmp_path / "people.toml")


def test_roles_come_from_the_file_and_a_group_gives_those_the_file_says() -> None:
    file = people_said(
        {
            "person": [{"identity": "dora", "name": "Dora", "roles": ["score desk"]}],
            "group": [{"issuer": "https://login.example.org", "name": "results", "roles": ["producer"]}],
        }
    )
    (dora,) = file.person
    issuer = "https://login.example.org"
    assert file.roles_of(dora, issuer, ["results", "executive", "admin"]) == ("score desk", "producer")
    assert file.roles_of(dora, "https://elsewhere.example", ["results"]) == ("score desk",)


def test_who_sees_counts_is_shown_them_and_others_what_everybody_is(gate: Gate, store: Store) -> None:
    """Dora keeps the scores and sees what nobody in particular sees; Eve is an executive."""
    petra = gb.Actor(name="Petra", role="producer")
    store.engine.do("live-1", c.OpenSeason(season="live-1", show="Dancing", number=1, mode="live"), petra)
    seen = {
        who: look(store, "live-1", None, sees_counts=_known(gate, who).sees_in("live-1", "counts"))
        for who in ("dora", "eve")
    }
    assert {who: sight.withheld for who, sight in seen.items()} == {"dora": True, "eve": False}
    pages = {}
    for who in ("", "dora", "eve"):
        browser = Browser(store, gate, ORIGIN)
        if who:
            browser.comes_in(gate, who)
        pages[who] = "are not shown here" in browser.opens("/s/live-1").text
    assert pages == {"": True, "dora": True, "eve": False}


def _known(gate: Gate, identity: str) -> Any:
    session = gate.book.session(gate.book.begin("link", identity))
    assert session is not None
    return gate.person_in(session)


def test_the_book_lies_beside_the_store(tmp_path: Path) -> None:
    assert book_path(None) is None
    assert book_path(tmp_path / "night.sqlite") == tmp_path / "night.sqlite.web.sqlite"
