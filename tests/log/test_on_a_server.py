"""A store on a server: what is refused when it is opened, and who changes what is recorded: nobody, by any door."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog, refusals
from glitterball.log.postgres.opening import make_store
from tests import postgres_server
from tests.log.live_night import AT, DESK, SMS, batch, opened, score

pytestmark = pytest.mark.heavy("a server")


psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)

SEASON = "season/us-33"


def schema_of(address: Address) -> str:
    return address.text.rpartition("schema=")[2]


def log_on(address: Address, **asked: Any) -> EventLog:
    return EventLog.open(address.text, state=address.state, **asked)


def says(address: Address, **asked: Any) -> str:
    with pytest.raises(refusals.StoreRefusal) as refused:
        log_on(address, **asked)
    assert str(refused.value).endswith(" Nothing was recorded.")
    return str(refused.value)


def speaking(address: Address, login: str = "postgres", **options: str) -> Any:
    """A connection of somebody who does not use this program."""
    name = schema_of(address)
    text = address.text.replace(f"&schema={name}", "").replace("user=postgres", f"user={login}")
    said = " ".join(f"-c {option}={value}" for option, value in {"search_path": name, **options}.items())
    return psycopg.connect(text, options=said, autocommit=True)


@pytest.fixture
def told(on_server: Address) -> Address:
    """A store with two events, one of them of votes."""
    with log_on(on_server) as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        log.append("votes/us-33/2/sms-east", 0, [batch(1)], SMS, AT)
    return on_server


def test_where_nothing_is_said_of_this_machines_own_files_nothing_is_guessed(on_server: Address) -> None:
    assert "--state FOLDER" in says(Address.read(on_server.text))
    assert "is not there" in says(Address.read(on_server.text, Path("nowhere")))


def test_opening_makes_nothing(on_server: Address) -> None:
    nowhere = Address.read(f"{on_server.text}_not_made", on_server.state)
    assert "There is no store at" in says(nowhere)
    assert "There is no store at" in says(nowhere)


def test_making_it_again_changes_nothing(told: Address) -> None:
    assert make_store(told) == (False, 2)


def test_a_folder_with_the_keys_of_another_store_is_not_used(on_server: Address, tmp_path: Path) -> None:
    other = Address.read(f"{on_server.text}_other", on_server.state)
    make_store(other)
    log_on(on_server).close()
    assert "of another store" in says(other)


def test_a_server_that_is_not_there_is_said_to_be_away_and_no_password_is_repeated(on_server: Address) -> None:
    away = Address.read("postgresql://desk:glitter-secret@127.0.0.1:1/show?connect_timeout=2", on_server.state)
    sentence = says(away)
    assert "postgresql://desk@127.0.0.1:1/show?connect_timeout=2 cannot be reached" in sentence
    assert "glitter-secret" not in sentence
    also = Address.read("postgresql://127.0.0.1:1/show?password=glitter-secret&connect_timeout=2", on_server.state)
    assert "glitter-secret" not in says(also)


@pytest.mark.parametrize("value", ["off", "local"])
def test_a_server_that_acknowledges_what_it_can_lose_takes_nothing(on_server: Address, value: str) -> None:
    careless = Address.read(f"{on_server.text}&options=-csynchronous_commit%3D{value}", on_server.state)
    assert f"synchronous_commit is '{value}'" in says(careless)
    log_on(careless, read_only=True).close()


def test_a_login_that_turns_it_off_afterwards_records_nothing(told: Address) -> None:
    with log_on(told) as log:
        with speaking(told) as other:
            other.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {other.info.dbname} SET synchronous_commit = off")
        try:
            with log_on(told, read_only=True):
                pass
            again = says(told)
        finally:
            with speaking(told) as other:
                other.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {other.info.dbname} RESET synchronous_commit")
        assert "synchronous_commit is 'off'" in again
        log.append(SEASON, 1, [score()], DESK, AT)


def test_who_reads_only_records_nothing(told: Address) -> None:
    with log_on(told, read_only=True) as log, pytest.raises(refusals.StoreReadOnly):
        log.append(SEASON, 1, [score()], DESK, AT)


@pytest.fixture
def logins(told: Address) -> Iterator[dict[str, Address]]:
    """Logins that are members of one role each, as desks and boards have them."""
    name = schema_of(told)
    made = {kind: f"{name}_{kind}_login" for kind in ("engine", "reader", "owner")}
    with speaking(told) as admin:
        for kind, login in made.items():
            admin.execute(f"CREATE ROLE {login} LOGIN")
            admin.execute(f"GRANT {name}_{kind} TO {login}")
    yield {
        kind: Address.read(told.text.replace("user=postgres", f"user={login}"), told.state)
        for kind, login in made.items()
    }
    with speaking(told) as admin:
        for login in made.values():
            admin.execute(f"DROP ROLE {login}")


def test_a_desk_records_and_a_board_reads(logins: dict[str, Address]) -> None:
    with log_on(logins["engine"]) as desk, log_on(logins["reader"], read_only=True) as board:
        desk.append(SEASON, 1, [score()], DESK, AT)
        assert [event.position for event in board.read()] == [1, 2, 3]
    with log_on(logins["reader"]) as board, pytest.raises(refusals.LoginMayNot):
        board.append(SEASON, 2, [score()], DESK, AT)


ATTACKS = {
    "add": "INSERT INTO events SELECT 3, stream, 99, topic, line, leaf FROM events WHERE position = 1",
    "change": "UPDATE events SET topic = 'x'",
    "take out": "DELETE FROM events",
    "take all out": "TRUNCATE events",
    "move the end": "UPDATE head SET last = 1",
    "take the end": "DELETE FROM head",
    "move a stream": "UPDATE streams SET last = 99",
    "forget a stream": "DELETE FROM streams",
    "use a key": "INSERT INTO idempotency_keys VALUES ('k', '', 1, 1, '')",
    "free the keys": "TRUNCATE idempotency_keys",
    "add a part": "INSERT INTO hidden_parts VALUES (1, '')",
    "take parts out": "TRUNCATE hidden_parts",
    "give a season a key": "INSERT INTO season_keys VALUES ('us-34', '')",
    "forget a season's key": "DELETE FROM season_keys",
}
"""What somebody might do to what is recorded."""


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["engine", "reader", "owner", "superuser"])
def test_nobody_changes_what_is_recorded(told: Address, logins: dict[str, Address], kind: str, attack: str) -> None:
    """By privilege, or where no privilege stops somebody by the guards; also with the guards' ordinary switch turned off."""
    login = "postgres" if kind == "superuser" else f"{schema_of(told)}_{kind}_login"
    options = {"session_replication_role": "replica"} if kind == "superuser" else {}
    with closing(speaking(told, login, **options)) as somebody, pytest.raises(psycopg.errors.InsufficientPrivilege):
        somebody.execute(ATTACKS[attack])
    with log_on(told) as log:
        assert [event.position for event in log.read()] == [1, 2]


def test_an_engine_takes_no_guard_away(logins: dict[str, Address], told: Address) -> None:
    with closing(speaking(told, f"{schema_of(told)}_engine_login")) as engine:
        for statement in (
            "DROP TRIGGER guard_append ON events",
            "ALTER TABLE events DISABLE TRIGGER ALL",
            "DROP TABLE events",
            "CREATE OR REPLACE FUNCTION guard_never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                engine.execute(statement)


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("ALTER TABLE events DISABLE TRIGGER guard_never", "guard_never of events"),
        ("ALTER TABLE head ENABLE TRIGGER guard_append", "guard_append of head"),
        ("DROP TRIGGER guard_append ON hidden_parts", "guard_append of hidden_parts"),
        (
            "CREATE OR REPLACE FUNCTION guard_never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "guard_never",
        ),
    ],
)
def test_a_store_without_its_guards_is_not_opened(told: Address, statement: str, missing: str) -> None:
    with speaking(told) as superuser:
        superuser.execute(statement)
    sentence = says(told)
    assert f"lacks or has changed {missing}" in sentence


def test_a_hidden_switch_of_the_door_opens_it_to_nobody_but_the_call_itself(told: Address) -> None:
    """What `append` marks its own inserts with is gone when it has answered, also within one transaction."""
    nothing = ", ".join(["'{}'"] * 26)
    with closing(speaking(told)) as somebody, pytest.raises(psycopg.errors.InsufficientPrivilege):
        somebody.execute(f"BEGIN; SELECT * FROM append({nothing}); {ATTACKS['add']}; COMMIT")


def test_names_and_statements_of_this_machine_are_seen_on_the_server(told: Address) -> None:
    with log_on(told) as log, speaking(told) as admin:
        log.append(SEASON, 1, [score()], DESK, AT)
        names = {name for (name,) in admin.execute("SELECT application_name FROM pg_stat_activity").fetchall()}
    node = Path(f"{told.beside}.node").read_text().split('"')[3]
    assert [name for name in names if name.startswith(f"glitterball {node} ")], names
    assert oct(os.stat(f"{told.beside}.node").st_mode & 0o777) == "0o600"


def follows(board: EventLog, desk: EventLog) -> list[int]:
    """The positions a board follows, while another handle records two events after the first."""
    following = board.follow(timeout=30)
    seen = [next(following).position, next(following).position]
    later = threading.Timer(0.5, lambda: desk.append(SEASON, 1, [score(), score("bruno")], DESK, AT))
    later.start()
    seen += [next(following).position, next(following).position]
    later.join()
    return seen


def test_a_board_is_told_by_the_server_and_need_not_look(told: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    from glitterball.log.postgres import listening, recorder

    monkeypatch.setattr(listening, "LOOK_SECONDS", 3_600)
    monkeypatch.setattr(recorder.PostgresRecorder, "poll_seconds", 3_600)
    with log_on(told) as desk, log_on(told, read_only=True) as board:
        assert follows(board, desk) == [1, 2, 3, 4]


def test_a_board_that_hears_nothing_looks_now_and_then(told: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pooler loses the server's word."""
    from glitterball.log.postgres.listening import Listener

    monkeypatch.setattr(Listener, "begin", lambda listener: None)
    with log_on(told) as desk, log_on(told, read_only=True) as board:
        assert follows(board, desk) == [1, 2, 3, 4]
