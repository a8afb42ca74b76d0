"""What a doctor says of a ledger and of a key's register: held against the log, without the secret, nothing written."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, Register, ledger_path, make_key, publish, read_key, register_path
from glitterball.evidence.ledger.checking import differences, register_differences
from glitterball.log import EventLog
from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.keys import SignerKey
from glitterball.testing import PEOPLE

ORIGIN = "example.org/dancing"


class Desk:
    """A store with its ledger, and a key that has signed it twice. Nobody has them open."""

    def __init__(self, folder: Path) -> None:
        self.address, self.key = f"sqlite:{folder / 'night.sqlite'}", folder / "log.key"
        self.register = register_path(self.key)
        make_key(self.key, ORIGIN)
        found = ledger_path(folder / "night.sqlite")
        assert found is not None
        self.ledger = found
        for couples in (("a-b", "c-d"), ("e-f",)):
            self.record_and_sign(*couples)

    def record_and_sign(self, *couples: str) -> None:
        with EventLog.open(self.address) as log, Ledger.open(log) as ledger:
            engine = Engine(log, lambda: "2024-09-25T00:00:00Z")
            if not log.last_position():
                engine.do("s-1", c.OpenSeason(season="s-1", show="Dancing", number=1, mode="live"), PEOPLE["producer"])
            for couple in couples:
                cast = c.CastCouple(couple=couple, celebrity=couple, professional="Pro")
                engine.do("s-1", cast, PEOPLE["producer"])
            register = Register(self.register)
            publish(ledger, register, read_key(self.key))
            register.close()

    def found(self) -> list[tuple[str, str]]:
        """What is found in both files."""
        with EventLog.open(self.address) as log:
            found = (*differences(self.ledger, log), *register_differences(self.register, log))
            return [(finding.where, finding.what) for finding in found]

    def contents(self) -> dict[str, str]:
        files = [file for file in self.key.parent.iterdir() if not file.name.startswith("night.sqlite-")]
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def by_hand(path: Path, statement: str, *parameters: object) -> None:
    with closing(sqlite3.connect(path)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement, parameters)
        db.commit()


def test_a_sound_ledger_and_register_have_no_findings_and_are_left_as_they_are(desk: Desk) -> None:
    before = desk.contents()
    assert desk.found() == []
    assert desk.contents() == before


def test_they_are_checked_without_the_private_key(desk: Desk) -> None:
    desk.key.unlink()
    assert desk.found() == []
    by_hand(desk.register, "UPDATE checkpoints SET note = replace(note, 'example', 'exemple') WHERE size = 3")
    assert desk.found() != []


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        ("UPDATE tiles SET hashes = zeroblob(length(hashes))", "event 1", "not those that were hashed"),
        ("UPDATE tiles SET hashes = 'text'", "event 1", "not those that were hashed"),
        ("DELETE FROM tiles", "event 1", "not those that were hashed"),
        (
            "UPDATE tracking SET notification_id = 9 WHERE application_name = 'glitterball'",
            "event 5",
            "9 events were hashed, but the log ends at 4",
        ),
        ("UPDATE tracking SET notification_id = -1", "the ledger", "-1"),
    ],
)
def test_a_ledger_altered_by_hand_is_found_and_left_as_it_is(desk: Desk, harm: str, where: str, what: str) -> None:
    by_hand(desk.ledger, harm)
    before = desk.contents()
    ((at, says),) = desk.found()
    assert (at, what in says) == (where, True)
    assert desk.contents() == before


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        ("UPDATE checkpoints SET root = zeroblob(32) WHERE size = 3", "checkpoint of 3", "does not have the root"),
        ("UPDATE checkpoints SET size = 2 WHERE size = 3", "checkpoint of 2", "signed for 3 events"),
        ("UPDATE checkpoints SET size = 7 WHERE size = 4", "checkpoint of 7", "the log ends at 4"),
        ("UPDATE checkpoints SET note = x'00' WHERE size = 3", "checkpoint of 3", "note-malformed"),
        ("DELETE FROM checkpoints WHERE size = 3", "scope of s-1 at 3", "no such checkpoint"),
        ("UPDATE scopes SET season = 's-2' WHERE size = 3", "scope of s-2 at 3", "for s-1"),
        ("UPDATE scopes SET note = substr(note, 1, 40) WHERE size = 4", "scope of s-1 at 4", "note-malformed"),
        (
            "UPDATE scopes SET note = (SELECT note FROM checkpoints WHERE size = 4) WHERE size = 4",
            "scope of s-1 at 4",
            "bundle-malformed",
        ),
        ("UPDATE key SET label = 'example.org/dancing+00000000+AAAA'", "the register", "no public key"),
        ("DELETE FROM key", "the register", "no public key (none)"),
    ],
)
def test_a_register_altered_by_hand_is_found_and_left_as_it_is(desk: Desk, harm: str, where: str, what: str) -> None:
    by_hand(desk.register, harm)
    before = desk.contents()
    assert any(at == where and what in says for at, says in desk.found())
    assert desk.contents() == before


def test_a_checkpoint_signed_by_another_key_of_the_same_name_is_found(desk: Desk) -> None:
    with EventLog.open(desk.address) as log, Ledger.open(log) as ledger:
        forged = sign_checkpoint(Checkpoint(ORIGIN, 3, ledger.root(3)), SignerKey(ORIGIN, bytes(range(32))))
    by_hand(desk.register, "UPDATE checkpoints SET note = ? WHERE size = 3", forged)
    assert ("checkpoint of 3", "its note is not one this key signed: note-unverified") in desk.found()


def test_a_log_that_was_set_back_is_found_by_ledger_and_register(desk: Desk, tmp_path: Path) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'shorter.sqlite'}") as shorter:
        (ledger,) = differences(desk.ledger, shorter)
        assert ledger.what == "4 events were hashed, but the log ends at 0"
        said = {finding.what for finding in register_differences(desk.register, shorter)}
        assert said == {"it was signed, but the log ends at 0"}


@pytest.mark.parametrize("file", ["ledger", "register"])
@pytest.mark.parametrize("first", [0, 100, 1024, 4096])
def test_a_damaged_file_is_found_and_left_as_it_is(desk: Desk, file: str, first: int) -> None:
    path: Path = getattr(desk, file)
    damaged = bytearray(path.read_bytes())
    damaged[first : first + 8_000] = b"\xff" * len(damaged[first : first + 8_000])
    path.write_bytes(damaged)
    before = desk.contents()
    assert desk.found() != []
    assert desk.contents() == before


def test_a_file_that_is_something_else_is_neither(desk: Desk, tmp_path: Path) -> None:
    with EventLog.open(desk.address) as log:
        (found,) = differences(desk.register, log)
        assert found.what.endswith("is not a ledger")
        (found,) = register_differences(desk.ledger, log)
        assert found.what.endswith("is not the register of a key")
