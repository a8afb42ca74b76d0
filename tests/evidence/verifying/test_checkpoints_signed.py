"""A log never signs a checkpoint inconsistent with one before: not after a crash, a restored backup, or from two processes."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, Published, Register, make_key, publish, read_key, register_path
from glitterball.evidence.ledger.publishing import take_cosignatures, witness_request
from glitterball.evidence.ledger.refusals import (
    FileTaken,
    LedgerRefusal,
    LogForked,
    LogRolledBack,
    NothingToSign,
    RegisterMissing,
    RegisterOfAnotherKey,
)
from glitterball.log import EventLog
from glitterball.proof.checkpoints import open_checkpoint
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.merkle import verify_consistency
from glitterball.proof.witness import Witness, parse_add_checkpoint
from glitterball.testing import PEOPLE
from tests.evidence.verifying.night import ORIGIN, played


class Desk:
    """A store on disk, its key elsewhere, and somebody who records."""

    def __init__(self, folder: Path) -> None:
        self.store, self.key = folder / "night.sqlite", folder / "safe" / "log.key"
        self.key.parent.mkdir()
        self.signer = make_key(self.key, ORIGIN)

    def record(self, *couples: str) -> None:
        with EventLog.open(f"sqlite:{self.store}") as log:
            engine = Engine(log, lambda: "2024-09-25T00:00:00Z")
            if not log.last_position():
                engine.do("s-1", c.OpenSeason(season="s-1", show="Dancing", number=1, mode="live"), PEOPLE["producer"])
            for couple in couples:
                cast = c.CastCouple(couple=couple, celebrity=couple, professional="Pro")
                engine.do("s-1", cast, PEOPLE["producer"])

    def publish(self, *known: bytes) -> Published:
        register = Register(register_path(self.key))
        try:
            with EventLog.open(f"sqlite:{self.store}") as log, Ledger.open(log) as ledger:
                return publish(ledger, register, read_key(self.key), known)
        finally:
            register.close()

    def backup(self, to: str) -> None:
        with sqlite3.connect(self.store) as source, sqlite3.connect(self.store.with_name(to)) as target:
            source.backup(target)

    def restore(self, name: str, *, ledger_too: bool = True) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.store}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.store.with_name(name), self.store)
        if ledger_too:
            Path(f"{self.store}.merkle.sqlite").unlink(missing_ok=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.record("a-b", "c-d")
    return desk


def test_the_same_log_twice_is_the_same_note(desk: Desk) -> None:
    assert desk.publish() == desk.publish()


def test_each_checkpoint_is_consistent_with_the_one_before(desk: Desk) -> None:
    first = desk.publish()
    desk.record("e-f", "g-h")
    second = desk.publish()
    with EventLog.open(f"sqlite:{desk.store}") as log, Ledger.open(log) as ledger:
        proof = ledger.consistency(first.size, second.size)
    verify_consistency(first.size, second.size, proof, first.root, second.root)
    opened = open_checkpoint(second.note, [desk.signer.verifier_key()], ORIGIN)
    assert (opened.checkpoint.size, opened.checkpoint.root) == (second.size, second.root)


def test_a_restored_older_backup_signs_nothing(desk: Desk) -> None:
    desk.backup("older.sqlite")
    desk.record("e-f")
    desk.publish()
    desk.restore("older.sqlite")
    with pytest.raises(LogRolledBack, match="an older backup was restored"):
        desk.publish()


def test_a_restored_backup_that_was_gone_on_with_signs_nothing(desk: Desk) -> None:
    desk.backup("older.sqlite")
    desk.record("e-f")
    desk.publish()
    desk.restore("older.sqlite")
    desk.record("x-y", "z-z")
    with pytest.raises(LogForked, match="not those this key signed"):
        desk.publish()


def test_a_restored_backup_is_found_out_by_the_ledger_that_stayed(desk: Desk) -> None:
    desk.backup("older.sqlite")
    desk.record("e-f")
    desk.publish()
    desk.restore("older.sqlite", ledger_too=False)
    desk.record("x-y", "z-z")
    with pytest.raises(LedgerRefusal) as refused:
        desk.publish()
    assert refused.value.exit_code == 5


def test_a_register_restored_with_the_store_is_found_out_by_a_checkpoint_from_elsewhere(desk: Desk) -> None:
    register = register_path(desk.key)
    desk.backup("older.sqlite")
    shutil.copy(register, f"{register}.older")
    desk.record("e-f")
    elsewhere = desk.publish().note
    desk.restore("older.sqlite")
    shutil.copy(f"{register}.older", register)
    with pytest.raises(LogRolledBack):
        desk.publish(elsewhere)
    desk.record("x-y")
    with pytest.raises(LogForked):
        desk.publish(elsewhere)


def test_a_key_without_its_register_signs_nothing(desk: Desk) -> None:
    register_path(desk.key).unlink()
    with pytest.raises(RegisterMissing):
        desk.publish()


def test_a_key_with_anothers_register_signs_nothing(desk: Desk, tmp_path: Path) -> None:
    make_key(tmp_path / "other.key", "example.org/other")
    shutil.copy(register_path(tmp_path / "other.key"), register_path(desk.key))
    with pytest.raises(RegisterOfAnotherKey):
        desk.publish()


def test_no_key_is_made_over_a_key(desk: Desk) -> None:
    with pytest.raises(FileTaken):
        make_key(desk.key, ORIGIN)


def test_an_empty_log_is_not_signed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with pytest.raises(NothingToSign):
        desk.publish()


def test_a_key_is_readable_by_its_owner_alone(desk: Desk) -> None:
    assert desk.key.stat().st_mode & 0o077 == 0


def test_a_register_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_key(tmp_path / "log.key", ORIGIN)
    finally:
        os.umask(before)
    for file in (tmp_path / "log.key", register_path(tmp_path / "log.key")):
        assert file.stat().st_mode & 0o077 == 0


def test_a_signature_is_kept_where_an_unlink_is_on_disk_only_when_its_folder_is_synced(desk: Desk) -> None:
    register = Register(register_path(desk.key))
    with register.alone():  # a commit ends with unlinking the journal; only EXTRA syncs the folder then
        assert register._db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert register._db.execute("PRAGMA synchronous").fetchone() == (3,)
    register.close()


def test_a_register_that_was_switched_to_a_write_ahead_log_is_one_file_again(desk: Desk) -> None:
    with closing(sqlite3.connect(register_path(desk.key))) as db:
        assert db.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    signed = desk.publish()
    shutil.copy(register_path(desk.key), desk.key.with_name("copy"))
    register = Register(desk.key.with_name("copy"))
    assert register.published() == (signed,)
    register.close()


def test_a_register_of_another_program_is_not_switched(desk: Desk) -> None:
    other = desk.key.with_name("other.sqlite")
    with closing(sqlite3.connect(other)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE letters (text)")
    with pytest.raises(RegisterMissing):
        Register(other)
    with closing(sqlite3.connect(other)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_register_that_only_names_its_key_still_signs(desk: Desk) -> None:
    with closing(sqlite3.connect(register_path(desk.key))) as db:
        db.execute("UPDATE key SET label = ?", (desk.signer.verifier_key().label,))
        db.commit()
    assert desk.publish().size == 3


def test_what_was_signed_cannot_be_taken_out_of_the_register(desk: Desk) -> None:
    desk.publish()
    with sqlite3.connect(register_path(desk.key)) as db:
        for statement in ("DELETE FROM checkpoints", "UPDATE checkpoints SET root = x'00'"):
            with pytest.raises(sqlite3.IntegrityError, match="signed is signed"):
                db.execute(statement)


@pytest.mark.heavy("accidents")
def test_a_crash_between_recording_and_answering_gives_the_same_note_again(desk: Desk) -> None:
    script = (
        "import os, sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\n"
        "from glitterball.evidence.ledger import Ledger, Register, publish, read_key, register_path\n"
        "from glitterball.log import EventLog\n"
        f"log = EventLog.open('sqlite:{desk.store}'); key = Path('{desk.key}')\n"
        "publish(Ledger.open(log), Register(register_path(key)), read_key(key)); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    register = Register(register_path(desk.key))
    (kept,) = register.published()
    register.close()
    assert desk.publish() == kept


@pytest.mark.heavy("processes")
def test_processes_at_once_sign_one_history(desk: Desk) -> None:
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\n"
        "from domain.season import commands as c\n"
        "from glitterball.engine import Engine\n"
        "from glitterball.evidence.ledger import Ledger, Register, publish, read_key, register_path\n"
        "from glitterball.log import EventLog\n"
        "from glitterball.testing import PEOPLE\n"
        f"log = EventLog.open('sqlite:{desk.store}'); key = Path('{desk.key}'); engine = Engine(log)\n"
        "ledger, register = Ledger.open(log), Register(register_path(key))\n"
        "for number in range(8):\n"
        "    cast = c.CastCouple(couple=f'p{sys.argv[1]}-{number}', celebrity=f'P{sys.argv[1]}', professional=str(number))\n"
        "    engine.do('s-1', cast, PEOPLE['producer']); publish(ledger, register, read_key(key))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(number)]) for number in range(3)]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    register = Register(register_path(desk.key))
    published = register.published()
    register.close()
    with EventLog.open(f"sqlite:{desk.store}") as log, Ledger.open(log) as ledger:
        ledger.catch_up()
        assert [ledger.root(one.size) for one in published] == [one.root for one in published]
    assert len({one.size for one in published}) == len(published) > 1


def test_a_witness_cosigns_what_follows_and_its_line_is_kept_with_the_checkpoint(tmp_path: Path) -> None:
    night = played(tmp_path)
    signer = SignerKey("example.net/witness", bytes(range(32, 64)))
    witness = Witness(signer, {ORIGIN: (night.signer.verifier_key(),)})
    record: dict[str, bytes] = {}
    old = 0
    for published in night.register.published():
        request = witness_request(night.ledger, published, old)
        assert parse_add_checkpoint(request).old_size == old
        answer = witness.add_checkpoint(request, record, 1_700_000_000)
        assert answer.status == 200
        assert answer.record is not None
        record[ORIGIN] = answer.record
        key = signer.verifier_key(Algorithm.COSIGNATURE)
        kept = take_cosignatures(night.register, published.size, answer.body, [key])
        assert len(kept.note.splitlines()) == len(published.note.splitlines()) + 1
        old = published.size
    rolled_back = witness_request(night.ledger, night.register.published()[0], 0)
    assert witness.add_checkpoint(rolled_back, record, 1_700_000_001).status == 409
    night.close()
