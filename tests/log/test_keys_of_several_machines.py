"""The key of a season's hidden parts lies on a machine: another needs it brought, and none reads once it is destroyed."""

import shutil
from pathlib import Path

import pytest

from domain.season.custody.facts import OpeningsDestroyed
from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.refusals import SeasonKeyDestroyed, SeasonKeyMissing, SeasonKeyRemains
from glitterball.log.season_keys import SeasonKeys, begun_file, key_file
from tests.log.live_night import AT, DESK, opened, score
from tests.log.test_on_a_server import speaking
from tests.log.whispers import SEASON, whisper

pytestmark = pytest.mark.usefixtures("whispers")


@pytest.fixture
def spare(on_server: Address, tmp_path: Path) -> Address:
    """Another machine at the same store."""
    (tmp_path / "spare").mkdir()
    return Address.read(on_server.text, tmp_path / "spare")


def log_of(machine: Address) -> EventLog:
    return EventLog.open(machine.text, state=machine.state)


def key_of(machine: Address) -> Path:
    assert machine.beside is not None
    return key_file(machine.beside, "us-33")


def begun_of(machine: Address) -> Path:
    assert machine.beside is not None
    return begun_file(machine.beside, "us-33")


def test_a_spare_reads_what_is_hidden_once_the_key_was_brought(on_server: Address, spare: Address) -> None:
    with log_of(on_server) as studio, log_of(spare) as board:
        studio.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
        with pytest.raises(SeasonKeyMissing):
            list(board.read())
        with pytest.raises(SeasonKeyMissing, match="Nothing was recorded"):
            board.append(SEASON, 2, [whisper("two")], DESK, AT)
        assert not key_of(spare).exists(), "no second key takes its place"
        assert [position for position, _ in board.raw()] == [1, 2]
        shutil.copyfile(key_of(on_server), key_of(spare))
        board.append(SEASON, 2, [whisper("two")], DESK, AT)
        assert [event.fact for event in studio.stream(SEASON, after=1)] == [whisper("one"), whisper("two")]


def test_of_two_machines_that_begin_a_key_at_once_one_records_and_the_other_is_told(
    on_server: Address, spare: Address
) -> None:
    """The second has sealed under a key of its own before it hears of the first: nothing of it is recorded."""
    assert on_server.beside is not None
    assert spare.beside is not None
    with log_of(on_server) as studio, log_of(spare) as board:
        studio.append(SEASON, 0, [opened()], DESK, AT)
        before = board._recorder._writer  # type: ignore[attr-defined]
        really, asked = before._key_id_of, []

        def late(season: str) -> bytes | None:
            asked.append(season)
            if len(asked) > 1:
                return bytes(really(season))
            studio.append(SEASON, 1, [whisper("one")], DESK, AT)
            return None

        before._key_id_of = late
        with pytest.raises(SeasonKeyMissing):
            board.append("votes/us-33/2/web", 0, [whisper("two")], DESK, AT)
        assert studio.last_position() == 2
        assert not key_of(spare).exists()
        assert not begun_of(spare).exists(), "of the key that came second nothing is left to be taken for the season's"
        shutil.copyfile(key_of(on_server), key_of(spare))
        board.append("votes/us-33/2/web", 0, [whisper("two")], DESK, AT)
        assert [event.fact for event in studio.read(after=1)] == [whisper("one"), whisper("two")]


def test_a_machine_that_dies_after_the_commit_finds_the_key_it_began(
    on_server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the key had its own file: it is on record, and lies where it was begun."""
    with monkeypatch.context() as dying, log_of(on_server) as studio:
        dying.setattr(SeasonKeys, "settle", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            studio.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
    assert (key_of(on_server).exists(), begun_of(on_server).exists()) == (False, True)
    with log_of(on_server) as studio:
        assert [event.fact for event in studio.stream(SEASON, after=1)] == [whisper("one")]
    assert (key_of(on_server).exists(), begun_of(on_server).exists()) == (True, False)


def test_a_machine_that_dies_before_the_commit_leaves_no_key_that_another_one_has_made_useless(
    on_server: Address, spare: Address
) -> None:
    assert spare.beside is not None
    SeasonKeys(spare.beside).begin_among_others("us-33")
    assert begun_of(spare).exists()
    with log_of(on_server) as studio:
        studio.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
    with log_of(spare) as board:
        with pytest.raises(SeasonKeyMissing):
            board.append("votes/us-33/2/web", 0, [whisper("two")], DESK, AT)
        assert not begun_of(spare).exists()
        shutil.copyfile(key_of(on_server), key_of(spare))
        board.append("votes/us-33/2/web", 0, [whisper("two")], DESK, AT)


def test_a_key_that_was_begun_and_never_recorded_is_the_one_that_is_gone_on_with(on_server: Address) -> None:
    assert on_server.beside is not None
    begun = SeasonKeys(on_server.beside).begin_among_others("us-33")
    with log_of(on_server) as studio:
        studio.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
        assert studio.key_id_of("us-33") == begun.key_id
    assert (key_of(on_server).exists(), begun_of(on_server).exists()) == (True, False)


def test_openings_destroyed_at_one_machine_are_sealed_and_read_by_no_other(on_server: Address, spare: Address) -> None:
    """Although its copy of the key still lies there, and it had it open."""
    assert on_server.beside is not None
    with log_of(on_server) as studio, log_of(spare) as board:
        studio.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
        shutil.copyfile(key_of(on_server), key_of(spare))
        assert [event.fact for event in board.stream(SEASON, after=1)] == [whisper("one")]
        board.append("votes/us-33/2/web", 0, [whisper("two")], DESK, AT)
        key_id = studio.key_id_of("us-33")
        assert key_id is not None
        key = SeasonKeys(on_server.beside).held("us-33", key_id)
        ending = OpeningsDestroyed(key=key.fingerprint, reason="The law asks for it.")
        studio.append(SEASON, 2, [ending], DESK, AT)
        assert not key_of(on_server).exists()
        with pytest.raises(SeasonKeyRemains):
            list(board.read())
        with pytest.raises((SeasonKeyRemains, SeasonKeyDestroyed)):
            board.append("votes/us-33/2/web", 1, [whisper("three")], DESK, AT)
        assert board.last_position() == 4
        assert board.destroy_key("us-33")
        board.append(SEASON, 3, [score()], DESK, AT)


def test_a_hidden_part_that_is_taken_out_below_the_guards_is_found(on_server: Address) -> None:
    with log_of(on_server) as log:
        log.append(SEASON, 0, [opened(), whisper("one")], DESK, AT)
    with speaking(on_server) as superuser:
        superuser.execute("ALTER TABLE hidden_parts DISABLE TRIGGER ALL; DELETE FROM hidden_parts")
        superuser.execute("ALTER TABLE hidden_parts ENABLE ALWAYS TRIGGER guard_append")
        superuser.execute("ALTER TABLE hidden_parts ENABLE ALWAYS TRIGGER guard_never")
    with log_of(on_server) as log, pytest.raises(Exception, match="its hidden part is missing"):
        list(log.read())


DAMAGE = {
    "UPDATE events SET line = set_byte(line, 40, 65) WHERE position = 2": "not those that were acknowledged",
    "DELETE FROM events WHERE position = 2": "position 2 is missing",
    "UPDATE streams SET events = 5": "of the 5 events of a stream",
}


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_below_the_guards_is_found_where_it_is_read(on_server: Address, statement: str) -> None:
    with log_of(on_server) as log:
        log.append(SEASON, 0, [opened(), score(), score("bruno")], DESK, AT)
    with speaking(on_server) as superuser:
        for table in ("events", "streams"):
            superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        superuser.execute(statement)
        for table in ("events", "streams"):
            for guard in ("guard_append", "guard_never"):
                superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")
    with log_of(on_server) as log, pytest.raises(Exception, match=DAMAGE[statement]):
        assert [*log.read(), *log.stream(SEASON)] == []
