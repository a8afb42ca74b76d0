"""Machines at one store on a server are killed ten times: nothing acknowledged is lost or there twice, each signature holds.

A thousand kills: `python -m tests.faults --whole --trials 1000 --only "nodes: killed"`.
"""

from pathlib import Path
from random import Random

import pytest

from tests import postgres_server
from tests.faults import nodes
from tests.faults.experiment import Bench

pytestmark = pytest.mark.heavy("a server")


pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


def test_a_machine_may_die_at_any_moment(tmp_path: Path, thorough: bool) -> None:
    if postgres_server.programs() is None:
        pytest.skip(postgres_server.WITHOUT)
    tally = nodes.killed(nodes.under_a_key, Bench(tmp_path, Random(33)), 50 if thorough else 10)
    assert tally.acknowledged > 30
    assert tally.seen["signatures"]
    assert not tally.broken, tally
