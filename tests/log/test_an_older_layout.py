"""A store of an earlier release is read as it is, and brought up to date by a command that changes no event."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from glitterball.log import Entry, EventLog, refusals
from glitterball.log.schema import LAYOUT
from glitterball.log.upgrading import upgrade
from tests.log.live_night import AT, DESK, SMS, batch, opened, saved, score

FROZEN = Path(__file__).parent / "frozen" / "layout-1.glitter"
"""Written by the last release whose stores had layout 1: seven events in two streams."""

FACTS = [opened(), score(), saved(), batch(1), batch(2), batch(4), score("bruno", 9)]


@pytest.fixture
def older(store: Path) -> Path:
    copyfile(FROZEN, store)
    return store


def test_an_auditor_reads_an_older_store_as_it_is(older: Path) -> None:
    with EventLog.open(f"sqlite:{older}", read_only=True) as log:
        assert [event.fact for event in log.read()] == FACTS
        assert [event.sequence for event in log.stream("votes/us-33/2/sms-east")] == [1, 2, 4]
        assert log.version("season/us-33") == 4
    assert older.read_bytes() == FROZEN.read_bytes()


def test_nothing_is_written_to_an_older_store_before_it_is_brought_up_to_date(older: Path) -> None:
    with pytest.raises(refusals.StoreOlder, match="glitterball store upgrade") as refused:
        EventLog.open(f"sqlite:{older}")
    assert refused.value.exit_code == 3
    assert older.read_bytes() == FROZEN.read_bytes()


def test_bringing_it_up_to_date_changes_no_event_and_twice_is_once(older: Path) -> None:
    with EventLog.open(f"sqlite:{older}", read_only=True) as log:
        before = list(log.raw())

    assert upgrade(older) == 7
    assert upgrade(older) == 7

    with EventLog.open(f"sqlite:{older}") as log:
        assert list(log.raw()) == before
        assert log.append("season/us-33", 4, [score("len", 7)], DESK, AT)[0].position == 8
        assert log.append_many([Entry("votes/us-33/2/sms-east", 3, batch(3), SMS, AT)]).start == 9
        assert [event.sequence for event in log.stream("votes/us-33/2/sms-east")] == [1, 2, 3, 4]


def test_a_damaged_older_store_is_not_carried_over(older: Path) -> None:
    content = older.read_bytes()
    older.write_bytes(content.replace(b'"judge":"bruno"', b'"judge":"Bruno"'))
    damaged = older.read_bytes()
    assert damaged != content

    with pytest.raises(refusals.RecordDamaged):
        upgrade(older)

    with closing(sqlite3.connect(older)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,) != (LAYOUT,)
        assert db.execute("SELECT count(*) FROM stored_events").fetchone() == (7,)
