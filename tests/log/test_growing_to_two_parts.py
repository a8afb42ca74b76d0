"""A store of the layout before hidden parts is read as it is, and grows in one commit."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.doctor import store_rows
from glitterball.log import EventLog, schema
from glitterball.log.upgrading import upgrade
from tests.log.live_night import AT, DESK, SMS, batch, opened, score
from tests.log.whispers import SEASON, read, whisper

pytestmark = pytest.mark.usefixtures("whispers")


def made_in_layout_2(store: Path) -> Path:
    """As the release before made it, with a season under way."""
    with closing(sqlite3.connect(store)) as db:
        db.execute(f"PRAGMA page_size={schema.PAGE_BYTES}")
        db.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        for statement in schema.OBJECTS_OF[2].values():
            db.execute(statement)
        db.execute("PRAGMA user_version=3")
        db.execute("PRAGMA user_version=2")
        db.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(store)) as db:
        from glitterball.log.envelope import line_of
        from glitterball.proof.hashing import leaf_hash

        for position, fact in enumerate((opened(), score()), start=1):
            line = line_of(SEASON, position, AT, DESK, fact)
            db.execute(schema.INSERT, (position, *line[:4], leaf_hash(line[3])))
            db.execute(schema.GROW, (line[0], position, 1))
        db.commit()
    return store


def test_a_store_of_layout_2_is_read_as_it_is_and_grows_when_somebody_writes(store: Path) -> None:
    made_in_layout_2(store)
    before = store.read_bytes()
    assert read(store) == [opened(), score()]
    assert store.read_bytes() == before
    with EventLog.open(f"sqlite:{store}", read_only=True) as board:
        assert len(list(board.read())) == 2
        with EventLog.open(f"sqlite:{store}") as log:
            lines = list(log.raw())
            log.append(SEASON, 2, [whisper("one")], DESK, AT)
            assert list(log.raw(until=2)) == lines
        assert [event.fact for event in board.read()] == [opened(), score(), whisper("one")], (
            "the board was open before"
        )
        assert [event.fact for event in board.stream(SEASON, after=2)] == [whisper("one")]


def test_a_desk_of_layout_2_goes_on_writing_to_a_store_that_has_grown(store: Path) -> None:
    """A program of the release before has the store open while another is started with today's."""
    made_in_layout_2(store)
    from glitterball.log.envelope import line_of
    from glitterball.proof.hashing import leaf_hash

    with closing(sqlite3.connect(store)) as desk:
        desk.execute("SELECT count(*) FROM stored_events").fetchone()
        with EventLog.open(f"sqlite:{store}") as log:
            log.append(SEASON, 2, [whisper("one")], DESK, AT)
            line = line_of("votes/us-33/2/sms-east", 1, AT, SMS, batch(1))
            desk.execute(schema.INSERT, (4, *line[:4], leaf_hash(line[3])))
            desk.execute(schema.GROW, (line[0], 1, 1))
            desk.commit()
            log.append(SEASON, 3, [whisper("two")], DESK, AT)
            assert [event.fact for event in log.read(after=2)] == [whisper("one"), batch(1), whisper("two")]


def test_growing_is_one_commit_that_changes_no_event_and_twice_is_once(store: Path) -> None:
    made_in_layout_2(store)
    assert upgrade(store) == 2
    assert upgrade(store) == 2
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.LAYOUT,)
    assert read(store) == [opened(), score()]
    assert not [row for row in store_rows(store) if row.what in ("layout", "guards", "file", "hidden parts")]
