"""Voters are named in the raw file and nowhere else: not in batches, nor in what a canvass that was killed leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from domain.refusals import Refusal
from glitterball.canvass import Means, canvass
from glitterball.canvass import workplace as wp
from glitterball.placing import Here
from tests.canvass.raw_ballots import COUPLES, OPENS, terms, voting
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("accidents")


MARK = b"SECRET-VOTER"
KILLED = """
import os, signal, sys, threading, time
from pathlib import Path
from glitterball.canvass import Means, canvass
from glitterball.canvass.database import version
version()  # loads DuckDB as a canvass does, before the tests below load it
from tests.canvass.test_no_voter_leaves_the_canvass import HELD
path, work, memory, when = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def watch():
    while not spilled():
        time.sleep(0.001)
    die()
def spilled():
    try:
        return any(spilled_to(one) for one in (work / "spill").rglob("*"))
    except OSError:  # a folder got its name while it was walked through
        return False
def spilled_to(path):
    try:
        return when in str(path.relative_to(work)) and path.is_file() and path.stat().st_size
    except OSError:
        return False
def told(what, done, of):
    if what == "counting" and str(done) == when:
        die()
if not when.isdigit():
    threading.Thread(target=watch, daemon=True).start()
canvass([("phones", path)], HELD, None, Means(work=work, memory=memory, threads=1, parts=3, told=told))
"""
ROOT = Path(__file__).parents[2]
HELD = terms(voting(cap=3, regions=False))


def ballots(path: Path, count: int) -> Path:
    """Many ballots of voters with a name one would notice, some ids twice, most voters over the cap."""
    couples = ", ".join(f"'{couple}'" for couple in COUPLES)
    query = f"""SELECT i - (i % 100 = 0)::BIGINT AS ballot, 'SECRET-VOTER-' || (i % {count // 7}) AS voter,
        [{couples}][1 + i % 3] AS couple, 'sms' AS channel,
        TIMESTAMPTZ '{OPENS}' + to_microseconds(i * 100000000 // {count}) AS time FROM range({count}) AS rows(i)"""
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"COPY ({query}) TO '{path}'")
    return path


def left_behind(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def kill_it(path: Path, work: Path, memory: str, when: str) -> None:
    command = [sys.executable, "-c", KILLED, str(path), str(work), memory, when]
    where = Path(__file__).parents[2]
    ended = subprocess.run(
        command, cwd=where, env={**os.environ, "PYTHONPATH": str(where)}, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert MARK not in ended.stdout + ended.stderr


@pytest.mark.parametrize("when", part(["1", "2", "3", "4"], 1, of=4))
def test_a_canvass_that_was_killed_goes_on_to_the_same_bytes(when: str, tmp_path: Path) -> None:
    path = ballots(tmp_path / "ballots.parquet", 20_000)
    straight = canvass([("phones", path)], HELD).lines()
    work = tmp_path / "work"
    kill_it(path, work, "500MB", when)
    kept = [one for one, _ in left_behind(work) if one.suffix == ".json"]
    assert len(kept) == int(when) - 1 or (when == "1" and len(kept) == 1)
    assert all(MARK not in content for _, content in left_behind(work))
    assert canvass([("phones", path)], HELD, None, Means(work=work, parts=3, place=Here())).lines() == straight
    assert not work.exists()


SPILLED = ("dealt/keys/", "dealt/ids/", "dealt/over/", "dealt/again/", "dealt/suspects/", ".tmp")
"""Into which of its files a canvass in parts was writing when it was killed; the last are DuckDB's own."""


@pytest.mark.parametrize(
    ("form", "when"), part([(form, when) for when in SPILLED for form in ("parquet", "csv")], 3, of=12)
)
def test_what_a_killed_canvass_spilled_names_no_voter_and_the_next_one_removes_it(
    form: str, when: str, tmp_path: Path
) -> None:
    path, work = ballots(tmp_path / f"ballots.{form}", 2_000_000), tmp_path / "work"
    kill_it(path, work, "60MB" if form == "parquet" else "120MB", when)
    spilled = [content for one, content in left_behind(work / wp.SPILL)]
    assert sum(map(len, spilled)) > 0
    assert all(MARK not in content for content in spilled)
    with wp.at_work(work) as place:
        assert not any(place.spill.iterdir())


def test_a_step_that_was_counted_is_not_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, work = ballots(tmp_path / "ballots.parquet", 2_000), tmp_path / "work"
    kill_it(path, work, "500MB", "3")
    before = {one: one.stat().st_mtime_ns for one, _ in left_behind(work) if one.suffix == ".json"}
    seen: dict[Path, int] = {}

    def told(what: str, done: int, of: int) -> None:
        if what == "counting" and done == of:
            seen.update({one: one.stat().st_mtime_ns for one in before})

    canvass([("phones", path)], HELD, None, Means(work=work, parts=3, place=Here(), told=told))
    assert seen == before


def test_another_rule_or_another_file_begins_anew(tmp_path: Path) -> None:
    path, work = ballots(tmp_path / "ballots.parquet", 2_000), tmp_path / "work"
    kill_it(path, work, "500MB", "4")
    other = terms(voting(cap=1, regions=False))
    assert canvass([("phones", path)], other, None, Means(work=work, parts=3, place=Here())) == canvass(
        [("phones", path)], other
    )
    ballots(path, 2_100)
    assert canvass([("phones", path)], HELD, None, Means(work=work, parts=3, place=Here())) == canvass(
        [("phones", path)], HELD
    )


def test_a_canvass_that_somebody_stops_leaves_only_counts_and_goes_on(tmp_path: Path) -> None:
    path, work = ballots(tmp_path / "ballots.parquet", 2_000), tmp_path / "work"

    def stop(what: str, done: int, of: int) -> None:
        if (what, done) == ("counting", 3):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        canvass([("phones", path)], HELD, None, Means(work=work, parts=3, place=Here(), told=stop))
    assert {one.suffix for one, _ in left_behind(work)} == {".json"}
    assert canvass([("phones", path)], HELD, None, Means(work=work, parts=3, place=Here())) == canvass(
        [("phones", path)], HELD
    )


STOPPED = """
import os, signal, sys, threading
from pathlib import Path
from glitterball.canvass.database import opened
signal.signal(signal.SIGINT, signal.default_int_handler)
with opened(Path(sys.argv[1]), "500MB", 1) as database:
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        database.run("SELECT max(sha256(sha256(i::VARCHAR))) FROM range(1000000000) AS rows(i)")
    except KeyboardInterrupt:
        print("stopped")
"""


def test_a_long_count_can_be_stopped(tmp_path: Path) -> None:
    """In a process of its own: a test runner's workers may be deaf to the signal."""
    ran = subprocess.run(
        [sys.executable, "-c", STOPPED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stdout == "stopped\n", ran.stderr


def test_a_work_folder_is_for_one_canvass_at_a_time(tmp_path: Path) -> None:
    path, work = ballots(tmp_path / "ballots.parquet", 200), tmp_path / "work"
    with wp.at_work(work), pytest.raises(Refusal, match="Another canvass is at work"):
        canvass([("phones", path)], HELD, None, Means(work=work))
    assert not work.exists()


def test_batches_name_no_voter_and_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ballots(tmp_path / "ballots.parquet", 20_000)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "temporary").mkdir()
    done = canvass([("phones", path)], HELD)
    assert MARK not in done.lines()
    assert [one.name for one, _ in left_behind(tmp_path)] == ["ballots.parquet"]


def test_one_voter_with_every_ballot_fits_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "ballots.parquet"
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"""COPY (SELECT 'robot' AS voter, '{COUPLES[0]}' AS couple, 'sms' AS channel,
            TIMESTAMPTZ '{OPENS}' + to_microseconds(i) AS time FROM range(2000000) AS rows(i)) TO '{path}'""")
    (batch,) = canvass([("phones", path)], HELD, None, Means(memory="150MB", threads=1)).batches
    assert (batch.accepted, dict(batch.rejected)) == (3, {"over the cap": 1_999_997})


def test_duckdb_is_loaded_by_a_canvass_so_that_it_zeroes_what_it_is_given() -> None:
    """Else a page it spills holds pieces of the raw file, as the kills above find in some runs."""
    script = """
import os, sys
from glitterball.canvass import canvassing
from glitterball.placing import worker
from glitterball.canvass.database import version
assert "duckdb" not in sys.modules
version()
assert "duckdb" in sys.modules
print(os.environ["DUCKDB_JE_MALLOC_CONF"])
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.stdout, said.stderr) == ("zero:true\n", "")
