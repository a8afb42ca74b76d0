"""Commands through the interface: recorded once, by whoever has a key, in roles they have, on the season as they saw it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glitterball as gb
from domain.season import commands as c
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.store import Store
from tests.thoroughness import examples
from tests.web.api.programs import Program

SEASON = "us-33"


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        pia = gb.Actor(name="Pia Berg", role="producer")
        store.engine.do(SEASON, c.OpenSeason(show="A show", season=SEASON, number=33, mode="rehearsal"), pia)
        yield store


def couple(name: str) -> dict[str, Any]:
    return {"do": "cast-couple", "couple": name, "celebrity": name.title(), "professional": "Pat Lee"}


def test_what_is_said_is_recorded_by_whoever_has_the_key(store: Store) -> None:
    told = Program(store, "pia").says(SEASON, couple("mia"))
    assert told.status_code == 201, told.text
    (row,) = told.json()["data"]
    assert (row["by"], row["role"], row["state"]) == ("Pia Berg", "producer", "recorded")
    assert told.json()["basis"]["sequence"] == 2
    assert told.headers["etag"].startswith('"2-')


def test_said_again_under_its_key_it_is_answered_and_not_recorded_again(store: Store) -> None:
    first = Program(store, "pia").says(SEASON, couple("mia"), "one")
    again = Program(store, "pia").says(SEASON, couple("mia"), "one")
    assert (first.status_code, again.status_code) == (201, 200)
    assert [row["position"] for row in again.json()["data"]] == [row["position"] for row in first.json()["data"]]
    assert again.json()["data"][0]["state"] == "on record already"
    assert store.log.last_position() == 2


def test_another_command_under_the_key_is_refused(store: Store) -> None:
    pia = Program(store, "pia")
    pia.says(SEASON, couple("mia"), "one")
    told = pia.says(SEASON, couple("eva"), "one")
    assert (told.status_code, told.json()["code"]) == (422, "key-reused")


def test_the_key_of_one_person_is_not_that_of_another(store: Store) -> None:
    Program(store, "pia").says(SEASON, couple("mia"), "one")
    told = Program(store, "dora").says(SEASON, couple("mia"), "one")
    assert told.json()["code"] in ("role-may-not", "couple-already-cast")


@pytest.mark.parametrize(("key", "because"), [(None, "none"), ("", "empty"), ("a b", "white"), ("k" * 201, "long")])
def test_a_command_without_a_key_of_its_own_is_refused(store: Store, key: str | None, because: str) -> None:
    told = Program(store, "pia").says(SEASON, couple("mia"), key)
    assert (told.status_code, told.json()["code"]) == (400, "idempotency-key-asked")
    assert because in told.json()["detail"]


def test_on_a_season_that_has_moved_on_nothing_is_recorded(store: Store) -> None:
    pia = Program(store, "pia")
    seen = pia.asks(f"/seasons/{SEASON}").headers["etag"]
    assert pia.says(SEASON, couple("mia"), "one", **{"if-match": seen}).status_code == 201
    told = pia.says(SEASON, couple("eva"), "two", **{"if-match": seen})
    assert (told.status_code, told.json()["code"]) == (412, "moved-on")
    assert told.json()["facts"] == {"season": SEASON, "seen": 1, "now": 2}
    again = pia.says(SEASON, couple("mia"), "one", **{"if-match": seen})
    assert again.status_code == 200, "what was recorded is answered, though its own recording moved the season on"


@pytest.mark.parametrize("said", ["nonsense", "1", '"x-1"', '"1-0123456789abcdef", "2-0123456789abcdef"'])
def test_an_etag_that_no_answer_had_is_refused(store: Store, said: str) -> None:
    told = Program(store, "pia").says(SEASON, couple("mia"), **{"if-match": said})
    assert (told.status_code, told.json()["code"]) == (422, "value-not-valid")


def test_who_has_no_key_is_not_known_and_who_has_another_role_may_not(store: Store) -> None:
    told = Program(store, None).says(SEASON, couple("mia"))
    assert (told.status_code, told.json()["code"]) == (401, "sign-in-asked")
    told = Program(store, "dora").says(SEASON, couple("mia"))
    assert (told.status_code, told.json()["code"]) == (403, "role-may-not")
    assert store.log.last_position() == 1


def test_what_takes_two_people_is_proposed_and_another_approves_it(store: Store) -> None:
    adopted = {"do": "adopt-rulebook", "rulebook": rulebook(), "from_week": 1}
    told = Program(store, "elin").says(SEASON, adopted)
    assert told.status_code == 202, told.text
    assert told.headers["location"] == f"/api/v1/seasons/{SEASON}/decisions/1"
    assert told.json()["basis"]["waits"] == 1
    assert Program(store, "elin").asks(f"/seasons/{SEASON}/decisions/1").status_code == 200
    own = Program(store, "elin").says(SEASON, {"do": "approve", "decision": 1}, "b")
    assert (own.status_code, own.json()["code"]) == (403, "same-person")
    other = Program(store, "olga").says(SEASON, {"do": "approve", "decision": 1})
    assert other.status_code == 201, other.text
    assert other.json()["data"][-1]["type"].startswith("rulebook-adopted")


def rulebook() -> Any:
    return json.loads(shipped_rulebook(shipped_rulebooks()[0]).model_dump_json())


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "the body"),
        (b"{", "the body"),
        (b"[]", "the body"),
        (b"\xff\xfe", "the body"),
        (b'{"do": "dance"}', "the body"),
        (b'{"do": "cast-couple"}', "cast-couple.couple"),
        (b'{"do": "cast-couple", "couple": "A B", "celebrity": "A", "professional": "B"}', "cast-couple.couple"),
        (b'{"do": "approve", "decision": 0}', "approve.decision"),
        (b'{"do": "cast-couple", "couple": "a", "celebrity": "\\ud800", "professional": "B"}', "the body"),
        (b'{"actor": {"name": "Sam", "role": "supervisor"}, "do": "close-week", "week": 1}', "close-week.actor"),
    ],
)
def test_a_body_that_is_no_command_is_refused_where_it_is_none(store: Store, body: bytes, where: str) -> None:
    told = Program(store, "pia").says(SEASON, body)
    assert (told.status_code, told.json()["code"]) == (422, "command-unclear"), told.text
    assert told.json()["facts"]["where"] == where
    assert told.json()["recorded"] == 0


def test_another_kind_of_body_is_not_read(store: Store) -> None:
    """A form of another site can make a browser send text, and no JSON."""
    told = Program(store, "pia").says(SEASON, couple("mia"), **{"content-type": "text/plain"})
    assert (told.status_code, told.json()["code"]) == (415, "media-not-taken")


@settings(max_examples=examples(60, of=3), deadline=None)
@given(
    body=st.binary(max_size=400)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr).map(str.encode)
)
def test_whatever_is_sent_is_refused_as_a_problem(body: bytes) -> None:
    with gb.open_store() as store:
        told = Program(store, "pia").says(SEASON, body)
        assert 400 <= told.status_code < 500
        assert told.headers["content-type"] == "application/problem+json"
        assert store.log.last_position() == 0
