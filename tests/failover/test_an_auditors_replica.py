"""An auditor's own server has each event by logical replication, with the very bytes that are the leaves of the tree."""

import re
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from glitterball.proof.hashing import leaf_hash
from tests import postgres_server
from tests.log.live_night import AT, DESK, SMS, batch, opened

pytestmark = pytest.mark.heavy("a server")


psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)

PAGE = Path(__file__).parents[2] / "docs" / "several-nodes.md"


def on_the_page(begins: str) -> str:
    """A statement as the page has it, up to its semicolon."""
    found = re.search(rf"^    ({begins}.*?;)", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert found is not None, f"the page says {begins}"
    return found[1]


def rows(server: postgres_server.Server) -> list[Any]:
    with closing(psycopg.connect(server.address, autocommit=True)) as asked:
        return asked.execute("SELECT position, line, leaf FROM glitterball.events ORDER BY position").fetchall()


def test_an_auditors_server_has_the_same_bytes(tmp_path: Path) -> None:
    """By the statements of the page: what was there before, and what is recorded after."""
    show, auditor = postgres_server.own_server(), postgres_server.own_server()
    try:
        show.start(wal_level="logical")
        auditor.start()
        address = Address.read(show.address, tmp_path)
        make_store(address)
        with EventLog.open(address.text, state=address.state) as log:
            log.append("season/us-33", 0, [opened()], DESK, AT)
            with closing(psycopg.connect(show.address, autocommit=True)) as superuser:
                superuser.execute(on_the_page("CREATE PUBLICATION"))
            with closing(psycopg.connect(auditor.address, autocommit=True)) as superuser:
                superuser.execute(on_the_page("CREATE SCHEMA"))
                superuser.execute(on_the_page("CREATE TABLE"))
                reached = f"CONNECTION 'host={show.folder} dbname=postgres user=postgres'"
                superuser.execute(re.sub(r"CONNECTION '.*?'", reached, on_the_page("CREATE SUBSCRIPTION")))
            log.append("votes/us-33/2/sms-east", 0, [batch(number) for number in range(1, 201)], SMS, AT)
            until = time.monotonic() + 60
            while len(rows(auditor)) < log.last_position():
                assert time.monotonic() < until, "it has all within a minute"
                time.sleep(0.05)
            raw = list(log.raw())
        assert [(position, bytes(line)) for position, line, _ in rows(auditor)] == raw
        assert all(leaf_hash(bytes(line)) == bytes(leaf) for _, line, leaf in rows(auditor))
    finally:
        for server in (auditor, show):
            server.remove()
