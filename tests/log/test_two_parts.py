"""What is hidden stands apart: the line, the tree and every export hold its hash, and whoever reads it holds it against that."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parts import TwoParts, hidden_json, hidden_sha256, parts_of, public_json, read_parts, read_public
from domain.record import canonical_json
from glitterball.doctor import store_rows
from glitterball.log import Entry, EventLog, schema
from glitterball.log.envelope import decode, encode
from glitterball.log.refusals import RecordDamaged, SeasonKeyMissing, SeasonKeyUnreadable, SeasonKeyWrong
from glitterball.log.season_keys import key_file
from glitterball.log.upgrading import upgrade
from tests.log.live_night import AT, DESK, SMS, batch, opened, score
from tests.log.whispers import Whispered, whisper, whispering

SEASON = "season/us-33"
WORDS = st.text('abcdefghijklmnopqrstuvwxyz "\\{}[],:', min_size=1, max_size=40)


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with whispering(monkeypatch):
        yield


def told(store: Path, *words: str) -> Path:
    """A store in which a season was opened, the words whispered, and a mark given."""
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened(), *map(whisper, words), score()], DESK, AT)
    return store


def read(store: Path) -> list[object]:
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        return [event.fact for event in log.read()]


def below_the_guards(store: Path, *statements: str) -> None:
    with closing(sqlite3.connect(store)) as db:
        for guard in ("guard_hidden_insert", "guard_hidden_update", "guard_hidden_delete", "guard_season_key_update"):
            db.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            db.execute(statement)
        for guard in ("guard_hidden_insert", "guard_hidden_update", "guard_hidden_delete", "guard_season_key_update"):
            db.execute(schema.OBJECTS[guard])
        db.commit()


# The parts.


@given(WORDS, st.integers(0, 10**12))
def test_both_parts_together_are_the_fact_and_the_public_one_holds_the_hash_of_the_hidden_one(
    words: str, count: int
) -> None:
    fact = whisper(words, count=count)
    public, hidden = parts_of(fact)
    assert hidden is not None
    assert read_parts(Whispered, public, hidden) == fact
    assert hidden_sha256(public) == sha256(hidden).hexdigest()
    assert (
        public
        == public_json(fact)
        == b'{"couple":"anna-ezra","place":1,"hidden_sha256":"%b"}' % hidden_sha256(public).encode()
    )


def test_without_its_hidden_part_a_fact_lacks_what_is_hidden_rather_than_saying_nothing_or_zero() -> None:
    shown = read_public(Whispered, public_json(whisper()))
    assert not shown.is_whole
    assert whisper().is_whole
    assert shown.couple == "anna-ezra"
    for name in ("words", "count", "nonce"):
        with pytest.raises(AttributeError):
            getattr(shown, name)


def test_a_hidden_part_cannot_say_a_public_field_anew() -> None:
    public, hidden = parts_of(whisper())
    forged = hidden[:-1] + b',"couple":"bella-val","place":9}'
    public = public.replace(hidden_sha256(public).encode(), sha256(forged).hexdigest().encode())
    assert read_parts(Whispered, public, forged) == whisper()
    many = b"{" + b'"couple":"bella-val",' * 50 + hidden[1:]
    public = public.replace(hidden_sha256(public).encode(), sha256(many).hexdigest().encode())
    assert read_parts(Whispered, public, many) == whisper()


@pytest.mark.parametrize("wrong", [b"{}", b"[]", b"", b'{"nonce":"00"}', b"words"])
def test_what_is_no_hidden_part_is_refused_although_its_hash_is_named(wrong: bytes) -> None:
    public = public_json(whisper())
    public = public.replace(hidden_sha256(public).encode(), sha256(wrong).hexdigest().encode())
    with pytest.raises(ValueError, match=r"hidden part|validation error"):
        read_parts(Whispered, public, wrong)


@pytest.mark.parametrize("end", [b'"hidden_sha256":"12"}', b'"place":1}', b'"hidden_sha256":"%b"}' % (b"G" * 64), b""])
def test_a_public_part_that_names_no_hash_is_refused(end: bytes) -> None:
    with pytest.raises(ValueError, match="does not name the hash"):
        read_public(Whispered, b'{"couple":"anna-ezra",' + end)


@pytest.mark.parametrize("hidden", [(), ("words",), ("nonce", "melody"), ("nonce", "words")])
def test_a_type_that_hides_no_nonce_what_it_has_not_or_everything_cannot_be_made(hidden: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match="hides"):

        class Wrong(TwoParts):
            TYPE: ClassVar = "wrong.v1"
            HIDDEN: ClassVar = frozenset(hidden)
            words: str


def test_a_fact_of_one_part_is_stored_as_ever() -> None:
    assert parts_of(batch(1)) == (canonical_json(batch(1)), None)


# The log, on disk and in memory.


def test_a_whisper_is_read_as_it_was_said_and_its_line_does_not_show_it(log: EventLog) -> None:
    log.append(SEASON, 0, [opened(), whisper(), score()], DESK, AT)
    log.append_many([Entry("votes/us-33/2/sms-east", 4, whisper("eight"), SMS, AT)])
    assert [event.fact for event in log.read()] == [opened(), whisper(), score(), whisper("eight")]
    assert [event.fact for event in log.stream(SEASON)] == [opened(), whisper(), score()]
    found = log.get(SEASON, 2)
    assert found is not None
    assert found.fact == whisper()
    assert [event.fact for event in log.read(streams=["votes/us-33/2/sms-east"])] == [whisper("eight")]
    lines = b"".join(line for _, line in log.raw())
    assert b"twelve" not in lines
    assert b"eight" not in lines
    assert hidden_sha256(public_json(whisper())).encode() in lines


def test_the_library_reads_and_writes_both_parts_in_its_one_place_for_bytes(log: EventLog) -> None:
    application = log.application
    entry = Entry(SEASON, 1, whisper(), DESK, AT)
    application.recorder.insert_events([application.mapper.to_stored_event(entry)])
    assert [event.fact for event in log.read()] == [whisper()]
    (stored,) = application.recorder.select_events(entry.originator_id)
    (told,) = application.recorder.select_notifications(1, 10)
    assert application.mapper.to_domain_event(stored) == application.mapper.to_domain_event(told) == entry


def test_without_its_hidden_part_the_event_cannot_be_read_and_neither_can_one_that_has_too_much() -> None:
    line = encode(SEASON, 1, AT, DESK, whisper())
    assert decode(1, Whispered.TYPE, line, hidden_json(whisper())).fact == whisper()
    with pytest.raises(RecordDamaged, match=r"position 1 .*its hidden part is missing"):
        decode(1, Whispered.TYPE, line)
    with pytest.raises(RecordDamaged, match="not the one it names"):
        decode(1, Whispered.TYPE, line, hidden_json(whisper("thirteen")))
    with pytest.raises(RecordDamaged, match="which its type has not"):
        decode(1, "score-given.v2", encode(SEASON, 1, AT, DESK, score()), hidden_json(whisper()))


# The store: sealed, and found out whatever is done to it.


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


# The key.


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


# A store of the layout before.


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


def test_a_stray_hidden_part_is_named_by_the_doctor(store: Path) -> None:
    told(store, "one")
    below_the_guards(store, "INSERT INTO hidden_parts VALUES (77, x'00')")
    assert ("hidden part 77", "it stands beside no event") in [(row.what, row.found) for row in store_rows(store)]
