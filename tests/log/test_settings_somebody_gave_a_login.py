"""What is set for a login, a database or a machine changes nothing of what is recorded and what is known of it."""

import pytest

from glitterball.addresses import Address
from glitterball.log import refusals
from glitterball.log.postgres.opening import make_store
from glitterball.log.recording import Key
from tests import postgres_server
from tests.log.live_night import AT, DESK, opened, score
from tests.log.test_on_a_server import SEASON, log_on, says, schema_of, speaking

pytestmark = pytest.mark.heavy("a server")


psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


@pytest.mark.parametrize(
    "setting", ["standard_conforming_strings=off", "bytea_output=escape", "default_transaction_isolation=serializable"]
)
def test_a_score_is_recorded_whatever_is_set_for_the_login(on_server: Address, setting: str) -> None:
    name, _, value = setting.partition("=")
    odd = Address.read(f"{on_server.text}&options=-c{name}%3D{value}", on_server.state)
    with log_on(odd) as log:
        log.append(SEASON, 0, [opened()], DESK, AT, key=Key("card 7", b"asked"))
        assert [event.position for event in log.read()] == [1]


def test_a_key_in_other_letters_than_the_machines_own_is_recorded(
    on_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with log_on(on_server) as log:
        log.append(SEASON, 0, [opened()], DESK, AT, key=Key("card ✨", b"asked"))
        assert [event.position for event in log.read()] == [1]


def test_a_commit_no_standby_has_is_told_although_the_login_hears_no_warnings(on_server: Address) -> None:
    """The server tells of it by a warning alone, which `client_min_messages` keeps from whoever asked for errors only."""
    quiet = Address.read(f"{on_server.text}&options=-cclient_min_messages%3Derror", on_server.state)
    with log_on(quiet) as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        warn = "BEGIN RAISE WARNING 'canceling wait for synchronous replication due to user request'; RETURN NULL; END"
        with speaking(on_server) as superuser:
            superuser.execute(f"CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $${warn}$$")
            superuser.execute("CREATE TRIGGER warn AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION warn()")
        with pytest.raises(refusals.CommitUncertain):
            log.append(SEASON, 1, [score()], DESK, AT)


def test_a_database_of_one_alphabet_takes_nothing(on_server: Address) -> None:
    """Keys and names of a show are in any letters; a file takes them all."""
    name = f"latin_{schema_of(on_server)}"
    with speaking(on_server) as superuser:
        superuser.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0")
    try:
        latin = Address.read(on_server.text.replace("/postgres?", f"/{name}?"), on_server.state)
        make_store(latin)
        assert "server_encoding is 'LATIN1', not UTF8" in says(latin)
    finally:
        with speaking(on_server) as superuser:
            superuser.execute(f"DROP DATABASE {name}")
