"""What a single flipped bit in a ledger or a register may change besides hashes and notes is found as well."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, register_path
from glitterball.evidence.ledger.checking import differences, register_differences
from glitterball.log import EventLog
from glitterball.proof.tiles import WIDTH
from tests.faults import night


@pytest.fixture
def played(tmp_path: Path) -> Iterator[tuple[EventLog, Path, Path]]:
    """A log of more than one tile, its ledger and the register of its key."""
    path, key = tmp_path / "night.sqlite", tmp_path / "key"
    night.lines_open(path)
    make_key(key, "example.org/structure")
    with night.opened(path) as store:
        sent = night.batches("web")
        store.season(night.SEASON).receive([next(sent) for _ in range(WIDTH)])
        register = Register(register_path(key))
        with Ledger.open(store.log) as ledger:
            publish(ledger, register, read_key(key))
            beside = ledger.path
        register.close()
        assert beside is not None
        assert store.log.last_position() > WIDTH
        yield store.log, beside, register_path(key)


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema=ON")
        for statement in statements:
            db.execute(statement)
        db.commit()


def said(log: EventLog, ledger: Path, register: Path) -> list[str]:
    return [str(finding) for finding in (*differences(ledger, log), *register_differences(register, log))]


def test_an_untouched_night_has_no_findings(played: tuple[EventLog, Path, Path]) -> None:
    assert said(*played) == []


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE sqlite_schema SET type = 'tabLe' WHERE name = 'tracking'", "tracking: it is not as it was made"),
        ("UPDATE sqlite_schema SET type = 'tabLe' WHERE name = 'tiles'", "tiles: it is not as it was made"),
        ("DELETE FROM tiles WHERE level = 1", "tile 0 of level 1 does not"),
        ("UPDATE tiles SET hashes = zeroblob(32) WHERE level = 1", "tile 0 of level 1 does not"),
        ("INSERT INTO tiles VALUES (2, 0, zeroblob(32))", "other tiles (4) than those"),
        (
            "UPDATE tiles SET hashes = CAST(hashes || zeroblob(32) AS BLOB) WHERE level = 0 AND number = 1",
            "tile 1 of level 0",
        ),
        ("UPDATE tiles SET level = 3 WHERE level = 1", "tile 0 of level 1 does not"),
        ("INSERT INTO tracking VALUES ('another', 3)", "of others"),
    ],
)
def test_a_changed_ledger_is_found(played: tuple[EventLog, Path, Path], statement: str, expected: str) -> None:
    log, ledger, register = played
    change(ledger, statement)
    assert any(expected in text for text in said(log, ledger, register))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE sqlite_schema SET sql = replace(sql, 'is', 'iz') WHERE name = 'roots_stay'", "roots_stay"),
        ("DROP TRIGGER roots_stay", "roots_stay"),
        ("UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY,', 'PRIMARY KEI,') WHERE name = 'checkpoints'", "checkpoints"),
        ("PRAGMA user_version = 64", "its header says layout 64"),
        ("UPDATE key SET label = replace(label, 'structure', 'strukture')", "cannot be checked"),
    ],
)  # fmt: skip
def test_a_changed_register_is_found(played: tuple[EventLog, Path, Path], statement: str, expected: str) -> None:
    log, _, register = played
    change(register, statement)
    found = [finding for finding in register_differences(register, log) if expected in str(finding)]
    assert found
    assert found[0].severity == "error"
