"""What a doctor says of a views file: folded afresh from the log, whatever the file says, and nothing is written to it."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DORA, recorded

from glitterball.log import EventLog
from glitterball.views import Views, schema
from glitterball.views.checking import differences
from glitterball.views.fingerprints import fingerprint

AT = "2024-09-25T00:00:00Z"


@pytest.fixture
def filled(log: EventLog, path: Path) -> Path:
    """Views that nobody has open."""
    with Views.open(path, log) as views:
        views.catch_up()
    return path


def by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def contents(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_views_that_say_what_the_log_gives_have_no_findings_also_while_they_are_behind(
    log: EventLog, path: Path
) -> None:
    with Views.open(path, log) as views:
        for position in (0, 5, 20, log.last_position()):
            views.catch_up(position)
            assert differences(path, log) == ()
    assert differences(path, log) == ()


def test_a_row_altered_so_that_its_fingerprint_fits_is_found_all_the_same(log: EventLog, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        (row,) = db.execute("SELECT * FROM leaderboard WHERE ordinal = 0 AND week = 1").fetchall()
        columns = schema.columns_of("leaderboard")
        cells = list(row[:-1])
        cells[columns.index("total")] = 99
        mark = fingerprint("leaderboard", cells)
        db.execute("UPDATE leaderboard SET total = 99, fingerprint = ? WHERE ordinal = 0 AND week = 1", (mark,))
        db.commit()
    with Views.open(filled, log) as views:
        views.rows("leaderboard", "us-33")  # no reader can notice it
    (found,) = differences(filled, log)
    assert found.where == "leaderboard, season us-33, week 1, ordinal 0"
    assert found.what.startswith("total is 99 in the file, the log gives ")
    assert found.severity == "error"


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        ("DELETE FROM leaderboard WHERE ordinal = 1", "leaderboard, season us-33, week 1, ordinal 1", "has no row"),
        (
            "UPDATE leaderboard SET ordinal = 50 WHERE ordinal = 1",
            "leaderboard, season us-33, week 1, ordinal 1",
            "no row",
        ),
        (
            "UPDATE log SET sentence = '' WHERE position = 3",
            "log, season us-33, position 3",
            "sentence is '' in the file",
        ),
        ("DELETE FROM tallies", "tallies, season us-33, week 1", "has no row"),
        ("INSERT INTO tallies VALUES ('us-33', 9, '{}', 0)", "tallies, season us-33, week 9", "the log does not give"),
        ("UPDATE scorecards SET fingerprint = 0 WHERE ordinal = 0", "scorecards", "fingerprint is 0 in the file"),
        ("UPDATE tracking SET notification_id = 3", "the views", "the position is given as 3"),
        ("UPDATE basis SET last_event_sha256 = ''", "the views", "basis"),
    ],
)
def test_the_first_difference_of_a_table_is_named(
    log: EventLog, filled: Path, harm: str, where: str, what: str
) -> None:
    by_hand(filled, harm)
    (found,) = differences(filled, log)
    assert found.where.startswith(where)
    assert what in found.what
    assert found.severity == "error"


def test_each_table_that_differs_is_named_once(log: EventLog, filled: Path) -> None:
    by_hand(filled, "UPDATE leaderboard SET total = 1", "DELETE FROM scorecards", "DELETE FROM turnout")
    assert [found.where.split(",")[0] for found in differences(filled, log)] == ["scorecards", "leaderboard", "turnout"]


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (f"PRAGMA user_version = {schema.LAYOUT - 1}", "older layout"),
        (f"PRAGMA user_version = {schema.LAYOUT + 1}", "newer Glitterball"),
        ("UPDATE view_versions SET version = 99 WHERE view = 'votes'", "newer versions of votes"),
        ("UPDATE view_versions SET version = 0 WHERE view = 'votes'", "begin again"),
    ],
)
def test_views_that_would_begin_again_are_a_warning(log: EventLog, filled: Path, harm: str, what: str) -> None:
    by_hand(filled, harm)
    (found,) = differences(filled, log)
    assert (found.severity, what in found.what) == ("warning", True)


def test_views_of_another_log_are_a_warning(filled: Path, tmp_path: Path) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'other.glitter'}") as other:
        other.append("season/uk-22", 0, [recorded()[0].fact], DORA, AT)
        (found,) = differences(filled, other)
    assert (found.severity, "another log" in found.what) == ("warning", True)


@pytest.mark.parametrize("first", [0, 100, 1024, 8192])
def test_a_damaged_file_is_found_and_left_as_it_is(log: EventLog, filled: Path, first: int) -> None:
    damaged = bytearray(filled.read_bytes())
    damaged[first : first + 40_000] = b"\xff" * len(damaged[first : first + 40_000])
    filled.write_bytes(damaged)
    before = contents(filled.parent)
    assert any(found.severity == "error" for found in differences(filled, log))
    assert contents(filled.parent) == before


def test_an_index_that_leaves_out_a_row_is_found_though_every_table_is_right(log: EventLog, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'log_by_season'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    octets = bytearray(filled.read_bytes())
    octets[octets.index(b"us-33", (page - 1) * size) + 4] += 1
    filled.write_bytes(octets)
    (found,) = differences(filled, log)
    assert "log_by_season" in found.what


@pytest.mark.parametrize("harm", ["DELETE FROM log", "PRAGMA user_version = 1", "SELECT 1"])
def test_nothing_is_written_neither_to_the_file_nor_beside_it(log: EventLog, filled: Path, harm: str) -> None:
    by_hand(filled, harm)
    before = contents(filled.parent)
    differences(filled, log)
    assert contents(filled.parent) == before


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TABLE standings",
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'names', 'namez') WHERE name = 'dance_totals'",
    ],
)
def test_views_of_this_version_with_other_tables_are_damaged(log: EventLog, filled: Path, harm: str) -> None:
    by_hand(filled, *harm.split("; "))
    assert [found.severity for found in differences(filled, log)] == ["error"]
