"""No sentence repeats a password, whatever letters it has and wherever it stands in the address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.addresses import Address
from glitterball.log.postgres.opening import make_store
from tests import postgres_server

SHOWN = {
    "postgresql://ana:glitter?secret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter#secret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter/secret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter?se/cret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter@secret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter@/secret@db/show": "postgresql://ana@db/show",
    "postgresql://ana:glitter@a?b=secret@db/show?schema=a": "postgresql://ana@db/show?schema=a",
    "postgresql://db/show?sslpassword=secret&sslmode=require": "postgresql://db/show?sslmode=require",
    "postgresql://db/show?pass%77ord=secret": "postgresql://db/show",
    "postgresql://[::1/show": "postgresql://[::1/show",
    "postgresql://ana@a,b:5433/show?schema=x": "postgresql://ana@a,b:5433/show?schema=x",
    "postgresql:///show?host=/run/@here": "postgresql:///show?host=/run/@here",
    "postgresql://db:5432/show?application_name=a@b": "postgresql://db:5432/show?application_name=a@b",
}


@pytest.mark.parametrize("text", SHOWN)
def test_an_address_is_shown_without_its_password(text: str) -> None:
    assert Address.read(text).shown == SHOWN[text]


@given(st.text("ab?#/@:&=%[]", min_size=1))
def test_whatever_letters_a_password_has_it_is_not_shown(letters: str) -> None:
    secret = f"x9{letters}9x"
    assert Address.read(f"postgresql://ana:{secret}@db/show?schema=a").shown == "postgresql://ana@db/show?schema=a"


@pytest.mark.parametrize("text", ["postgresql://ana:12secret/x@127.0.0.1/show", "postgresql://[::1/show"])
def test_an_address_the_driver_cannot_read_is_refused_in_our_words(text: str) -> None:
    pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)
    with pytest.raises(Refusal) as refused:
        make_store(Address.read(text))
    assert (refused.value.code, "secret" in str(refused.value)) == ("store-unknown", False)


def test_making_a_store_on_a_server_that_is_away_is_refused_and_is_not_unforeseen() -> None:
    pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)
    with pytest.raises(Refusal) as refused:
        make_store(Address.read("postgresql://127.0.0.1:1/show?connect_timeout=2"))
    assert refused.value.code == "server-unreachable"
