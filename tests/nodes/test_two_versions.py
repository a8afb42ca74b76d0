"""Machines are brought to another version one after another: those of the version before record in the same store meanwhile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from glitterball.nodes import nodes_seen
from tests import postgres_server
from tests.log.live_night import AT, DESK, opened, score

pytestmark = pytest.mark.heavy("a server")


pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)

ROOT = Path(__file__).parents[2]
BEFORE = "be34166"
"""The last commit at which a store on a server had no place for checkpoints."""

EARLIER = """
import json, sys
sys.path.insert(0, sys.argv[1])
import glitterball
assert glitterball.__file__.startswith(sys.argv[1]), glitterball.__file__
from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from tests.log.live_night import AT, DESK, score
text, state = sys.argv[2:]
for line in sys.stdin:
    said = json.loads(line)
    if said == "make":
        print(json.dumps(make_store(Address.read(text, state))), flush=True)
        log = EventLog.open(text, state=state)
    elif said == "record":
        (event,) = log.append("season/us-33", log.version("season/us-33"), [score("bruno")], DESK, AT)
        print(json.dumps(event.position), flush=True)
    elif said == "open again":
        log.close()
        log = EventLog.open(text, state=state)
        print(json.dumps([event.position for event in log.read()]), flush=True)
"""


class Earlier:
    """A machine of the version before, told what to do."""

    def __init__(self, code: Path, address: Address) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", EARLIER, str(code), address.text, str(address.state)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=code,
        )  # fmt: skip

    def does(self, what: str) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate(timeout=60)


def test_two_versions_record_in_one_store_while_machines_are_exchanged(tmp_path: Path) -> None:
    archived = subprocess.run(["git", "-C", str(ROOT), "archive", BEFORE], capture_output=True, check=False)
    if archived.returncode:
        pytest.skip(f"left out: the version before, because there is no commit {BEFORE} here (a copy without history)")
    code, state, spare = (tmp_path / name for name in ("code", "studio", "spare"))
    for folder in (code, state, spare):
        folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(code)], input=archived.stdout, check=True)
    text = postgres_server.in_schema(f"two_versions_{os.getpid()}")
    studio = Earlier(code, Address.read(text, state))
    try:
        assert studio.does("make") == [True, 0]
        with EventLog.open(text, state=spare) as log:
            log.append("season/us-33", 0, [opened()], DESK, AT)
            assert studio.does("record") == 2
            assert make_store(Address.read(text, spare)) == (True, 2), "upgraded while both record"
            assert studio.does("record") == 3
            log.append("season/us-33", 3, [score()], DESK, AT)
            assert studio.does("open again") == [1, 2, 3, 4], "the version before opens what was upgraded"
            assert studio.does("record") == 5
            assert {row.version is None for row in nodes_seen(log) if not row.here} == {True}
            assert [event.position for event in log.read()] == [1, 2, 3, 4, 5]
    finally:
        studio.end()
