"""Deliveries by HTTP: the bytes that a gateway signed, on record once, however often and in whatever order they are sent."""

from collections.abc import Iterator

import pytest

import glitterball as gb
from glitterball.store import Store
from tests.engine import small_season as small
from tests.ingest.nights import delivery, in_parts, lines_open
from tests.web.api.programs import Program, gate


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        lines_open(store.engine)
        yield store


def test_a_signed_delivery_is_recorded_as_it_is(store: Store) -> None:
    told = Program(store, "vox").delivers(delivery("phones", 1, 3))
    assert told.status_code == 201, told.text
    (row,) = told.json()["data"]
    assert (row["gateway"], row["first"], row["duplicate"], len(row["positions"])) == ("phones", 1, False, 3)
    facts = [event.fact for event in store.log.stream("votes/small/1/phones")]
    assert [fact.batch for fact in facts] == [1, 2, 3]


def test_sent_again_it_is_answered_with_its_first_positions(store: Store) -> None:
    vox = Program(store, "vox")
    first = vox.delivers(delivery("phones", 1, 3))
    vox.delivers(delivery("tv-app", 1, 2))
    again = vox.delivers(delivery("phones", 1, 3))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["data"][0]["positions"] == first.json()["data"][0]["positions"]
    assert again.json()["data"][0]["duplicate"] is True


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (delivery("phones", 1, 3, key=None), "signature-asked"),
        (delivery("phones", 1, 3, key=2), "gateway-key-unknown"),
        (delivery("phones", 1, 3).replace(b'"amy-ben",5', b'"amy-ben",6'), "delivery-signature-wrong"),
        (delivery("phones", 1, 3, under="0" * 64), "delivery-of-another-opening"),
        (b"", "delivery-malformed"),
        (b"\xff" * 100, "delivery-malformed"),
    ],
)
def test_what_nobody_signed_is_not_believed(store: Store, octets: bytes, code: str) -> None:
    before = store.log.last_position()
    told = Program(store, "vox").delivers(octets)
    assert (told.headers["content-type"], told.json()["code"]) == ("application/problem+json", code), told.text
    assert 400 <= told.status_code < 500
    assert store.log.last_position() == before


def test_a_live_season_takes_nothing_unsigned_here_though_no_key_was_introduced() -> None:
    with gb.open_store() as store:
        lines_open(store.engine, signed=False)
        told = Program(store, "vox").delivers(delivery("phones", 1, 1, key=None))
        assert (told.status_code, told.json()["code"]) == (422, "signature-asked")


def test_the_second_form_is_taken_as_it_is() -> None:
    with gb.open_store() as store:
        lines_open(store.engine, order=small.COUPLES)
        assert Program(store, "vox").delivers(in_parts("phones", 1, 2)).status_code == 201


def test_whoever_is_not_known_delivers_nothing(store: Store) -> None:
    told = Program(store, None).delivers(delivery("phones", 1, 1))
    assert (told.status_code, told.json()["code"]) == (401, "sign-in-asked")


def test_whoever_is_of_another_season_delivers_nothing_here(store: Store) -> None:
    told = Program(store, "vox", gate(store, vox=["another"])).delivers(delivery("phones", 1, 1))
    assert (told.status_code, told.json()["code"]) == (403, "season-not-said")


def test_what_says_it_is_something_else_is_not_read(store: Store) -> None:
    told = Program(store, "vox").delivers(delivery("phones", 1, 1), **{"content-type": "text/plain"})
    assert told.status_code == 415


def test_what_is_longer_than_is_read_is_refused_before_it_is(store: Store) -> None:
    told = Program(store, "vox").delivers(b"x" * (8 * 1024 * 1024 + 1))
    assert (told.status_code, told.json()["code"]) == (413, "body-too-long")
