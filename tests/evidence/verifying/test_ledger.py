"""The persisted tree: roots and proofs of RFC 6962 at any size, going on where it stopped, naming what does not fit."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, ledger_path
from glitterball.evidence.ledger.growing import Growth, TileNodes
from glitterball.evidence.ledger.refusals import LedgerNotOfLog, NotALedger
from glitterball.log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.refusals import OutsideTree
from glitterball.proof.tree import Tree, hash_of_range, path_of_consistency, path_of_inclusion
from glitterball.testing import PEOPLE
from tests.thoroughness import examples


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with EventLog.open(f"sqlite:{tmp_path / 'night.sqlite'}") as log:
        engine = Engine(log, lambda: "2024-09-25T00:00:00Z")
        engine.do("s-1", c.OpenSeason(season="s-1", show="Dancing", number=1, mode="live"), PEOPLE["producer"])
        for number in range(20):
            cast = c.CastCouple(couple=f"c-{number}", celebrity=f"C{number}", professional="Pro")
            engine.do("s-1", cast, PEOPLE["producer"])
        yield log


@settings(deadline=None, max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(st.integers(0, 700), st.lists(st.integers(1, 300), max_size=6), st.data())
def test_roots_and_proofs_are_those_of_the_tree_in_memory(first: int, pages: list[int], data: st.DataObject) -> None:
    tiles: dict[tuple[int, int], bytes] = {}

    def read(level: int, number: int) -> bytes:
        return tiles.get((level, number), b"")

    tree, size = Tree(), 0
    for page in (first, *pages):
        leaves = [leaf_hash(b"%d" % number) for number in range(size, size + page)]
        growth = Growth(size, read)
        growth.extend(leaves)
        tiles |= growth.finish()
        tree.extend(leaves)
        size += page
    nodes = TileNodes(size, read)
    old = data.draw(st.integers(0, size))
    assert hash_of_range(nodes, 0, old) == tree.root(old)
    assert path_of_consistency(nodes, old, size, from_empty=True) == tree.consistency(old, size, from_empty=True)
    if size:
        index = data.draw(st.integers(0, size - 1))
        assert path_of_inclusion(nodes, index, size) == tree.inclusion(index, size)


def test_a_tree_of_three_levels_of_tiles_has_the_right_root() -> None:
    size = 256 * 256 + 300
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    growth = Growth(0, lambda level, number: b"")
    growth.extend(leaves)
    tiles = growth.finish()
    assert {level for level, _ in tiles} == {0, 1, 2}
    assert hash_of_range(TileNodes(size, lambda *place: tiles[place]), 0, size) == Tree(leaves).root()


def test_stopped_anywhere_it_goes_on_and_rebuilt_it_is_the_same(log: EventLog) -> None:
    tree = Tree(leaf_hash(stored) for _, stored in log.raw())
    for until in (1, 7, 7, 21):
        with Ledger.open(log) as ledger:
            assert ledger.catch_up(until, page=3) == until
            assert ledger.root() == tree.root(until)
    with Ledger.open(log) as ledger:
        assert ledger.rebuild() == 21
        assert ledger.root() == tree.root()
        assert ledger.check() == ()


def test_an_event_altered_in_the_store_is_the_first_that_does_not_fit(log: EventLog, tmp_path: Path) -> None:
    with Ledger.open(log) as ledger:
        ledger.catch_up()
    path = tmp_path / "night.sqlite"
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        ((stored,),) = db.execute("SELECT state FROM stored_events WHERE position = 9").fetchall()
        altered = bytes(stored).replace(b"C7", b"X7")
        assert altered != stored
        db.execute("UPDATE stored_events SET state = ? WHERE position = 9", (altered,))
    with Ledger.open(log) as ledger:
        (found,) = ledger.check()
        assert found.where == "event 9"


def test_a_log_that_is_not_the_one_hashed_is_not_gone_on_with(log: EventLog, tmp_path: Path) -> None:
    path = ledger_path(log.beside)
    assert path is not None
    with Ledger.open(log) as ledger:
        ledger.catch_up()
    with (
        EventLog.open("memory:") as other,
        Ledger.open(other, path) as ledger,
        pytest.raises(LedgerNotOfLog) as refused,
    ):
        ledger.catch_up()
    assert refused.value.exit_code == 5


def test_a_file_that_is_something_else_is_not_touched(log: EventLog, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear auditor")
    with pytest.raises(NotALedger):
        Ledger.open(log, other)
    with sqlite3.connect(tmp_path / "other.sqlite") as db:
        db.execute("CREATE TABLE letters (text)")
    with pytest.raises(NotALedger):
        Ledger.open(log, tmp_path / "other.sqlite")
    assert other.read_text() == "Dear auditor"


def test_more_than_was_hashed_is_refused(log: EventLog) -> None:
    with Ledger.open(log) as ledger:
        ledger.catch_up(5)
        for ask in (lambda: ledger.root(6), lambda: ledger.inclusion(6, 6), lambda: ledger.consistency(2, 6)):
            with pytest.raises(OutsideTree):
                ask()


def test_a_new_ledger_is_its_owners_alone(log: EventLog) -> None:
    path, before = ledger_path(log.beside), os.umask(0)
    assert path is not None
    try:
        with Ledger.open(log) as ledger:
            ledger.catch_up()
            for file in (path, Path(f"{path}-wal")):
                assert file.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_a_ledger_opened_twice_keeps_its_locks_with_another_process_beside_it(log: EventLog) -> None:
    path = ledger_path(log.beside)
    with Ledger.open(log) as ledger:
        ledger.catch_up(5)
        journal = Path(f"{path}-wal").stat().st_ino
        Ledger.open(log).close()
        asked = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM tiles'); db.close()"
        subprocess.run([sys.executable, "-c", asked, str(path)], check=True)
        assert Path(f"{path}-wal").stat().st_ino == journal  # the other process knew that it was not alone
        ledger.catch_up()
    with Ledger.open(log) as ledger:
        assert ledger.size == 21
