"""An answer says which log it rests on: the root at its position is the one a checkpoint of that size has."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest

import glitterball as gb
from domain.season import commands as c
from glitterball.answers import basis
from glitterball.evidence.ledger import Ledger, ledger_path
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.tree import Frontier
from glitterball.store import Store, open_season, open_store
from tests.engine import small_season as small
from tests.faults.at_the_desk import types

PRODUCER = gb.Actor(name="Vera", role="producer")


def root_of(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:{tmp_path / 'night.sqlite'}")
    for command, by in small.opening():
        opened.engine.do("small", command, by)
    return opened


def test_a_root_is_the_ledgers(store: Store) -> None:
    with Ledger.open(store.log) as ledger:
        ledger.catch_up()
        for position in (1, 2, 7, store.log.last_position()):
            stated = store.season("small").as_of(position).basis()
            assert (stated["position"], stated["root"]) == (position, ledger.root(position).hex())


def test_a_root_is_the_same_with_and_without_a_ledger(store: Store) -> None:
    without = store.season("small").basis(1)
    with Ledger.open(store.log) as ledger:
        ledger.catch_up()
    assert store.season("small").basis(1) == without


def test_a_root_of_one_event_is_its_leaf(store: Store) -> None:
    ((_, stored),) = store.log.raw(0, 1)
    assert store.season("small").as_of(1).basis()["root"] == leaf_hash(stored).hex()


def test_a_root_is_the_same_however_positions_were_asked_for(store: Store) -> None:
    last = store.log.last_position()
    asked = [3, last, 1, last - 1, 3, last]
    leaves = [leaf_hash(stored) for _, stored in store.log.raw()]
    with patch.object(basis, "ROOTS_REMEMBERED", 2):
        assert [basis.root_at(store.log, position) for position in asked] == [
            root_of(leaves[:position]) for position in asked
        ]


def test_what_is_recorded_between_two_answers_is_in_the_second(store: Store) -> None:
    before = basis.root_at(store.log, store.log.last_position())
    store.engine.do(
        "small", c.NoteOutage(week=1, channel="calls", began="2024-09-18T01:00:00Z", what="a cable"), PRODUCER
    )
    leaves = [leaf_hash(stored) for _, stored in store.log.raw()]
    assert before == root_of(leaves[:-1])
    assert basis.root_at(store.log, len(leaves)) == root_of(leaves)


def test_events_are_hashed_once_for_one_open_log(store: Store) -> None:
    last = store.log.last_position()
    basis.root_at(store.log, last - 1)
    with patch.object(basis, "leaf_hash", wraps=leaf_hash) as hashed:
        basis.root_at(store.log, last)
        basis.root_at(store.log, last)
    assert hashed.call_count == 1


def test_a_log_too_long_to_hash_for_an_answer_says_so(store: Store) -> None:
    with patch.object(basis, "HASHED_FOR_AN_ANSWER", 3):
        stated = store.season("small").basis()
    assert stated["root"] is None
    assert "glitterball checkpoint publish" in stated["root_missing"]


def test_a_damaged_ledger_is_not_rested_on(store: Store) -> None:
    whole = store.season("small").basis()
    path = ledger_path(store.log.beside)
    assert path is not None
    path.write_bytes(b"no ledger at all" * 300)
    assert store.season("small").basis() == whole


def test_a_season_that_ships_has_a_root_as_well() -> None:
    assert len(open_season("us-33").basis(2)["root"]) == 64


def test_a_machine_is_told_the_root(store: Store, tmp_path: Path) -> None:
    said = types(tmp_path, ["week", "leaderboard", "small", "1", "--format", "json"])
    assert json.loads(said.out)["basis"]["root"] == store.season("small").basis()["root"]
