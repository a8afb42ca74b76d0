"""Hidden parts on disk: sealed with the key of their season, and found out whatever is done to them or to it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season.custody.facts import OpeningsDestroyed
from glitterball.doctor import store_rows
from glitterball.log import EventLog, schema
from glitterball.log.refusals import (
    RecordDamaged,
    SeasonKeyDestroyed,
    SeasonKeyMissing,
    SeasonKeyUnreadable,
    SeasonKeyWrong,
)
from glitterball.log.season_keys import SeasonKeys, key_file
from tests.log.live_night import AT, DESK, opened, score
from tests.log.whispers import SEASON, below_the_guards, read, told, whisper

pytestmark = pytest.mark.usefixtures("whispers")


def test_nothing_of_what_is_hidden_can_be_found_in_the_file(store: Path) -> None:
    told(store, "the winner is known")
    octets = (
        store.read_bytes() + Path(f"{store}-wal").read_bytes() if Path(f"{store}-wal").exists() else store.read_bytes()
    )
    assert b"anna-ezra" in octets
    assert b"winner" not in octets
    assert oct(key_file(store, "us-33").stat().st_mode)[-3:] == "600"


HARMS = {
    "taken out": ("DELETE FROM hidden_parts WHERE position = 3", "its hidden part is missing"),
    "truncated": ("UPDATE hidden_parts SET sealed = substr(sealed, 1, 40) WHERE position = 3", "not the one that was recorded"),
    "emptied": ("UPDATE hidden_parts SET sealed = x'' WHERE position = 3", "not the one that was recorded"),
    "another event's": (
        "UPDATE hidden_parts SET sealed = (SELECT sealed FROM hidden_parts WHERE position = 2) WHERE position = 3",
        "not the one that was recorded",
    ),
    "moved": ("UPDATE hidden_parts SET position = 5 WHERE position = 3", "its hidden part is missing"),
    "put beside a mark": (
        "INSERT INTO hidden_parts SELECT 5, sealed FROM hidden_parts WHERE position = 3",
        "hidden part",
    ),
    "of no key": ("DELETE FROM season_keys", "names no key"),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_a_hidden_part_that_was_tampered_with_is_found_with_its_position(store: Path, harm: str) -> None:
    told(store, "one", "two", "three")
    statement, says = HARMS[harm]
    with closing(sqlite3.connect(store)) as db:
        db.execute("DROP TRIGGER guard_season_key_delete")
        db.execute("PRAGMA user_version=3")
    below_the_guards(store, statement)
    with closing(sqlite3.connect(store)) as db:
        db.execute(schema.OBJECTS["guard_season_key_delete"])
    with pytest.raises(RecordDamaged, match=says) as damaged:
        read(store)
    assert damaged.value.exit_code == 5
    assert damaged.value.position == {"put beside a mark": 5, "of no key": 2}.get(harm, 3)
    assert any(row.state == "damaged" and says in row.found for row in store_rows(store))
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        assert len(list(log.raw())) == 5, "what is public is whole, and so is the tree over it"


@given(data=st.data())
def test_any_bit_of_a_hidden_part_that_flips_is_found(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = told(tmp_path_factory.mktemp("flip") / "season.glitter", "one")
    with closing(sqlite3.connect(store)) as db:
        (sealed,) = db.execute("SELECT sealed FROM hidden_parts").fetchone()
    at = data.draw(st.integers(0, 8 * len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[at // 8] ^= 1 << at % 8
    below_the_guards(store, f"UPDATE hidden_parts SET sealed = x'{flipped.hex()}'")
    with pytest.raises(RecordDamaged) as damaged:
        read(store)
    assert damaged.value.position == 2


ATTEMPTS = (
    "UPDATE hidden_parts SET sealed = x'00'",
    "DELETE FROM hidden_parts",
    "REPLACE INTO hidden_parts SELECT position, x'00' FROM hidden_parts",
    "INSERT INTO hidden_parts VALUES (9, x'00')",
    "INSERT OR IGNORE INTO hidden_parts VALUES (2, x'00')",
    "UPDATE season_keys SET key_id = x'00'",
    "DELETE FROM season_keys",
    "REPLACE INTO season_keys VALUES ('us-33', x'00')",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_program_changes_or_takes_out_a_hidden_part_or_the_name_of_its_key(store: Path, attempt: str) -> None:
    told(store, "one", "two")
    with closing(sqlite3.connect(store, isolation_level=None)) as stranger, pytest.raises(sqlite3.IntegrityError):
        stranger.execute(attempt)
    assert read(store) == [opened(), whisper("one"), whisper("two"), score()]


def test_a_hidden_part_and_its_event_are_recorded_in_one_commit_or_not_at_all(store: Path) -> None:
    told(store, "one")
    with EventLog.open(f"sqlite:{store}") as log:
        with pytest.raises(Exception, match="at 3"):
            log.append(SEASON, 1, [whisper("two")], DESK, AT)
        log.append(SEASON, 3, [whisper("three")], DESK, AT)
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("SELECT position FROM hidden_parts").fetchall() == [(2,), (4,)]


def test_a_stray_hidden_part_is_named_by_the_doctor(store: Path) -> None:
    told(store, "one")
    below_the_guards(store, "INSERT INTO hidden_parts VALUES (77, x'00')")
    assert ("hidden part 77", "it stands beside no event") in [(row.what, row.found) for row in store_rows(store)]


def test_with_its_key_destroyed_the_hidden_parts_are_gone_and_the_log_goes_on_in_public(store: Path) -> None:
    told(store, "one")
    key_file(store, "us-33").unlink()
    with pytest.raises(SeasonKeyMissing, match=r"us-33\.key") as missing:
        read(store)
    assert missing.value.exit_code == 3
    with EventLog.open(f"sqlite:{store}") as log:
        with pytest.raises(SeasonKeyMissing, match="Nothing was recorded"):
            log.append(SEASON, 3, [whisper("nobody could read this")], DESK, AT)
        log.append(SEASON, 3, [score("bruno")], DESK, AT)
        assert [position for position, _ in log.raw()] == [1, 2, 3, 4]
        assert log.stream_names() == (SEASON,)
    assert not key_file(store, "us-33").exists(), "no new key takes the place of the one that was destroyed"
    rows = store_rows(store)
    assert not [row for row in rows if row.state == "damaged"]
    assert [row for row in rows if row.state == "not read" and "us-33.key" in row.found]


def test_a_key_destroyed_while_a_desk_has_the_store_open_seals_nothing_more(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
        key_file(store, "us-33").unlink()
        with pytest.raises(SeasonKeyMissing):
            log.append(SEASON, 2, [whisper("two")], DESK, AT)
        assert log.last_position() == 2


def test_another_key_is_named_and_is_not_taken_for_damage(store: Path, tmp_path: Path) -> None:
    told(store, "one")
    other = told(tmp_path / "other.glitter", "one")
    shutil.copyfile(key_file(other, "us-33"), key_file(store, "us-33"))
    with pytest.raises(SeasonKeyWrong):
        read(store)
    with EventLog.open(f"sqlite:{store}") as log, pytest.raises(SeasonKeyWrong, match="Nothing was recorded"):
        log.append(SEASON, 3, [whisper("two")], DESK, AT)


@pytest.mark.parametrize("text", ["", "HIDDEN+KEY+us-34+00000000+x", "PRIVATE+KEY+us-33+00000000+AAAA"])
def test_what_is_no_key_of_the_season_is_named(store: Path, text: str) -> None:
    told(store, "one")
    key_file(store, "us-33").write_text(text)
    with pytest.raises(SeasonKeyUnreadable):
        read(store)


def test_a_hidden_part_of_a_rehearsal_does_not_open_in_the_live_season(store: Path, tmp_path: Path) -> None:
    """The same words, the same nonce, another store: another key."""
    told(store, "one")
    rehearsal = told(tmp_path / "rehearsal.glitter", "one")
    with closing(sqlite3.connect(rehearsal)) as db:
        (sealed,) = db.execute("SELECT sealed FROM hidden_parts").fetchone()
    below_the_guards(store, f"UPDATE hidden_parts SET sealed = x'{sealed.hex()}'")
    with pytest.raises(RecordDamaged):
        read(store)


def test_a_desk_that_was_stopped_between_making_the_key_and_its_first_commit_goes_on_with_that_key(store: Path) -> None:
    told(store)
    made = told(store.with_name("other.glitter"), "one")
    shutil.copyfile(key_file(made, "us-33"), key_file(store, "us-33"))
    before = key_file(store, "us-33").read_bytes()
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 2, [whisper("one")], DESK, AT)
        assert log.append(SEASON, 3, [whisper("two")], DESK, AT)[0].fact == whisper("two")
    assert key_file(store, "us-33").read_bytes() == before
    assert read(store)[2:] == [whisper("one"), whisper("two")]


def test_two_seasons_of_one_store_have_two_keys(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append("season/us-33", 0, [whisper("one")], DESK, AT)
        log.append("season/us-34", 0, [whisper("one")], DESK, AT)
        key_file(store, "us-34").unlink()
    with EventLog.open(f"sqlite:{store}") as log:
        assert [event.fact for event in log.stream("season/us-33")] == [whisper("one")]
        with pytest.raises(SeasonKeyMissing):
            list(log.stream("season/us-34"))


def test_whoever_would_count_what_was_destroyed_is_refused_with_the_event_that_did_it(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
        log.require_openings("us-33")
        key_id = log.key_id_of("us-33")
        assert key_id is not None
        key = SeasonKeys(store).held("us-33", key_id)
        log.append(SEASON, 2, [OpeningsDestroyed(key=key.fingerprint, reason="The law asks for it.")], DESK, AT)
        with pytest.raises(SeasonKeyDestroyed) as refused:
            log.require_openings("us-33")
        assert (refused.value.season, refused.value.position) == ("us-33", 3)
        log.require_openings("us-34")  # another season's are there
