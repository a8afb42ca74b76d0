"""An output is there whole or not at all: full disk, a stop, a kill, whatever was there before."""

import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import glitterball as gb
from domain.refusals import Refusal
from glitterball import files
from glitterball.evidence.ledger import Register, make_key, register_path
from glitterball.files import kinds
from glitterball.files.refusals import OutputUnwritable
from glitterball.season_files.writing import write_season
from tests.cli.typing_at_it import Desk
from tests.conditions import files_of_at_most
from tests.files.night_desk import everything_in, night, parts_in

NIGHT = ["first.note", "log.key", "log.key.signed.sqlite"]
STORES_OWN = 40_000
"""Bytes the index to a write-ahead log needs; less would refuse the store and not the output."""

LARGE = b'{"votes": "' + b"9" * 200_000 + b'"}'


def test_a_full_disk_leaves_the_old_output_whole_and_no_part_and_says_so(tmp_path: Path) -> None:
    files.write(tmp_path / "week.json", b"{}", kinds.JSON)
    with files_of_at_most(65_536), pytest.raises(OutputUnwritable, match=r"week\.json could not be written"):
        files.write(tmp_path / "week.json", LARGE, kinds.JSON)
    assert everything_in(tmp_path) == {"week.json": b"{}"}


@pytest.mark.parametrize(
    "line", ["bundle us-33 --key {folder}/log.key -o {folder}/out", "events export -o {folder}/out"]
)
def test_a_bundle_or_an_export_on_a_full_disk_is_refused_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, line: str
) -> None:
    desk = night(tmp_path)
    with files_of_at_most(STORES_OWN):
        said = desk.types(line)
    assert (said.code, "[output-unwritable]" in said.err) == (3, True), said.err
    assert [name for name in everything_in(tmp_path) if not name.startswith("show.sqlite")] == NIGHT


def test_tiles_on_a_full_disk_are_taken_back_so_that_they_can_be_asked_for_again(tmp_path: Path) -> None:
    desk = night(tmp_path)
    line = "checkpoint tiles --key {folder}/log.key -o {folder}/deep/out"
    with files_of_at_most(STORES_OWN):
        said = desk.types(line)
    assert (said.code, "[output-unwritable]" in said.err) == (3, True), said.err
    assert not (tmp_path / "deep").exists()
    assert desk.types(line).code == 0
    assert (tmp_path / "deep" / "out" / "checkpoint").read_bytes() == (tmp_path / "first.note").read_bytes()


@pytest.mark.heavy("nights")
def test_a_season_on_a_full_disk_is_taken_back_so_that_it_can_be_asked_for_again(tmp_path: Path) -> None:
    fold = gb.open_season("us-33").fold
    with files_of_at_most(6_000), pytest.raises(OutputUnwritable):
        write_season(fold.state, fold.tallies, tmp_path / "deep" / "out")
    assert list(tmp_path.iterdir()) == []
    write_season(fold.state, fold.tallies, tmp_path / "deep" / "out")
    assert (tmp_path / "deep" / "out" / "season.toml").stat().st_size > 6_000


def filled_until_it_is_stopped(folder: Path) -> None:
    with files.new_folder(folder) as made:
        made.write("tile/0/000", b"x")
        made.write("tile/0/001", b"y")
        (folder / "tile" / "mine").write_bytes(b"mine")
        (folder / "theirs").write_bytes(b"put there by somebody else")
        (folder / "theirs").replace(folder / "tile" / "0" / "001")
        raise ZeroDivisionError


def test_a_folder_that_is_taken_back_keeps_what_somebody_else_put_there(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        filled_until_it_is_stopped(tmp_path / "out")
    assert everything_in(tmp_path) == {"out/tile/0/001": b"put there by somebody else", "out/tile/mine": b"mine"}


def test_a_key_on_a_full_disk_leaves_no_register_in_the_way_of_the_next_try(tmp_path: Path) -> None:
    for size in (0, 1, 4_096, 8_192):
        with files_of_at_most(size):
            said = Desk(tmp_path).types("checkpoint key example.org/dancing -o {folder}/log.key")
        assert (said.code, everything_in(tmp_path)) == (3, {}), (size, said.err)
    assert Desk(tmp_path).types("checkpoint key example.org/dancing -o {folder}/log.key").code == 0
    assert sorted(everything_in(tmp_path)) == ["log.key", "log.key.signed.sqlite"]


def test_a_key_that_cannot_be_written_takes_its_register_back(tmp_path: Path) -> None:
    (tmp_path / "log.key").symlink_to(tmp_path / "no folder" / "log.key")
    with pytest.raises(OutputUnwritable):
        make_key(tmp_path / "log.key", "example.org/dancing")
    assert everything_in(tmp_path) == {}
    make_key(tmp_path / "other.key", "example.org/dancing")
    Register(register_path(tmp_path / "other.key")).close()


WRITER = """
import os, signal, sys
from glitterball import files
from glitterball.files import kinds
with files.writing(sys.argv[1], kinds.JSON) as output:
    output.write(b"{" + b" " * 100_000)
    output.flush()
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    print("written", flush=True)
    sys.stdin.read()
"""


def writer(target: Path, how: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_writer_killed_in_the_middle_leaves_the_old_output_and_the_next_one_clears_up(tmp_path: Path) -> None:
    target = tmp_path / "week.json"
    target.write_bytes(b'{"week": 1}')
    for _ in range(2):
        with writer(target, "killed") as killed:
            assert killed.wait() == -signal.SIGKILL
    assert target.read_bytes() == b'{"week": 1}'
    assert len(parts_in(tmp_path)) == 1, "the second had cleared up after the first"
    files.write(target, b'{"week": 2}', kinds.JSON)
    assert everything_in(tmp_path) == {"week.json": b'{"week": 2}'}


def test_the_part_of_a_writer_at_work_and_those_of_other_targets_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "week.json"
    other = tmp_path / ".week.json.x.0123456789abcdef.glitterball-part"
    other.write_bytes(b"of week.json.x")
    with writer(target, "at work") as working:
        assert working.stdout is not None
        assert working.stdout.readline() == b"written\n"
        files.write(target, b"[]", kinds.JSON)
        assert len(parts_in(tmp_path)) == 2
        working.communicate(b"")
        assert working.returncode == 0
    assert target.read_bytes().startswith(b"{ ")
    assert parts_in(tmp_path) == [other.name]


def interrupted(target: Path) -> None:
    with files.writing(target, kinds.JSON) as output:
        output.write(LARGE)
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_leaves_the_old_output_and_no_part(tmp_path: Path) -> None:
    files.write(tmp_path / "week.json", b"{}", kinds.JSON)
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "week.json")
    assert everything_in(tmp_path) == {"week.json": b"{}"}


def test_sqlite_fills_a_new_secret_file_that_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.key.signed.sqlite"
    with pytest.raises(sqlite3.OperationalError), files.making(path, kinds.REGISTER) as part:
        sqlite3.connect(part).execute("no SQL").close()
    assert everything_in(tmp_path) == {}


BEFORE = st.one_of(
    st.binary(max_size=2_000),
    st.sampled_from(
        [b"{}", b"[1]", b'{"a":1}\n{"a":2}\n', b"SQLite format 3\x00", b"PRIVATE+KEY+x", b"<html>", b"old 1\n"]
    ),
)
KINDS = st.sampled_from(kinds.EVERY)


def stopped_by_its_writer(path: Path, kind: kinds.Kind, new: bool) -> None:
    with files.writing(path, kind, new=new) as output:
        output.write(LARGE)
        raise ZeroDivisionError


def stopped_by_a_full_disk(path: Path, kind: kinds.Kind, new: bool) -> None:
    with files_of_at_most(10_000):
        files.write(path, LARGE, kind, new=new)


@given(st.none() | BEFORE, KINDS, st.booleans(), st.sampled_from([stopped_by_its_writer, stopped_by_a_full_disk]))
def test_whatever_was_there_a_write_that_fails_leaves_it_byte_for_byte(
    before: bytes | None, kind: kinds.Kind, new: bool, stopped: object
) -> None:
    assert callable(stopped)
    with tempfile.TemporaryDirectory() as name:
        target = Path(name, "out")
        if before is not None:
            target.write_bytes(before)
        with pytest.raises((ZeroDivisionError, Refusal)):
            stopped(target, kind, new)
        assert everything_in(Path(name)) == ({} if before is None else {"out": before})


@given(BEFORE, KINDS)
def test_an_output_takes_the_place_only_of_nothing_or_of_its_own_kind(before: bytes, kind: kinds.Kind) -> None:
    with tempfile.TemporaryDirectory() as name:
        target = Path(name, "out")
        target.write_bytes(before)
        ends = kinds.Ends(before.removeprefix(kinds.BOM), before)
        try:
            files.write(target, LARGE, kind)
        except Refusal:
            assert before
            assert everything_in(Path(name)) == {"out": before}
        else:
            assert not before or (ends.are(kind) and kind not in kinds.NEVER_REPLACED)
            assert everything_in(Path(name)) == {"out": LARGE}
