"""A backup is what the store held in one moment; a restored store takes the place of nothing, and forgets nothing that was
signed."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.backups import back_up, restore
from glitterball.backups.making import root_of
from glitterball.backups.refusals import (
    BackupDamaged,
    BackupNewer,
    BackupNotMade,
    BackupOfAnotherLog,
    KeysNotApart,
    NotABackup,
    StoreIsThere,
)
from glitterball.files.refusals import FolderTaken
from glitterball.log import EventLog
from glitterball.log.place import stop_file
from glitterball.log.refusals import SeasonKeyMissing, SeasonKeyWrong
from glitterball.log.season_keys import key_file
from tests.backups.going_on import more, send
from tests.cli.typing_at_it import Desk, Said
from tests.doctor.night import below_the_guards, flip, folder_as_it_is
from tests.faults import night

SCORE = 'score give small 1 cat-dan ines 5 --by "Dora (score desk)"'


def types(store: Path, line: str) -> Said:
    desk = Desk(store.parent)
    desk.store = f"sqlite:{store}"
    return desk.types(line)


def events_of(store: Path) -> list[tuple[int, bytes]]:
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        return list(log.raw())


def test_what_was_acknowledged_before_is_in_the_backup_and_comes_back_to_the_byte(store: Path, tmp_path: Path) -> None:
    before = events_of(store)
    made = back_up(store, tmp_path / "backup", tmp_path / "keys")
    restored = tmp_path / "again.sqlite"
    restore(tmp_path / "backup", restored, tmp_path / "keys")
    assert events_of(restored) == before
    assert (made.events, made.seasons, made.keys) == (len(before), ("small",), ("small",))
    with night.opened(restored, read_only=True) as opened, night.opened(store, read_only=True) as first:
        assert list(opened.log.read()) == list(first.log.read())


def test_a_backup_made_in_the_midst_of_a_write_ahead_log_has_what_only_that_holds(store: Path, tmp_path: Path) -> None:
    """A copy of the file alone would lack it."""
    with night.opened(store) as opened:
        for number in (7, 8, 9):
            send(opened, number)
        in_file = (shutil.copyfile(store, tmp_path / "file-alone.sqlite"), events_of(tmp_path / "file-alone.sqlite"))[1]
        made = back_up(store, tmp_path / "backup")
        assert len(in_file) < made.events == opened.log.last_position()
        send(opened, 10)  # and the desk goes on with its locks
    assert made.events == len(events_of(store)) - 1


def test_a_backup_is_a_store_that_can_be_read_where_it_lies(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    assert events_of(tmp_path / "backup" / "store.sqlite") == events_of(store)


def test_keys_are_in_a_backup_only_when_asked_for_and_never_in_its_folder(store: Path, tmp_path: Path) -> None:
    secret = key_file(store, "small").read_text().strip()
    back_up(store, tmp_path / "backup")
    assert all(secret.encode() not in path.read_bytes() for path in (tmp_path / "backup").rglob("*.*"))
    for inside in (tmp_path / "other", tmp_path / "other" / "keys", tmp_path / "other" / "a" / ".." / "keys"):
        with pytest.raises(KeysNotApart):
            back_up(store, tmp_path / "other", inside)
    assert not (tmp_path / "other").exists()
    done = restore(tmp_path / "backup", tmp_path / "again.sqlite")
    assert done.locked == ("small",)
    with pytest.raises(SeasonKeyMissing), EventLog.open(f"sqlite:{tmp_path / 'again.sqlite'}", read_only=True) as log:
        list(log.read())


def test_the_key_of_another_season_is_not_put_beside_the_store(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup", tmp_path / "keys")
    other = tmp_path / "other" / "night.sqlite"
    other.parent.mkdir()
    night.lines_open(other, in_parts=True)
    more(other, 1)
    back_up(other, tmp_path / "another", tmp_path / "other-keys")
    with pytest.raises(SeasonKeyWrong):
        restore(tmp_path / "backup", tmp_path / "again.sqlite", tmp_path / "other-keys")
    assert not list(tmp_path.glob("again*"))


def test_proofs_come_along(store: Path, tmp_path: Path) -> None:
    from glitterball.proving import proofs_beside

    digest = proofs_beside(store).put(b"glitterball proof v1 \nsmall enough")
    back_up(store, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again.sqlite")
    assert proofs_beside(tmp_path / "again.sqlite").get(digest) == b"glitterball proof v1 \nsmall enough"


def test_of_a_damaged_store_no_backup_is_made_and_the_folder_is_as_it_was(store: Path, tmp_path: Path) -> None:
    with below_the_guards(store) as db:
        db.execute("UPDATE stored_events SET state = CAST(state || x'20' AS BLOB) WHERE position = 5")
    with pytest.raises(BackupNotMade) as refused:
        back_up(store, tmp_path / "backup", tmp_path / "keys")
    assert [finding.where for finding in refused.value.findings] == ["event 5"]
    assert not (tmp_path / "backup").exists()
    assert not (tmp_path / "keys").exists()


def test_a_backup_takes_the_place_of_none(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    before = folder_as_it_is(tmp_path / "backup")
    with pytest.raises(FolderTaken):
        back_up(store, tmp_path / "backup")
    assert folder_as_it_is(tmp_path / "backup") == before


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_a_backup_is_restored_over_nothing(store: Path, tmp_path: Path, ending: str) -> None:
    back_up(store, tmp_path / "backup")
    there = tmp_path / f"again.sqlite{ending}"
    there.write_bytes(b"")
    with pytest.raises(StoreIsThere):
        restore(tmp_path / "backup", tmp_path / "again.sqlite")
    assert [path.name for path in tmp_path.glob("again*")] == [there.name]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), in_list=st.booleans())
def test_a_bit_that_flipped_anywhere_is_found_before_anything_is_brought(
    backed_up: Path, where: float, bit: int, in_list: bool
) -> None:
    """In the store it is always found. In the list it is found, or nothing that is believed of it has changed."""
    folder = backed_up.with_name("flipped")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(backed_up, folder)
    file = folder / ("backup.json" if in_list else "store.sqlite")
    flip(file, int(file.stat().st_size * where), bit)
    again = backed_up.with_name("again.sqlite")
    try:
        restore(folder, again)
    except Refusal as refused:
        assert isinstance(refused, BackupDamaged | BackupOfAnotherLog | NotABackup | BackupNewer) or in_list
        assert not again.exists()
        return
    assert in_list
    assert events_of(again) == events_of(backed_up / "store.sqlite")
    for path in again.parent.glob("again*"):
        path.unlink()


@pytest.fixture
def backed_up(store: Path, tmp_path: Path) -> Path:
    back_up(store, tmp_path / "backup")
    return tmp_path / "backup"


def test_a_list_made_to_fit_another_store_is_found_by_the_root_that_was_written_down(
    store: Path, tmp_path: Path, backed_up: Path
) -> None:
    """Whoever can write the backup can write its list as well."""
    root = json.loads((backed_up / "backup.json").read_text())["root"]
    more(store, 7)
    later = back_up(store, tmp_path / "later")
    assert later.root != root
    with pytest.raises(BackupOfAnotherLog):
        restore(tmp_path / "later", tmp_path / "again.sqlite", root=root)
    assert not list(tmp_path.glob("again*"))
    restore(backed_up, tmp_path / "again.sqlite", root=root)


def test_a_list_that_leads_out_of_its_folder_is_none(backed_up: Path, tmp_path: Path) -> None:
    told = json.loads((backed_up / "backup.json").read_text())
    for name in ("../outside", "proofs/../../outside.sigma", "/etc/hostname", "proofs/", "backup.json"):
        (backed_up / "backup.json").write_text(json.dumps({**told, "files": {**told["files"], name: "0" * 64}}))
        with pytest.raises(NotABackup):
            restore(backed_up, tmp_path / "again.sqlite")


def test_a_backup_without_its_list_was_never_finished(backed_up: Path, tmp_path: Path) -> None:
    (backed_up / "backup.json").unlink()
    said = types(tmp_path / "again.sqlite", f"store restore {backed_up}")
    assert said.code == 3
    assert "[not-a-backup]" in said.err


# What was published.


@pytest.fixture
def signed(store: Path, tmp_path: Path) -> Path:
    """The night backed up at six batches; then it went on, and its head was signed."""
    back_up(store, tmp_path / "backup", tmp_path / "keys")
    more(store, 7, 2)
    log_key = tmp_path / "vault" / "log.key"
    log_key.parent.mkdir()
    assert types(store, f"checkpoint key example.org/small -o {log_key}").code == 0
    assert types(store, f"checkpoint publish --key {log_key} -o {tmp_path / 'published.note'}").code == 0
    return log_key


@pytest.fixture
def again(signed: Path, tmp_path: Path) -> Path:
    """The disk was lost, and the backup brought to another machine."""
    path = tmp_path / "second" / "night.sqlite"
    path.parent.mkdir()
    assert types(path, f"store restore {tmp_path / 'backup'} --keys {tmp_path / 'keys'}").code == 0
    return path


def test_nothing_is_recorded_in_a_restored_store_before_somebody_has_looked(again: Path) -> None:
    before = events_of(again)
    said = types(again, SCORE)
    assert said.code == 3
    assert "is stopped, because it was restored from a backup that ends at position" in said.err
    assert types(again, "store resume").code == 4
    assert types(again, SCORE).code == 3
    assert events_of(again) == before


@pytest.mark.parametrize("evidence", ["register", "known"])
def test_a_restored_store_that_ends_before_a_published_checkpoint_stays_stopped(
    again: Path, signed: Path, tmp_path: Path, evidence: str
) -> None:
    named = {"register": f"--register {signed}.signed.sqlite", "known": f"--known {tmp_path / 'published.note'}"}[
        evidence
    ]
    said = types(again, f"store resume {named}")
    assert said.code == 5
    assert "stays stopped: it does not continue 1 checkpoint that was published" in said.err
    assert types(again, f"store resume {named} --nothing-published").code == 5
    assert stop_file(again).exists()


def test_a_log_that_is_over_is_gone_on_with_only_under_another_key(again: Path, signed: Path, tmp_path: Path) -> None:
    said = types(again, f"store resume --register {signed}.signed.sqlite --new-log")
    assert said.code == 0
    assert "Not continued: log.key.signed.sqlite, checkpoint of " in said.err
    assert types(again, SCORE).code == 0
    assert types(again, f"checkpoint publish --key {signed}").code == 5
    more(again, 7, 3)  # also when it has grown past what was signed
    assert types(again, f"checkpoint publish --key {signed}").code == 5
    assert types(again, f"checkpoint key example.org/small-2 -o {tmp_path / 'new.key'}").code == 0
    assert types(again, f"checkpoint publish --key {tmp_path / 'new.key'} -o {tmp_path / 'new.note'}").code == 0


def test_a_backup_made_after_the_checkpoint_goes_on_and_is_signed_for(
    store: Path, signed: Path, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "later", tmp_path / "later-keys")
    path = tmp_path / "third.sqlite"
    assert types(path, f"store restore {tmp_path / 'later'} --keys {tmp_path / 'later-keys'}").code == 0
    note = tmp_path / "published.note"
    assert types(path, f"store resume --register {signed}.signed.sqlite --known {note}").code == 0
    assert types(path, SCORE).code == 0
    assert types(path, f"checkpoint publish --key {signed} -o {note}").code == 0


def test_a_register_beside_the_restored_store_is_looked_at_unasked(again: Path, signed: Path) -> None:
    shutil.copyfile(f"{signed}.signed.sqlite", again.with_name("log.key.signed.sqlite"))
    assert types(again, "store resume").code == 5


def test_a_restored_store_of_which_nothing_was_published_goes_on(again: Path) -> None:
    assert types(again, "store resume --nothing-published").code == 0
    assert types(again, SCORE).code == 0


def test_what_was_not_backed_up_is_said_again_and_counts_once(again: Path, store: Path) -> None:
    """The gateway sends everything again; what the backup had is on record already."""
    assert types(again, "store resume --nothing-published").code == 0
    more(again, 1, 8)
    assert [line for _, line in events_of(again)] == [line for _, line in events_of(store)]


def test_the_root_is_the_one_a_checkpoint_has(store: Path, signed: Path, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "later")
    assert made.root in (tmp_path / "published.note").read_text()
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        assert root_of(log, made.events) == made.root


def test_the_copy_is_one_file(backed_up: Path) -> None:
    assert sorted(path.name for path in backed_up.iterdir()) == ["backup.json", "store.sqlite"]
    with closing(sqlite3.connect(f"file:{backed_up / 'store.sqlite'}?mode=ro&immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
