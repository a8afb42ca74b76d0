"""What lies beside a store is held against it, without a byte changed and without a file made."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.doctor import Row, examine
from glitterball.proof.hashing import leaf_hash
from tests.cli.typing_at_it import Desk
from tests.doctor import night
from tests.doctor.night import below_the_guards, folder_as_it_is


@pytest.fixture
def kept(store: Path) -> Path:
    """The night with a published checkpoint, and its views on disk."""
    desk = Desk(store.parent)
    desk.store = f"sqlite:{store}"
    for line in (
        "checkpoint key example.org/night -o {folder}/log.key",
        "checkpoint publish --key {folder}/log.key -o {folder}/checkpoint",
        "projections update",
    ):
        said = desk.types(line)
        assert said.code == 0, said.err
    closed(store)
    return store


def closed(store: Path) -> None:
    """As the folder is when the last process has let go of the files."""
    for file in store.parent.glob("*.sqlite"):
        with closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def beside(store: Path) -> dict[str, Row]:
    before = folder_as_it_is(store.parent)
    rows = examine(store)
    assert folder_as_it_is(store.parent) == before
    return {row.what: row for row in rows if row.what.split()[0] in ("ledger", "register", "views")}


def test_all_of_it_fits(kept: Path) -> None:
    assert [(what, row.state) for what, row in beside(kept).items()] == [
        ("ledger", "ok"),
        ("register log.key.signed.sqlite", "ok"),
        ("views", "ok"),
    ]


@pytest.mark.heavy("accidents")
def test_an_event_that_was_changed_with_its_hash_does_not_fit_what_was_published(kept: Path) -> None:
    """In the store itself everything agrees: somebody who knows the layout changed it."""
    with below_the_guards(kept) as db:
        found = db.execute("SELECT position, state FROM stored_events WHERE instr(state, CAST('\"mark\":7' AS BLOB))")
        position, state = found.fetchone()
        changed = state.replace(b'"mark":7', b'"mark":9')
        assert changed != state
        db.execute(
            "UPDATE stored_events SET state = ?, leaf = ? WHERE position = ?", (changed, leaf_hash(changed), position)
        )
    closed(kept)
    found = beside(kept)
    assert "events" in {row.what for row in examine(kept) if row.state == "ok"}
    assert {what: row.state for what, row in found.items()} == {
        "ledger": "damaged",
        "register log.key.signed.sqlite": "damaged",
        "views": "damaged",
    }
    assert f"event {position}" in found["ledger"].found


def test_a_leaderboard_that_somebody_wrote_into_is_found(kept: Path) -> None:
    with closing(sqlite3.connect(f"{kept}.views.sqlite", isolation_level=None)) as db:
        db.execute("UPDATE leaderboard SET total = 99")
    closed(kept)
    found = beside(kept)
    assert found["views"].state == "damaged"
    assert "glitterball projections rebuild" in found["views"].do
    assert found["ledger"].state == "ok"


def test_a_store_restored_from_before_what_its_key_has_signed(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as db:
        (events,) = db.execute("SELECT count(*) FROM stored_events").fetchone()
    kept.unlink()
    Path(f"{kept}.merkle.sqlite").unlink()
    Path(f"{kept}.views.sqlite").unlink()
    night.play(kept)
    with below_the_guards(kept) as db:
        (stream,) = db.execute("SELECT originator_id FROM stored_events WHERE position = ?", (events,)).fetchone()
        db.execute("DELETE FROM stored_events WHERE position = ?", (events,))
        db.execute("UPDATE streams SET events = events - 1, last = last - 1 WHERE originator_id = ?", (stream,))
    closed(kept)
    (row,) = beside(kept).values()
    assert row.state == "damaged"
    assert f"the log ends at {events - 1}" in row.found


def test_a_key_that_signs_for_another_store_of_the_folder_is_no_damage_unless_it_is_named(
    kept: Path, played: Path
) -> None:
    other = kept.with_name("rehearsal.sqlite")
    shutil.copyfile(played, other)
    with below_the_guards(other) as db:
        db.execute("DELETE FROM stored_events WHERE position = (SELECT max(position) FROM stored_events)")
        db.execute("UPDATE streams SET events = events - 1, last = last - 1 WHERE events < 20")
    closed(other)
    register = kept.with_name("log.key.signed.sqlite")
    (row,) = beside(other).values()
    assert row.state == "look"
    assert "--register PATH" in row.do
    assert "damaged" in {row.state for row in examine(other, [register])}
