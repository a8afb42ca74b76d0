"""A server is brought back: to a moment, from a base backup and its archive; and a primary that was left behind, as a standby."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, register_path
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from tests import postgres_server
from tests.cli.typing_at_it import Desk
from tests.failover.nights import Told, log_of, says
from tests.failover.pair import Pair
from tests.log.live_night import AT, DESK, opened
from tests.postgres_server import Server
from tests.thoroughness import part

psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    made: list[Server] = []
    yield made
    for server in reversed(made):
        server.remove()


def archiving(servers: list[Server]) -> Server:
    """A server that keeps its write-ahead log in a folder of its own, as the page has it."""
    show = postgres_server.own_server()
    servers.append(show)
    kept = show.own_folder("wal")
    show.start(wal_level="logical", archive_mode="on", archive_command=f"'test ! -f {kept}/%f && cp %p {kept}/%f'")
    return show


def asked(server: Server, statement: str) -> str:
    with closing(psycopg.connect(server.address, autocommit=True)) as superuser:
        return str(superuser.execute(statement).fetchone()[0])


def archived(server: Server) -> None:
    """Until all that was recorded so far is in the archive."""
    wanted = asked(server, "SELECT pg_walfile_name(pg_switch_wal())")
    until = time.monotonic() + 120
    while asked(server, "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver") < wanted:
        assert time.monotonic() < until, "the archive has it within two minutes"
        time.sleep(0.05)


def signed(log: EventLog, key: Path) -> tuple[int, bytes]:
    """What is published now: size and root."""
    with closing(Ledger.open(log)) as ledger, closing(Register(register_path(key))) as register:
        found = publish(ledger, register, read_key(key))
        return found.size, found.root


def checked(address: Address, key: Path, folder: Path, line: str) -> tuple[int, str]:
    """What a command says of a store, whose ledger is made from nothing."""
    desk = Desk(folder)
    desk.store = address.text
    said = desk.types(f"--state {address.state} {line.replace('KEY', str(key))}")
    return said.code, said.out + said.err


def a_restore_to_a_moment_is_a_prefix_and_what_was_acknowledged_after_it_is_found_missing(
    tmp_path: Path, servers: list[Server]
) -> None:
    """The drill of the page. Roots are those that were published; the checkpoint after the moment is what speaks."""
    show, key = archiving(servers), tmp_path / "log.key"
    make_key(key, "example.org/dancing")
    state = tmp_path / "show"
    state.mkdir()
    address = Address.read(show.address, state)
    make_store(address)
    told = Told("sms-east")
    with log_of(address) as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
        told.positions += [says(log, told, number) for number in range(1, 11)]
        published = [signed(log, key)]
        drill = postgres_server.own_server(copy_of=show)
        servers.append(drill)
        told.positions += [says(log, told, number) for number in range(11, 31)]
        published.append(signed(log, key))
        moment = asked(show, "SELECT clock_timestamp()")
        time.sleep(0.2)
        told.positions += [says(log, told, number) for number in range(31, 41)]
        before = list(log.raw())
        archived(show)
        copy = tmp_path / "log-of-the-moment.key"
        for one in (key, register_path(key)):
            shutil.copy(one, tmp_path / one.name.replace("log", "log-of-the-moment"))
        published.append(signed(log, key))
    show.kill()
    drill.restore(show.folder / "wal", moment)
    until = time.monotonic() + 120
    while asked(drill, "SELECT pg_is_in_recovery()") == "True":
        assert time.monotonic() < until, "it is where it was to be brought within two minutes"
        time.sleep(0.05)

    (tmp_path / "drill").mkdir()
    back = Address.read(drill.address, tmp_path / "drill")
    with log_of(back) as log:
        assert list(log.raw()) == before[:31], "what was recorded up to the moment, dense, and nothing else"
        with closing(Ledger.open(log)) as ledger:
            ledger.catch_up()
            assert [ledger.root(size) for size, _ in published[:2]] == [root for _, root in published[:2]]
    assert [size for size, _ in published] == [11, 31, 41]

    assert checked(back, copy, tmp_path, "checkpoint check --key KEY")[0] == 0
    for line in ("checkpoint check --key KEY", "doctor --register KEY.register", "checkpoint publish --key KEY"):
        code, words = checked(back, key, tmp_path, line.replace("KEY.register", str(register_path(key))))
        assert code == 5, (line, words)
        assert "41" in words, (line, words)


def a_primary_that_was_left_behind_is_rewound_follows_and_takes_over_again(
    tmp_path: Path, servers: list[Server]
) -> None:
    """What it alone had was acknowledged to nobody, and is gone; what was acknowledged since is there, on both."""
    pair = Pair(tmp_path)
    old = pair.primary
    servers += [pair.primary, pair.standby]
    told = Told("sms-east")
    with log_of(pair.node("desk")) as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
        told.positions += [says(log, told, number) for number in range(1, 6)]
    pair.kill_the_primary()
    pair.promote()
    with log_of(pair.node("desk", pair.standby)) as log:
        told.positions += [says(log, told, number) for number in range(6, 21)]
    old.start(wal_keep_size="64MB")
    pair.set_names("")
    with log_of(pair.node("alone", old)) as log:  # somebody started it as a primary, with nobody to wait for
        says(log, Told("sms-west"), 1)
    old.stop()

    with closing(psycopg.connect(pair.standby.address, autocommit=True)) as superuser:
        superuser.execute("CHECKPOINT")  # before PostgreSQL 16 a rewind finds the same timeline until one is done
    old.rewind(pair.standby)
    old.start(wal_keep_size="64MB")
    pair.primary, pair.standby = pair.standby, old
    pair.wait_for_the_standby()
    pair.set_names("*")
    with log_of(pair.node("desk", pair.primary)) as log:
        told.positions.append(says(log, told, 21))
        both = list(log.raw())
    pair.kill_the_primary()
    pair.promote()
    with log_of(pair.node("desk", pair.standby)) as log:
        assert list(log.raw()) == both
        told.positions.append(says(log, told, 22))
    assert told.positions == [*range(2, 24)]


DRILLS = (
    a_restore_to_a_moment_is_a_prefix_and_what_was_acknowledged_after_it_is_found_missing,
    a_primary_that_was_left_behind_is_rewound_follows_and_takes_over_again,
)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("drill", part(DRILLS, 0, of=2), ids=lambda drill: drill.__name__)
def test_it_is_brought_back_as_the_page_says(
    drill: Callable[[Path, list[Server]], None], tmp_path: Path, servers: list[Server]
) -> None:
    drill(tmp_path, servers)
