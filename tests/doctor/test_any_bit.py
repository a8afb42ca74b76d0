"""Any single bit of a store's file: turned over, it is found, or it changed nothing that anybody reads or writes."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.doctor import examine
from glitterball.log import EventLog
from glitterball.store import open_store
from tests.doctor import night
from tests.engine.small_season import DESK, scores
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("forgeries")


TABLES = {"stored_events": "position", "streams": "originator_id", "idempotency_keys": "key"}


def everything(store: Path) -> list[Any]:
    """Every row of every table, and what the log reads by position and by stream."""
    with closing(sqlite3.connect(store)) as db:
        held: list[Any] = [
            db.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall() for table, key in TABLES.items()
        ]
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        held += [list(log.read()), [list(log.stream(name)) for name in log.stream_names()]]
    return held


def goes_on(store: Path) -> None:
    """One more event can be recorded."""
    with open_store(f"sqlite:{store}") as opened:
        before = opened.log.last_position()
        ((command, by), *_) = scores(1, {"gil-hal": 5})
        assert by == DESK
        opened.season("small").do(command, by)
        assert opened.log.last_position() == before + 1


@settings(max_examples=examples(120), deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_bit_that_was_turned_over_is_found_or_changes_nothing(played: Path, chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        store = Path(shutil.copyfile(played, Path(folder) / "turned.sqlite"))
        content = store.read_bytes()
        said = [at for at, octet in enumerate(content) if octet]  # a third of the file; the rest is mostly room
        at, bit = (
            chance.choice((chance.choice(said), chance.choice(said), chance.randrange(len(content)))),
            chance.randrange(8),
        )
        night.flip(store, at, bit)
        found = [row for row in examine(store) if row.state in ("damaged", "not read")]
        assert [file.name for file in Path(folder).iterdir()] == [store.name]
        if found:
            return
        aside = Path(shutil.copyfile(played, Path(folder) / "sound.sqlite"))
        assert everything(store) == everything(aside), (at, bit)
        goes_on(store)
